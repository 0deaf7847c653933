/// <reference types="amazon-connect-streams" />
/** A page that is nothing but a softphone of ours, by the adapter that its address names. What it tells is kept in `heard`. */
import { createSignOn } from '../../../ccp-widget/src/softphone/sign-on.ts';
import type {
  AgentPresence,
  Softphone,
  SoftphoneCall,
  SoftphoneEvent,
  SoftphoneHealth,
  SoftphonePreview,
} from '../../../ccp-widget/src/softphone/softphone.ts';
import { createStreamsSoftphone } from '../../../ccp-widget/src/softphone/streams-softphone.ts';
import { joinWorkspace } from '../../../ccp-widget/src/softphone/workspace-app.ts';
import { createWorkspaceSoftphone } from '../../../ccp-widget/src/softphone/workspace-softphone.ts';

export interface Told {
  health: SoftphoneHealth;
  agent?: AgentPresence;
  muted?: boolean;
  calls: Record<string, { readonly phase: string; readonly since: number; readonly call: SoftphoneCall }>;
  previews: Record<string, SoftphonePreview>;
  cleared: string[];
  selected: string[];
  /** What went wrong in the adapter. */
  reported: string[];
}

declare global {
  var softphone: Softphone;
  var heard: Told;
}

const query = new URLSearchParams(location.search);
globalThis.heard = { health: 'loading', calls: {}, previews: {}, cleared: [], selected: [], reported: [] };

const note = (event: SoftphoneEvent): void => {
  const { heard: told } = globalThis;
  if (event.type === 'health') told.health = event.health;
  else if (event.type === 'agent') told.agent = event.agent;
  else if (event.type === 'muted') told.muted = event.muted;
  else if (event.type === 'preview') told.previews[event.preview.connectContactId] = event.preview;
  else if (event.type === 'selected') told.selected.push(event.connectContactId);
  else if (event.type === 'cleared') {
    delete told.calls[event.connectContactId];
    delete told.previews[event.connectContactId];
    told.cleared.push(event.connectContactId);
  } else if ('call' in event)
    told.calls[event.call.connectContactId] = { phase: event.type, since: event.since, call: event.call };
};
const report = (what: string, error: unknown): void => void globalThis.heard.reported.push(`${what}: ${String(error)}`);

const byStreams = (): Softphone => {
  const ccpUrl = query.get('ccp') ?? '';
  return createStreamsSoftphone({
    ...{ ccpUrl, region: 'eu-central-1', title: 'Softphone', report },
    signOn: createSignOn(ccpUrl, undefined, sessionStorage),
    loadLibrary: async () => connect,
  });
};
const ofWorkspace = (): Softphone =>
  createWorkspaceSoftphone(joinWorkspace(), { username: async () => 'ana', storage: sessionStorage, report });

globalThis.softphone = query.has('ccp') ? byStreams() : ofWorkspace();
globalThis.softphone.subscribe(note);
const container = document.createElement('div');
document.body.append(container);
void globalThis.softphone.start(container);
