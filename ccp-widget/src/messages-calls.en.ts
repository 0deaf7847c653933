/** Texts about who is on a call, the agent's presence, and several tabs, in English. */
import type { ControlRefusal } from './softphone/softphone.ts';

export const line = {
  title: 'On this call',
  states: { ringing: 'ringing', connected: 'on the line', hold: 'on hold' },
  /** A queue has nobody yet. */
  waiting: 'waiting for somebody to take it',
  accept: 'Accept',
  decline: 'Decline',
  mute: 'Mute',
  unmute: 'Unmute',
  muted: 'Your microphone is off',
  unmuted: 'Your microphone is on',
  hold: 'Hold',
  resume: 'Resume',
  holdWho: (who: string) => `Put ${who} on hold`,
  resumeWho: (who: string) => `Resume ${who}`,
  drop: 'Drop',
  dropWho: (who: string) => `Drop ${who} from the call`,
  merge: 'Merge all',
  swap: 'Swap',
  hangUp: 'Hang up',
  leave: 'Leave the call',
  leaveHint: 'The others stay on the line',
  completeTransfer: 'Complete transfer',
  addOrTransfer: 'Add or transfer',
  find: 'Person, quick connect or number',
  people: 'People of this deal',
  quickConnects: 'Quick connects',
  to: { number: 'outside number', agent: 'agent', queue: 'queue' },
  consult: 'Consult',
  consultWho: (who: string) => `Consult ${who}`,
  transfer: 'Transfer now',
  transferWho: (who: string) => `Transfer to ${who} now`,
  add: 'Add to call',
  addWho: (who: string) => `Add ${who} to the call`,
  nobody: 'Nobody is called that. A number needs its country code.',
  noQuickConnects: 'No quick connects. An administrator adds them to your queues.',
  quickConnectsFailed: 'The quick connects could not be listed.',
  switchHint: (key: string) => `${key} shows the next call`,
  refused: {
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
  },
  why: {
    'not-allowed':
      'your user or instance may not do that, or may not call there. Ask your administrator for the permission, or the country.',
    'bad-destination': 'the softphone knows no such number, agent or queue.',
    full: 'your instance allows no more people or calls. Somebody has to leave first.',
    'wrong-moment': 'the call is not in the state for that.',
    unreachable: 'the softphone has not answered. Look there before you try again: it may still have happened.',
    failed: 'the softphone refused. Try again, or do it in the softphone.',
  } satisfies Readonly<Record<ControlRefusal, string>>,
  changes: {
    called: (who: string) => `${who} is being called`,
    'on-the-line': (who: string) => `${who} is on the line`,
    'on-hold': (who: string) => `${who} is on hold`,
    left: (who: string) => `${who} has left the call`,
    'not-reached': (who: string) => `${who} could not be reached`,
  },
  stillOnHold: (who: string) => `${who} is still on hold.`,
  busy: {
    title: (who: string) => `Call ${who}?`,
    talking: (other: string, who: string) =>
      `You are on a call with ${other}. ${who} would wait.`,
    finishing: (other: string, who: string) =>
      `The call with ${other} is not closed yet. Until then ${who} would wait.`,
    afterThis: 'Call after this one',
    now: 'Call now all the same',
    cancel: 'Cancel',
    planned: (who: string) => `${who} is called as soon as this call is closed`,
    next: (who: string) => `Next: ${who}`,
    forget: (who: string) => `Do not call ${who} after this`,
  },
};

export const presence = {
  now: 'Your status',
  next: 'After this',
  error: 'Not reachable',
  /** By the name of the state that the instance has set. */
  errors: {
    MissedCallAgent: 'You missed a call. Choose a status to get the next.',
    FailedConnectAgent: 'Your softphone did not connect. Check microphone and network, then choose a status.',
    FailedConnectCustomer: 'The person was not connected. Choose a status to go on.',
    MissedCallCustomer: 'The person did not answer. Choose a status to go on.',
    BadAddressCustomer: 'The number is not reachable. Check it, then choose a status.',
    BadAddressAgent: 'Your own number is not reachable. Check it in the softphone’s settings, then choose a status.',
    LineEngagedCustomer: 'The line is busy. Choose a status to go on.',
    LineEngagedAgent: 'Your own line is busy. Hang up there, then choose a status.',
    RealtimeCommunicationError: 'The sound of the call failed. Check microphone and network, then choose a status.',
    MultipleCcpWindows: 'The softphone is open twice. Close the other windows, then choose a status.',
    AgentHungUp: 'The call ended before it was connected. Choose a status to go on.',
  } as Readonly<Record<string, string>>,
  otherError: (state: string) => `The softphone reports “${state}”. Choose a status to go on.`,
  setTo: (status: string) => `Set yourself to ${status}`,
};

export const tabs = {
  elsewhere: 'The softphone is in another tab of this browser.',
  elsewhereTalking:
    'The softphone is in another tab of this browser, with a call. Its sound stays there; here you can see and control it.',
  useHere: 'Use it here',
  controlHere: 'Control it here',
  remote:
    'The sound of the call is in another tab: keep it open. After the call the softphone moves here.',
  leaving:
    'Another tab has asked for the softphone. After the call it moves there; the sound stays here until then.',
  soundLost:
    'The tab with the softphone is gone, and the sound with it. If you cannot hear each other, hang up and call again.',
};
