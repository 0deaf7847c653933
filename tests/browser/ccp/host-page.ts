/// <reference types="amazon-connect-streams" />
import { AgentClient, ContactClient } from '@amazon-connect/contact';
import { VoiceClient } from '@amazon-connect/voice';

/** A desktop reduced to its core: the genuine Streams with every event written down in `recorded`. */
declare global {
  var recorded: string[];
  var agent: connect.Agent;
  var contact: connect.Contact;
  /** Clients of the Amazon Connect SDK on the channel that Streams opened. */
  var sdk: { agent: AgentClient; contact: ContactClient; voice: VoiceClient };
  function outcome(run: (callbacks: connect.SuccessFailOptions) => void): Promise<{ ok?: unknown; failed?: unknown }>;

  // Public and documented, but missing in the library's own types.
  namespace connect {
    interface Core {
      readonly initialized: boolean;
      readonly loginWindow?: Window | null;
      getUpstream(): {
        onUpstream(event: EventType, listener: () => void): void;
        sendUpstream(event: EventType, data?: unknown): void;
      };
    }
    interface StorageAccess {
      readonly storageAccessEvents: Readonly<Record<'INIT' | 'GRANTED' | 'DENIED', string>>;
    }
    interface BaseConnection {
      isMute(): boolean;
      muteParticipant(callbacks: SuccessFailOptions): void;
      unmuteParticipant(callbacks: SuccessFailOptions): void;
    }
    interface Contact {
      isPreviewMode(): Promise<boolean>;
    }
    function ifMaster(topic: MasterTopics, yes: () => void, no: () => void): void;
  }
}

globalThis.recorded = [];
globalThis.outcome = (run) =>
  new Promise((resolve) => {
    run({
      success: (data?: unknown) => resolve({ ok: data ?? null }),
      failure: (error?: unknown) => resolve({ failed: error }),
    });
  });

const record = (event: string, detail?: unknown) =>
  globalThis.recorded.push(detail === undefined ? event : `${event}:${detail}`);
const query = new URLSearchParams(window.location.search);
const container = document.getElementById('ccp');
if (!container) throw new Error('The page has no place for the CCP.');

const storage = query.get('storage');
connect.core.initCCP(container, {
  ...(storage !== null && {
    storageAccess: {
      canRequest: true,
      mode: storage === 'custom' ? 'custom' : 'default',
      custom: { title: 'Cookie notice', header: 'Please provide access', hideCCP: false },
      instanceUrl: query.get('instance') ?? '',
    },
  }),
  ccpUrl: query.get('ccp') ?? '',
  loginPopup: query.get('popup') !== 'no',
  loginPopupAutoClose: true,
  region: 'eu-central-1',
  softphone: { allowFramedSoftphone: true, disableRingtone: query.get('ring') === 'no' },
  ccpLoadTimeout: Number(query.get('load') ?? 5000),
});
connect.core.onInitialized(() => {
  const config = connect.core.getSDKClientConfig() as ConstructorParameters<typeof AgentClient>[0];
  const contact = new ContactClient(config);
  globalThis.sdk = { agent: new AgentClient(config), contact, voice: new VoiceClient(config) };
  contact.onConnecting(async ({ type }) => void record('sdk.connecting', type));
  contact.onConnected(async () => void record('sdk.connected'));
  contact.onCleared(async () => void record('sdk.cleared'));
  record('initialized');
});
const bus = connect.core.getEventBus();
for (const event of ['ACK_TIMEOUT', 'TERMINATED', 'AUTH_FAIL'] as const) {
  bus.subscribe(connect.EventType[event], () => record(event));
}
for (const step of ['INIT', 'GRANTED', 'DENIED'] as const) {
  const wanted = connect.storageAccess.storageAccessEvents[step];
  window.addEventListener('message', ({ data }) => data?.event === wanted && record(wanted, data.data.hasAccess));
}
connect.core.onViewContact(({ contactId }) => record('view', contactId));

connect.agent((agent) => {
  globalThis.agent = agent;
  record('agent', agent.getName());
  agent.onRoutable(() => record('agent.routable'));
  agent.onOffline(() => record('agent.offline'));
  agent.onError(() => record('agent.error'));
  agent.onAfterCallWork(() => record('agent.acw'));
  agent.onEnqueuedNextState(() => record('agent.enqueued'));
  agent.onStateChange(({ oldState, newState }) => record('agent.state', `${oldState}>${newState}`));
  agent.onMuteToggle(({ muted }) => record('agent.muted', muted));
});
connect.contact((contact) => {
  globalThis.contact = contact;
  const { type } = contact.getState();
  record('contact', `${contact.getType()}/${type}/${contact.isInbound() ? 'in' : 'out'}`);
  contact.onIncoming(() => record('incoming'));
  contact.onConnecting(() => record('connecting'));
  contact.onAccepted(() => record('accepted'));
  contact.onConnected(() => record('connected'));
  contact.onMissed(() => record('missed'));
  contact.onError(() => record('error'));
  contact.onACW(() => record('acw'));
  contact.onEnded(() => record('ended'));
  contact.onDestroy(() => record('destroyed'));
});
