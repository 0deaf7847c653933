/**
 * The desktop as a third-party app of the Amazon Connect agent workspace, by the unmodified SDK: the handshake with the
 * page around it, and the clients that ask over it. Streams must not run there ("3P apps cannot initialize Streams",
 * amazon-connect-streams, issue 880).
 */
import { AmazonConnectApp } from '@amazon-connect/app';
import { AgentClient, ContactClient } from '@amazon-connect/contact';
import { VoiceClient } from '@amazon-connect/voice';
import { ACKNOWLEDGE_WITHIN_MS } from './softphone.ts';

/** `silent`: the workspace has not answered in time; the SDK then takes no later answer. */
export type WorkspaceLink = 'joining' | 'joined' | 'silent' | 'left';

export interface WorkspaceApp {
  readonly agent: AgentClient;
  readonly contact: ContactClient;
  readonly voice: VoiceClient;
  /** The newest is told at once, and each change after it. */
  onLink(listener: (link: WorkspaceLink) => void): void;
}

/** Once for a page, and before anything that may take long: the workspace gives up an app that does not speak within seconds. */
export function joinWorkspace(): WorkspaceApp {
  let link: WorkspaceLink = 'joining';
  const listeners = new Set<(link: WorkspaceLink) => void>();
  const tell = (next: WorkspaceLink): void => {
    link = next;
    for (const listener of listeners) listener(link);
  };
  const { provider } = AmazonConnectApp.init({
    onCreate: async () => tell('joined'),
    // Notes are kept as they are typed: nothing is left to be saved.
    onDestroy: async () => tell('left'),
    workspace: { connectionTimeout: ACKNOWLEDGE_WITHIN_MS },
  });
  provider.onError(({ key }) => {
    if (key === 'workspaceConnectTimeout') tell('silent');
  });
  // The packages are released apart, each with a core of its own; what a provider offers is the same.
  const config = provider as unknown as ConstructorParameters<typeof AgentClient>[0];
  return {
    agent: new AgentClient(config),
    contact: new ContactClient(config),
    voice: new VoiceClient(config),
    onLink(listener) {
      listeners.add(listener);
      listener(link);
    },
  };
}
