import type { AgentPresence, AgentStatus, CallParty } from './softphone.ts';

/** Streams and the SDK of the agent workspace use the same words (`AgentStateType`). `system` is what Connect sets while there is a contact. */
const PRESENCES: Readonly<Record<string, AgentPresence['kind']>> = {
  routable: 'available',
  not_routable: 'unavailable',
  offline: 'offline',
  system: 'working',
  after_call_work: 'working',
  error: 'error',
};
const STATUSES: Readonly<Record<string, AgentStatus['kind']>> = { routable: 'available', offline: 'offline' };

export const presenceKind = (type: string): AgentPresence['kind'] => PRESENCES[type] ?? 'unavailable';
export const statusKind = (type: string): AgentStatus['kind'] => STATUSES[type] ?? 'unavailable';

/** Who listens silently (`silent_monitor`) is nobody's business, who is gone (`disconnected`, `rejected`) no party. */
const PARTIES: Readonly<Record<string, CallParty['state']>> = {
  init: 'ringing',
  connecting: 'ringing',
  connected: 'connected',
  barge: 'connected',
  hold: 'hold',
};
export const partyState = (type: string): CallParty['state'] | undefined => PARTIES[type];

/** Of an endpoint or a quick connect. */
const PARTY_KINDS: Readonly<Record<string, CallParty['kind']>> = { agent: 'agent', queue: 'queue' };
export const partyKind = (type: string): CallParty['kind'] => PARTY_KINDS[type] ?? 'number';

/** The initial one first, the others in the order of their arrival. */
export const initialFirst = (parties: readonly CallParty[]): readonly CallParty[] =>
  parties.toSorted((a, b) => Number(b.initial) - Number(a.initial));
