import { runtimeOf } from '../engine.ts';
import type { FlowRun } from './action.ts';

/**
 * Waits until the customer has pressed enough keys, the terminator of one to five keys, or nothing for too long. The cancel
 * key takes back what was entered before it.
 */
export const readDigits = (
  run: FlowRun,
  options: { maximum: number; terminator: string; cancelKey?: string; firstMs: number; interdigitMs: number },
): Promise<{ digits: string; timedOut: boolean }> => {
  const { scheduler } = run.engine;
  const runtime = runtimeOf(run.engine, run.contact);
  const { promise, resolve, reject } = Promise.withResolvers<{ digits: string; timedOut: boolean }>();
  let digits = '';
  let cancelTimer: () => void = () => undefined;
  const settle = (timedOut: boolean) => {
    cancelTimer();
    delete runtime.awaitDigits;
    run.signal.removeEventListener('abort', onAbort);
    resolve({ digits, timedOut });
  };
  const onAbort = () => {
    cancelTimer();
    delete runtime.awaitDigits;
    reject(run.signal.reason);
  };
  const take = () => {
    cancelTimer();
    while (runtime.digits !== '') {
      const [key = ''] = runtime.digits;
      runtime.digits = runtime.digits.slice(1);
      digits = key === options.cancelKey && options.maximum > 1 ? '' : digits + key;
      const ends = options.maximum > 1 && options.terminator !== '' && digits.endsWith(options.terminator);
      if (ends) digits = digits.slice(0, -options.terminator.length);
      if (ends || digits.length >= options.maximum) {
        settle(false);
        return;
      }
    }
    cancelTimer = scheduler.after(digits === '' ? options.firstMs : options.interdigitMs, () => settle(true));
  };
  if (run.signal.aborted) reject(run.signal.reason);
  else {
    run.signal.addEventListener('abort', onAbort, { once: true });
    runtime.awaitDigits = take;
    take();
  }
  return promise;
};
