/** The customers' telephones: every E.164 number exists; each behaves as it was told or is answered by hand. */
import type { Changes } from '../changes.ts';
import { isoTime, type Scheduler } from '../scheduler.ts';
import type { Tuning } from '../tuning.ts';

export const PHONE_BEHAVIORS = ['manual', 'answer', 'busy', 'no-answer', 'voicemail'] as const;
export type PhoneBehavior = (typeof PHONE_BEHAVIORS)[number];

/** Of the SDK's AnsweringMachineDetectionStatus, those of an answered call. */
export const DETECTED_AS = ['HUMAN_ANSWERED', 'VOICEMAIL_BEEP', 'VOICEMAIL_NO_BEEP', 'AMD_UNRESOLVED'] as const;
export type DetectedAs = (typeof DETECTED_AS)[number];

/** `no-answer`: the network has given up; `timeout`: the caller, after the ring time. */
export type FailedCall = 'busy' | 'declined' | 'no-answer' | 'timeout';

/** What the network tells the one who placed or received the call. */
export interface LineListener {
  readonly onRinging?: () => void;
  readonly onAnswered: () => void;
  readonly onFailed: (why: FailedCall) => void;
  readonly onHangUp: () => void;
  readonly onDigits?: (digits: string) => void;
}

export interface PhoneLine {
  contactId: string;
  state: 'dialing' | 'ringing' | 'connected';
  readonly direction: 'to-phone' | 'from-phone';
  /** The number that the phone shows of whoever calls it; none when the call came from the phone. */
  readonly callerId?: string;
  since: number;
  onHold: boolean;
}

export interface Phone {
  readonly number: string;
  behavior: PhoneBehavior;
  /** Until it is answered; of `no-answer`, until its own network gives up: zero leaves that to the caller's ring timeout. */
  afterMs: number;
  /** What answering machine detection takes it for, rather than for what it is. */
  detectedAs?: DetectedAs;
  line?: PhoneLine;
  /** What the person heard during the present or last call. */
  heard: { at: string; text: string; kind: 'text' | 'prompt' | 'digits' }[];
}

export interface PlacedCall {
  readonly contactId: string;
  readonly ringTimeoutMs: number;
  readonly callerId: string | undefined;
}

/** The caller's end of a line. */
export interface LineHandle {
  hangUp(): void;
}

export interface Phones {
  list(): readonly Phone[];
  phone(number: string): Phone;
  setBehavior(number: string, behavior: PhoneBehavior, afterMs: number, detectedAs?: DetectedAs): void;
  /** Rings a phone. A phone that already has a line is busy. */
  ring(number: string, call: PlacedCall, listener: LineListener): LineHandle;
  /** The phone's owner has dialled us: the line stands at once. */
  dialIn(number: string, contactId: string, listener: LineListener): LineHandle;
  /** A queue to queue transfer gives the line to the next contact. */
  handOver(number: string, fromContactId: string, toContactId: string): void;
  setHold(number: string, contactId: string, onHold: boolean): void;
  hear(number: string, contactId: string, text: string, kind: 'text' | 'prompt' | 'digits'): void;
  /** The person at the phone acts; false when there is nothing to answer or to hang up. */
  answer(number: string): boolean;
  decline(number: string): boolean;
  hangUp(number: string): boolean;
  pressDigits(number: string, digits: string): boolean;
}

const HEARD_LIMIT = 200;

