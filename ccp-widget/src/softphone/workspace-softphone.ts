import type { Softphone, SoftphoneCapability } from './softphone.ts';
import { createSoftphoneEvents } from './softphone-events.ts';
import { createWorkspaceAgent } from './workspace-agent.ts';
import type { WorkspaceApp, WorkspaceLink } from './workspace-app.ts';
import { createWorkspaceCallControl, refusalFrom } from './workspace-call-control.ts';
import { createWorkspaceCalls } from './workspace-calls.ts';
import { createWorkspaceMemory } from './workspace-memory.ts';

/**
 * What `@amazon-connect/contact` and `@amazon-connect/voice` 1.0.12 have. No `frame`: the workspace shows its own softphone,
 * with the sound. No `mute`, `swap` and `select`: the SDK has none of them (`select`: AmazonConnectSDK, issue 8).
 */
const CAPABILITIES: ReadonlySet<SoftphoneCapability> = new Set<SoftphoneCapability>([
  'answer',
  'dial',
  'hold',
  'add',
  'merge',
  'transfer',
  'quick-connects',
  'presence',
]);

export interface WorkspaceOptions {
  /** The agent's name with the connector's server. */
  readonly username: () => Promise<string>;
  /** Of this tab. */
  readonly storage: Storage;
  readonly report: (what: string, error: unknown) => void;
}

/** The softphone of the agent workspace around this page, by the Amazon Connect SDK. */
export function createWorkspaceSoftphone(app: WorkspaceApp, options: WorkspaceOptions): Softphone {
  const { username, storage, report } = options;
  const events = createSoftphoneEvents();
  const memory = createWorkspaceMemory(storage);
  const { emit } = events;
  const calls = createWorkspaceCalls({ app, memory, emit, report });
  const agent = createWorkspaceAgent({ agent: app.agent, memory, username, emit, report });
  let started = false;
  let following = false;

  const follow = async (): Promise<void> => {
    if (following) return;
    following = true;
    app.agent.onNetworkConnectionStatusChanged(networkChanged);
    try {
      // Whoever acts once the agent is known also knows their calls.
      await calls.follow();
      await agent.follow();
      events.setHealth('ready');
    } catch (error) {
      report('reading of the workspace', error);
      // A refusal has no documented key: whatever is not a silence is taken for one.
      events.setHealth(refusalFrom(error) === 'unreachable' ? 'silent' : 'not-permitted');
    }
  };
  const forget = (): void => {
    if (!following) return;
    following = false;
    app.agent.offNetworkConnectionStatusChanged(networkChanged);
    calls.forget();
    agent.forget();
  };
  const linkChanged = (link: WorkspaceLink): void => {
    if (!started) return;
    if (link === 'joined') void follow();
    else if (link === 'silent') events.setHealth('silent');
    else if (link === 'left') forget();
  };
  const networkChanged = async ({ status }: { readonly status: string }): Promise<void> => {
    if (status === 'connected') events.setHealth('ready');
    else if (status === 'disconnected' || status === 'failed') events.setHealth('lost');
  };

  return {
    capabilities: CAPABILITIES,
    ...createWorkspaceCallControl({ app, memory, has: calls.has, refresh: calls.refresh }),
    async start() {
      if (started) return;
      started = true;
      app.onLink(linkChanged);
    },
    stop() {
      started = false;
      forget();
      events.reset();
    },
    subscribe: events.subscribe,
    // The app alone: the workspace has the call and its sound.
    reload: () => location.reload(),
    // Whoever is in the workspace is signed in to it.
    openSignIn: () => undefined,
  };
}
