/** Texts of the timeline, in English. */

const ORDINAL_ENDINGS: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd' };
const ordinalRules = new Intl.PluralRules('en', { type: 'ordinal' });
const ordinal = (place: number): string => `${place}${ORDINAL_ENDINGS[ordinalRules.select(place)] ?? 'th'}`;

export const listen = 'Listen';
export const notStored = 'It is not stored yet. Try again in a few minutes.';
export const notPlayed = 'It does not play. Check the sound of this computer.';
export const speed = 'Speed';
export const none = 'Nothing has happened yet';
export const outbound = (agent: string, who: string) => `${agent} called ${who}`;
export const inbound = (who: string) => `${who} called`;
export const willCall = (who: string) => `Call to ${who}`;
export const callback = 'Callback';
export const you = 'You';
export const byYou = 'you';
export const erasedPerson = 'erased person';
export const someone = 'Somebody';
export const duration = (time: string) => `${time} min`;
export const addOutcome = 'Add outcome';
export const editOutcome = 'Change outcome';
export const followUp = (date: string) => `follow up ${date}`;
export const due = (date: string) => `due ${date}`;
export const inLine = (place: number, about: string) =>
  place === 1 ? `next in line, about ${about}` : `${ordinal(place)} in line, about ${about}`;
export const by = (who: string) => `by ${who}`;
export const throughLink = (who: string) => `through a link by ${who}`;
export const types = {
  'contact.added': (name: string) => `${name} added`,
  'contact.updated': (name: string) => `${name} changed`,
  'contact.removed': (name: string) => `${name} removed`,
  'document.added': (name: string) => `Document ${name} added`,
  'document.updated': (name: string) => `Document ${name} changed`,
  'document.removed': (name: string) => `Document ${name} removed`,
  'document.shared': (name: string) => `Link to ${name} made`,
  'document.unshared': (name: string) => `Link to ${name} revoked`,
  'document.opened': (name: string) => `${name} opened from outside,`,
  'outcome.saved': (name: string) => `Outcome of the call with ${name} saved`,
  'call.moved': (name: string) => `Call to ${name} moved`,
};
export const empty = 'empty';
export const filter = 'What to show';
export const all = 'All';
export const kinds = { calls: 'Calls', changes: 'Changes', documents: 'Documents' };
export const byWhom = 'By';
export const everybody = 'Everybody';
export const nothing = 'Nothing of this kind';
export const more = (count: string) => `Show ${count} more`;
export const details = 'Details';
export const savedBy = (who: string, at: string) => `Outcome saved by ${who}, ${at}`;
export const times = {
  requestedAt: 'Requested',
  dialingAt: 'Dialled',
  answeredAt: 'Answered',
  withAgentAt: 'With the agent',
  endedAt: 'Ended',
};
