import { AmazonConnectApp } from '@amazon-connect/app';
import { AppControllerClient } from '@amazon-connect/app-controller';
import { AgentClient, ContactClient } from '@amazon-connect/contact';
import { VoiceClient } from '@amazon-connect/voice';

/** A third-party app reduced to its core: what the workspace tells it is written down in `told`. */
declare global {
  var told: string[];
  var app: AmazonConnectApp;
  var clients: { agent: AgentClient; contact: ContactClient; voice: VoiceClient; apps: AppControllerClient };
}

globalThis.told = [];
const tell = (line: string) => {
  globalThis.told.push(line);
  document.body.textContent = globalThis.told.join('\n');
};

if (window.location.search !== '?silent') {
  const { provider } = AmazonConnectApp.init({
    onCreate: async ({ context }) => {
      const { scope, appConfig } = context;
      tell(
        `create ${appConfig.name} ${scope?.type ?? 'all'} ${scope?.type === 'contact' ? scope.contactId : ''}`.trim(),
      );
    },
    onDestroy: async () => tell('destroy'),
  });
  provider.onStart(async () => tell('start'));
  provider.onStop(async () => tell('stop'));
  provider.subscribe({ namespace: 'deals', key: 'chosen' }, async (data) => tell(`chosen ${Object(data).deal}`));
  // The packages have been released apart; what a provider offers is the same.
  const config = { provider } as unknown as ConstructorParameters<typeof AgentClient>[0];
  const contact = new ContactClient(config);
  globalThis.app = provider;
  globalThis.clients = {
    agent: new AgentClient(config),
    contact,
    voice: new VoiceClient(config),
    apps: new AppControllerClient({ provider }),
  };
  contact.onConnected(async () => tell('connected'));
  contact.onStartingAcw(async () => tell('acw'));
}
