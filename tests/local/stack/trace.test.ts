import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openTrace, withoutPolling } from '../../../local/trace.ts';

const step = (title: string) => ({ part: 'api' as const, title, ok: true });

describe('the trace', () => {
  it('keeps the newest steps, oldest first, however many there were', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 60 }), (capacity, count) => {
        const trace = openTrace(capacity);
        const titles = Array.from({ length: count }, (_, index) => String(index));
        for (const title of titles) trace.record(step(title));
        expect(trace.recent().map(({ title }) => title)).toEqual(titles.slice(-capacity));
      }),
    );
  });

  it('tells each listener until it leaves', () => {
    const trace = openTrace();
    const heard: string[] = [];
    const leave = trace.subscribe(({ title }) => heard.push(title));
    trace.record(step('a'));
    leave();
    trace.record(step('b'));

    expect(heard).toEqual(['a']);
  });

  it('knows the call of a contact once another step has told', () => {
    const trace = openTrace();
    trace.record({ ...step('early'), connectContactId: 'contact-1' });
    trace.record({ ...step('telling'), connectContactId: 'contact-1', callId: 'call-1' });
    trace.record({ ...step('later'), connectContactId: 'contact-1' });

    expect(trace.recent().map(({ callId }) => callId)).toEqual([undefined, 'call-1', 'call-1']);
  });

  it('is not filled by polling, but shows polling that fails', () => {
    const trace = openTrace();
    const quiet = withoutPolling(trace);
    quiet.record({ part: 'queue', title: 'ReceiveMessage dial', ok: true });
    quiet.record({ part: 'queue', title: 'ReceiveMessage dial', ok: false });
    quiet.record({ part: 'queue', title: 'SendMessage dial', ok: true });

    expect(trace.recent().map(({ title, ok }) => [title, ok])).toEqual([
      ['ReceiveMessage dial', false],
      ['SendMessage dial', true],
    ]);
  });
});
