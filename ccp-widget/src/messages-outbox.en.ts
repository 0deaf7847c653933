/** Texts of edits that wait, in English. */
import type { EditWork } from './outbox/waiting-edit.ts';

export const outbox = {
  offline: 'You are offline',
  failing: 'The server cannot be reached',
  needsYou: 'Your decision is needed',
  notYet: 'Not everything is saved yet',
  count: (count: number) => (count === 1 ? '1 change waits' : `${count} changes wait`),
  offlineHint: 'What you change is kept and sent later. Calls, uploads, searches and links need the network.',
  show: 'Show changes',
  sendNow: 'Send now',
  title: 'Changes that wait',
  none: 'Everything is saved.',
  hint: 'They are kept on this computer and sent in this order. Calls, uploads, searches and links need the network.',
  forgetful: 'This browser keeps nothing: leave the page open until they are sent.',
  others: (count: number) => `${outbox.count(count)} for another agent to sign in on this computer.`,
  works: {
    'edit-contact': (name: string) => `Change of ${name}`,
    'add-contact': (name: string) => `New person ${name}`,
    'remove-contact': (name: string) => `Removal of ${name}`,
    'edit-document': (name: string) => `Change of ${name}`,
    outcome: (name: string) => `Outcome of the call with ${name}`,
  } satisfies Readonly<Record<EditWork['kind'], (name: string) => string>>,
  waits: 'Not sent yet',
  behind: 'waits for the one above',
  discard: 'Discard',
  discardWork: (work: string) => `Discard: ${work}`,
  discarded: (name: string) => `Change of ${name} discarded`,
  kept: (who: string) => `The outcome of the call with ${who} is kept here and will be sent`,
};
