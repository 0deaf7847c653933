import type { Softphone, SoftphoneEvent, SoftphonePlace } from '../softphone/softphone.ts';
import { createAskOtherTab } from './ask-other-tab.ts';
import type { TabChannel } from './tab-message.ts';

/** A tab that does not answer within this time hangs: the softphone is taken from it. */
const GIVE_UP_WITHIN_MS = 3_000;
/** A tab that was promised the softphone and does not come for it is forgotten. */
const PROMISE_MS = 3_000;
const AGAIN_AFTER_MS = 100;
/** The tab that had it may only be loading again: it is given the time to come back before the frame is loaded here. */
export const COME_BACK_WITHIN_MS = 1_500;

export interface SharedSoftphoneOptions {
  /** Which tabs share: those of one browser, one desktop and one instance. */
  readonly scope: string;
  /** This tab. */
  readonly id: string;
  readonly locks: Pick<LockManager, 'request'>;
  readonly channel: TabChannel;
  readonly now: () => number;
  /** This tab had the softphone before it was loaded again. */
  readonly comesBack: boolean;
}

/**
 * One softphone for all tabs of a browser. Whoever holds the lock has the frame, and with it the sound; the browser gives
 * the lock to the next tab when the holder is closed or crashes. The sound of a call cannot follow: it ends with the frame
 * that it plays in (amazon-connect-streams, issues 33, 513, 726 and 939). So a tab that asks for the softphone during a
 * call gets the controls at once, by messages, and the frame when the calls are done.
 */
export function createSharedSoftphone(local: Softphone, options: SharedSoftphoneOptions): Softphone {
  const { scope, id, locks, channel, now } = options;
  const listeners = new Set<(event: SoftphoneEvent) => void>();
  /** What the softphone, here or there, has told last: a tab that joins is told it too. */
  const latest = new Map<string, SoftphoneEvent>();
  let place: SoftphonePlace = 'elsewhere';
  let container: HTMLElement | undefined;
  let letGo: (() => void) | undefined;
  let promised: { readonly to: string; readonly at: number } | undefined;
  let answered = false;
  /** Another tab had it when this one began. */
  let waited = false;

  const emit = (event: SoftphoneEvent): void => {
    for (const listener of [...listeners]) listener(event);
  };
  const setPlace = (next: SoftphonePlace, soundLost = false): void => {
    place = next;
    emit({ type: 'place', place, soundLost });
  };
  const setElsewhere = (): void => setPlace(isFree() ? 'elsewhere' : 'elsewhere-in-call');
  const hasFrame = (): boolean => place === 'here' || place === 'leaving';
  const isFree = (): boolean => ![...latest.values()].some((event) => 'call' in event);

  const queue = (): void => {
    locks.request(scope, hold).catch(() => lost());
  };
  const hold = (): Promise<void> | undefined => {
    if (hasFrame()) return undefined;
    if (promised && promised.to !== id && now() - promised.at < PROMISE_MS) {
      setTimeout(queue, AGAIN_AFTER_MS);
      return undefined;
    }
    const isOurs = promised?.to === id || !waited;
    const soundLost = promised?.to !== id && [...latest.values()].some(({ type }) => type === 'connected');
    promised = undefined;
    latest.clear();
    const { promise, resolve } = Promise.withResolvers<void>();
    letGo = resolve;
    setPlace('here', soundLost);
    emit({ type: 'health', health: 'loading' });
    setTimeout(() => hasFrame() && container && void local.start(container), isOurs ? 0 : COME_BACK_WITHIN_MS);
    return promise;
  };
  const giveUp = (to: string): void => {
    local.stop();
    latest.clear();
    promised = { to, at: now() };
    channel.post({ kind: 'yours', to });
    setElsewhere();
    emit({ type: 'health', health: 'elsewhere' });
    letGo?.();
    queue();
  };
  /** Another tab wants it: at once, or when nobody speaks any more. */
  const leaveTo = (to: string): void => {
    if (isFree()) giveUp(to);
    else {
      promised = { to, at: now() };
      channel.post({ kind: 'after-calls', to });
      setPlace('leaving');
    }
  };
  /** The lock was taken from us while this tab hung. Its sound may still play. */
  const lost = (): void => {
    if (hasFrame()) leaveTo('');
  };
  const takeOver = (): void => {
    if (hasFrame()) return;
    answered = false;
    channel.post({ kind: 'take-over', by: id });
    setTimeout(() => {
      if (!answered && !hasFrame()) locks.request(scope, { steal: true }, hold).catch(() => lost());
    }, GIVE_UP_WITHIN_MS);
  };
  const remember = (event: SoftphoneEvent): void => {
    // A moment, not a state: whoever joins later has chosen since.
    if (event.type === 'selected') return;
    if (event.type === 'cleared') latest.delete(event.connectContactId);
    else if ('call' in event) latest.set(event.call.connectContactId, event);
    else if (event.type === 'preview') latest.set(event.preview.connectContactId, event);
    else latest.set(event.type, event);
  };

  local.subscribe((event) => {
    remember(event);
    emit(event);
    channel.post({ kind: 'event', event });
    if (place === 'leaving' && promised && isFree()) giveUp(promised.to);
  });
  channel.listen((message) => {
    if (hasFrame()) {
      if (message.kind === 'take-over') leaveTo(message.by);
      // It was meant for another tab: the message came after the lock.
      else if (message.kind === 'yours' && message.to !== id && message.to !== '') leaveTo(message.to);
      else if (message.kind === 'replay') for (const event of latest.values()) channel.post({ kind: 'event', event });
      return;
    }
    if (message.kind === 'event') {
      remember(message.event);
      if (place === 'remote') emit(message.event);
      else setElsewhere();
    } else if (message.kind === 'yours') {
      promised = { to: message.to, at: now() };
      latest.clear();
      answered ||= message.to === id;
      setElsewhere();
    } else if (message.kind === 'after-calls' && message.to === id) {
      answered = true;
      setPlace('remote');
      for (const event of latest.values()) emit(event);
    }
  });

  return {
    ...local,
    ...createAskOtherTab(local, channel, () => (hasFrame() ? 'here' : place === 'remote' ? 'other tab' : 'nowhere')),
    async start(element) {
      container = element;
      const { promise, resolve } = Promise.withResolvers<void>();
      locks
        .request(scope, { ifAvailable: true }, (lock) => {
          resolve();
          if (lock) return hold();
          waited = true;
          setElsewhere();
          emit({ type: 'health', health: 'elsewhere' });
          channel.post({ kind: 'replay' });
          queue();
          return undefined;
        })
        .catch(() => lost());
      await promise;
      if (options.comesBack) takeOver();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    takeOver,
  };
}
