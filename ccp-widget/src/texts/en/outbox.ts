/** Texts of edits that wait, in English. */
import type { EditWork } from '../../outbox/waiting-edit.ts';

export const offline = 'You are offline';
export const failing = 'The server cannot be reached';
export const needsYou = 'Your decision is needed';
export const notYet = 'Not everything is saved yet';
export const count = (edits: number) => (edits === 1 ? '1 change waits' : `${edits} changes wait`);
export const offlineHint =
  'What you change is kept and sent later. Calls, uploads, searches and links need the network.';
export const show = 'Show changes';
export const sendNow = 'Send now';
export const title = 'Changes that wait';
export const none = 'Everything is saved.';
export const hint =
  'They are kept on this computer and sent in this order. Calls, uploads, searches and links need the network.';
export const forgetful = 'This browser keeps nothing: leave the page open until they are sent.';
export const others = (edits: number) => `${count(edits)} for another agent to sign in on this computer.`;
export const works = {
  'edit-contact': (name: string) => `Change of ${name}`,
  'add-contact': (name: string) => `New person ${name}`,
  'remove-contact': (name: string) => `Removal of ${name}`,
  'edit-document': (name: string) => `Change of ${name}`,
  outcome: (name: string) => `Outcome of the call with ${name}`,
} satisfies Readonly<Record<EditWork['kind'], (name: string) => string>>;
export const waits = 'Not sent yet';
export const behind = 'waits for the one above';
export const discard = 'Discard';
export const discardWork = (work: string) => `Discard: ${work}`;
export const discarded = (name: string) => `Change of ${name} discarded`;
export const kept = (who: string) => `The outcome of the call with ${who} is kept here and will be sent`;
