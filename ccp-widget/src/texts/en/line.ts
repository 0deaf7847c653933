/** Texts of who is on a call, in English. */
import type { ControlRefusal } from '../../softphone/softphone.ts';

export const title = 'On this call';
export const states = { ringing: 'ringing', connected: 'on the line', hold: 'on hold' };
/** A queue has nobody yet. */
export const waiting = 'waiting for somebody to take it';
export const accept = 'Accept';
export const decline = 'Decline';
export const mute = 'Mute';
export const unmute = 'Unmute';
export const muted = 'Your microphone is off';
export const unmuted = 'Your microphone is on';
export const hold = 'Hold';
export const resume = 'Resume';
export const holdWho = (who: string) => `Put ${who} on hold`;
export const resumeWho = (who: string) => `Resume ${who}`;
export const drop = 'Drop';
export const dropWho = (who: string) => `Drop ${who} from the call`;
export const merge = 'Merge all';
export const swap = 'Swap';
export const hangUp = 'Hang up';
export const leave = 'Leave the call';
export const leaveHint = 'The others stay on the line';
export const completeTransfer = 'Complete transfer';
export const addOrTransfer = 'Add or transfer';
export const find = 'Person, quick connect or number';
export const to = { number: 'outside number', agent: 'agent', queue: 'queue' };
export const consult = 'Consult';
export const consultWho = (who: string) => `Consult ${who}`;
export const transfer = 'Transfer now';
export const transferWho = (who: string) => `Transfer to ${who} now`;
export const add = 'Add to call';
export const addWho = (who: string) => `Add ${who} to the call`;
export const nobody = 'Nobody is called that. A number needs its country code.';
export const noQuickConnects = 'No quick connects. An administrator adds them to your queues.';
export const quickConnectsFailed = 'The quick connects could not be listed.';
export const switchHint = (key: string) => `${key} shows the next call`;
export const refused = {
  accept: 'The call was not accepted',
  decline: 'The call was not declined',
  leave: 'You are still on the call',
  hold: (who: string) => `${who} was not put on hold`,
  resume: (who: string) => `${who} is still on hold`,
  drop: (who: string) => `${who} is still on the call`,
  add: (who: string) => `${who} was not called`,
  merge: 'The parties were not merged',
  swap: 'The parties were not swapped',
  transfer: (who: string) => `The call was not transferred to ${who}`,
  mute: 'The microphone was not switched',
  presence: 'Your status was not changed',
};
export const why = {
  'not-allowed': 'your user or instance may not do that, or may not call there. Ask your administrator.',
  'bad-destination': 'the softphone knows no such number, agent or queue.',
  full: 'no more people or calls are allowed. Somebody has to leave first.',
  'wrong-moment': 'the call is not in the state for that.',
  unreachable: 'the softphone has not answered. Look there first: it may still have happened.',
  failed: 'the softphone refused. Try it there.',
} satisfies Readonly<Record<ControlRefusal, string>>;
export const changes = {
  called: (who: string) => `${who} is being called`,
  'on-the-line': (who: string) => `${who} is on the line`,
  'on-hold': (who: string) => `${who} is on hold`,
  left: (who: string) => `${who} has left the call`,
  'not-reached': (who: string) => `${who} could not be reached`,
};
export const stillOnHold = (who: string) => `${who} is still on hold.`;
