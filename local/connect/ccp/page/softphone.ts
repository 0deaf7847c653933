import { h, render } from 'preact';
import { changedEvent, deviceEvent, keepDevices } from './devices.ts';
import { connectHost } from './host-conduit.ts';
import { answerHost } from './host-requests.ts';
import { microphoneError } from './microphone.ts';
import { SoftphoneModel, VIEW_EVENT } from './model.ts';
import { Ringtone } from './ringtone.ts';
import { openSdkChannel } from './sdk/channel.ts';
import { askHandoverCode, broadcast, isMaster, type Link, openPush, type PushedEvent } from './server.ts';
import { handOver } from './sign-in-handover.ts';
import { Updates } from './updates.ts';
import { viewOf } from './view-state.ts';
import { App } from './views/app.ts';
import { forStreams, type Update } from './wire.ts';

const RELOAD_AFTER_MS = 500;
const CONFIGURE_WITHIN_MS = 1000;
/** How long before the end of the session the service warns is not documented. */
const EXPIRY_WARNING_MS = 15 * 60 * 1000;
const ACTIVITY = 'aws.connect.activity';
/** The name Streams opens it with. */
const LOGIN_POPUP = 'connect::loginPopup';

const pageId = crypto.randomUUID();
const host = connectHost();
const model = new SoftphoneModel();
const ringtone = new Ringtone();
const updates = new Updates();
const sdk = host.framed
  ? openSdkChannel(host, {
      updates,
      link: () => ({ status: model.state.link, since: model.state.linkSince }),
      instance: () => ({ region: model.state.region }),
    })
  : undefined;

const updated = async (update: Update): Promise<void> => {
  const before = updates.set(update);
  model.set({ update, ...(update.snapshot.contacts.length === 0 && { muted: false }) });
  host.send('agent::update', forStreams(update, Date.now()));
  sdk?.changed(before, update);
  checkMicrophone(before, update);
  const shouldRing = () => {
    const { update: newest, host: configuration } = model.state;
    const phase = newest && viewOf(newest.snapshot).phase;
    return phase === 'ringing' && configuration.softphone?.disableRingtone !== true;
  };
  if (!shouldRing()) ringtone.stop();
  else if (!ringtone.ringing && (await isMaster(pageId, 'connect::ringtone')) && shouldRing()) ringtone.start();
};

const sessionEnded = (reason: string): void => {
  ringtone.stop();
  host.send(reason === 'signed-out' ? 'terminated' : 'auth_fail');
  setTimeout(() => window.location.reload(), RELOAD_AFTER_MS);
};

const muteAsked = async (data: unknown): Promise<void> => {
  const { mute } = (data ?? {}) as { mute?: unknown };
  if (typeof mute !== 'boolean' || !(await isMaster(pageId, 'connect::softphone'))) return;
  await broadcast('agent::mute_toggle', { muted: mute });
};

const deviceAsked = async (event: string, data: unknown): Promise<void> => {
  const asked = deviceEvent(event, data);
  if (!asked) return;
  const { kind, deviceId, what } = asked;
  if (what === 'changed') {
    const devices = { ...model.state.devices, [kind]: deviceId };
    keepDevices(devices);
    model.set({ devices });
    ringtone.sinkId = devices.ringer ?? '';
  } else if (await isMaster(pageId, 'connect::softphone')) await broadcast(changedEvent(kind), { deviceId });
};

const connecting = ({ snapshot }: Update) =>
  snapshot.contacts.some(({ type, state }) => type !== 'task' && state.type === 'connecting');

/** At the beginning of a call the page with the audio finds out that it gets no microphone. */
const checkMicrophone = async (before: Update | undefined, update: Update): Promise<void> => {
  if (!connecting(update) || (before && connecting(before)) || !(await isMaster(pageId, 'connect::softphone'))) return;
  const error = await microphoneError();
  if (!error) return;
  model.set({ problem: 'The browser does not share the microphone. Allow it for this page, then reload.' });
  host.send('agent::softphone_error', error);
};

const warnOfExpiry = (expiration: number): void => {
  const warn = () => sdk?.publish({ namespace: ACTIVITY, key: 'expiration-warning', data: { expiration } });
  setTimeout(warn, Math.max(0, expiration - EXPIRY_WARNING_MS - Date.now()));
};

const received = ({ event, data }: PushedEvent): void => {
  switch (event) {
    case 'page::settings':
      model.set(data as { region: string; muted: boolean });
      warnOfExpiry((data as { sessionExpiresAt: number }).sessionExpiresAt);
      return;
    case 'page::session-ended':
      sessionEnded((data as { reason: string }).reason);
      return;
    case 'page::master-taken': {
      const { requestId, data: answer } = data as { requestId?: string; data: { masterId: string } };
      // The page that asked has its own answer.
      if (answer.masterId !== pageId)
        host.send('master_response', { event: 'master_response', requestId, data: answer, err: null });
      return;
    }
    case 'agent::update':
      updated(data as Update);
      return;
    case 'mute':
      muteAsked(data);
      break;
    case VIEW_EVENT: {
      const { contactId } = (data ?? {}) as { contactId?: unknown };
      if (typeof contactId === 'string') model.set({ selected: contactId });
      break;
    }
    case 'agent::mute_toggle':
      model.set({ muted: (data as { muted?: boolean }).muted === true });
      break;
  }
  deviceAsked(event, data);
  if (!event.startsWith('page::')) host.send(event, data);
};

const linkChanged = (link: Link): void => {
  if (link === model.state.link) return;
  model.set({ link, linkSince: Date.now() });
  sdk?.publish({
    key: 'agent/networkConnectionStatusChanged',
    data: { status: link, timestamp: model.state.linkSince },
  });
  if (link === 'failed') sessionEnded('expired');
};

const root = document.getElementById('softphone');
if (!root) throw new Error('The page has no place for the softphone.');
model.onChange((state) => render(h(App, { state, model }), root));
let configured = false;
answerHost(host, {
  id: pageId,
  onConfigure: (configuration) => {
    configured = true;
    model.set({ host: configuration });
  },
});
// Streams sends its configuration once; a frame that was reloaded since, for a new sign-in, has to ask.
setTimeout(() => configured || host.send('request_configure'), CONFIGURE_WITHIN_MS);
openPush(pageId, { onEvent: received, onLink: linkChanged });

// Streams' sign-in pop-up, while this browser is signed in already but the frame that it was opened for is not.
const opener: Window | null = window.opener;
if (opener && window.name === LOGIN_POPUP) askHandoverCode().then((code) => code && handOver(opener, code));