export const createPhones = (deps: { scheduler: Scheduler; changes: Changes; tuning: Tuning }): Phones => {
  const { scheduler, changes, tuning } = deps;
  const phones = new Map<string, Phone>();
  const calls = new Map<string, { listener: LineListener; timers: (() => void)[] }>();

  const phoneOf = (number: string): Phone => {
    const known = phones.get(number);
    if (known !== undefined) return known;
    const phone: Phone = { number, behavior: 'manual', afterMs: 0, heard: [] };
    phones.set(number, phone);
    return phone;
  };
  const setTimer = (number: string, delayMs: number, task: () => void) => {
    calls.get(number)?.timers.push(scheduler.after(delayMs, task));
  };
  const stopTimers = (number: string) => {
    const call = calls.get(number);
    for (const cancel of call?.timers.splice(0) ?? []) cancel();
  };
  /** Frees the line and returns who was on it. */
  const release = (number: string): LineListener | undefined => {
    stopTimers(number);
    const listener = calls.get(number)?.listener;
    calls.delete(number);
    delete phoneOf(number).line;
    changes.phone(number);
    return listener;
  };
  const connect = (number: string) => {
    const { line, behavior } = phoneOf(number);
    const call = calls.get(number);
    if (line === undefined || call === undefined) return;
    stopTimers(number);
    line.state = 'connected';
    line.since = scheduler.now();
    changes.phone(number);
    if (behavior === 'voicemail') setTimer(number, tuning.voicemailMs, () => release(number)?.onHangUp());
    call.listener.onAnswered();
  };
  const fail = (number: string, why: FailedCall) => release(number)?.onFailed(why);

  const startRinging = (number: string, ringTimeoutMs: number) => {
    const phone = phoneOf(number);
    if (phone.line === undefined) return;
    if (phone.behavior === 'busy') {
      fail(number, 'busy');
      return;
    }
    phone.line.state = 'ringing';
    phone.line.since = scheduler.now();
    changes.phone(number);
    calls.get(number)?.listener.onRinging?.();
    const isGivenUp = phone.behavior === 'no-answer' && phone.afterMs > 0 && phone.afterMs < ringTimeoutMs;
    if (isGivenUp) setTimer(number, phone.afterMs, () => fail(number, 'no-answer'));
    else setTimer(number, ringTimeoutMs, () => fail(number, 'timeout'));
    if (phone.behavior === 'answer' || phone.behavior === 'voicemail') {
      setTimer(number, phone.afterMs, () => connect(number));
    }
  };
  const open = (
    number: string,
    on: Pick<PhoneLine, 'contactId' | 'direction' | 'callerId'>,
    listener: LineListener,
  ) => {
    const phone = phoneOf(number);
    phone.heard = [];
    phone.line = { ...on, state: 'dialing', since: scheduler.now(), onHold: false };
    const call = { listener, timers: [] };
    calls.set(number, call);
    changes.phone(number);
    return {
      hangUp: () => {
        if (calls.get(number) === call) release(number);
      },
    };
  };

  return {
    list: () => [...phones.values()],
    phone: phoneOf,
    setBehavior: (number, behavior, afterMs, detectedAs) => {
      const phone = Object.assign(phoneOf(number), { behavior, afterMs });
      delete phone.detectedAs;
      if (detectedAs !== undefined) phone.detectedAs = detectedAs;
      changes.phone(number);
    },
    ring: (number, { contactId, ringTimeoutMs, callerId }, listener) => {
      if (phoneOf(number).line !== undefined) {
        const cancel = scheduler.after(tuning.postDialDelayMs, () => listener.onFailed('busy'));
        return { hangUp: cancel };
      }
      const handle = open(
        number,
        { contactId, direction: 'to-phone', ...(callerId !== undefined && { callerId }) },
        listener,
      );
      setTimer(number, tuning.postDialDelayMs, () => startRinging(number, ringTimeoutMs));
      return handle;
    },
    dialIn: (number, contactId, listener) => {
      const handle = open(number, { contactId, direction: 'from-phone' }, listener);
      const { line } = phoneOf(number);
      if (line !== undefined) line.state = 'connected';
      return handle;
    },
    handOver: (number, fromContactId, toContactId) => {
      const { line } = phoneOf(number);
      if (line?.contactId !== fromContactId) return;
      line.contactId = toContactId;
      changes.phone(number);
    },
    setHold: (number, contactId, onHold) => {
      const { line } = phoneOf(number);
      if (line?.contactId !== contactId) return;
      line.onHold = onHold;
      changes.phone(number);
    },
    hear: (number, contactId, text, kind) => {
      const phone = phoneOf(number);
      if (phone.line?.contactId !== contactId) return;
      phone.heard.push({ at: isoTime(scheduler.now()), text, kind });
      if (phone.heard.length > HEARD_LIMIT) phone.heard.shift();
      changes.phone(number);
    },
    answer: (number) => {
      if (phoneOf(number).line?.state !== 'ringing') return false;
      connect(number);
      return true;
    },
    decline: (number) => {
      if (phoneOf(number).line?.state !== 'ringing') return false;
      fail(number, 'declined');
      return true;
    },
    hangUp: (number) => {
      const { line } = phoneOf(number);
      if (line?.state !== 'connected') return false;
      release(number)?.onHangUp();
      return true;
    },
    pressDigits: (number, digits) => {
      const { line } = phoneOf(number);
      const call = calls.get(number);
      if (line?.state !== 'connected' || call === undefined) return false;
      call.listener.onDigits?.(digits);
      return true;
    },
  };
};
