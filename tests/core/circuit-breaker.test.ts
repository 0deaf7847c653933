import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { admit, afterAnswer, afterFailure, type Circuit, CLOSED, isTrouble } from '#core/circuit-breaker.ts';
import type { WriteBackMessage } from '#core/contracts/queue-messages.ts';
import { CIRCUIT_FAILURES, CIRCUIT_OPEN, CIRCUIT_WINDOW, MAX_CIRCUIT_OPEN, MINUTE } from '#core/policy.ts';
import type { StoredCircuit } from '#core/ports/crm.ts';
import { spareSource } from '#core/use-cases/spare-source.ts';
import { silentLog } from './support/logs.ts';
import { recordedMetrics } from './support/metrics.ts';

const START = Date.parse('2026-11-24T10:00:00Z');

/** A table of circuits, and one process or several over it, on a clock that is moved by hand. */
function world(statusOf: (sourceId: string, now: number) => number, more: { readonly isNoFault?: true } = {}) {
  let now = START;
  const stored = new Map<string, StoredCircuit>();
  const asked: string[] = [];
  const counts = { reads: 0 };
  const process = () =>
    spareSource(
      {
        circuits: {
          async get(sourceId) {
            counts.reads += 1;
            return stored.get(sourceId) ?? { circuit: CLOSED, version: 0 };
          },
          async replace(sourceId, circuit, version) {
            if ((stored.get(sourceId)?.version ?? 0) !== version) return undefined;
            const replaced = { circuit, version: version + 1 };
            stored.set(sourceId, replaced);
            return replaced;
          },
        },
        clock: { now: () => new Date(now) },
        log: silentLog,
        metrics: recordedMetrics(),
      },
      async ({ sourceId }) => {
        asked.push(sourceId);
        const status = statusOf(sourceId, now);
        return status === 200 ? { outcome: 'delivered' } : { outcome: 'failed', status, retryAfter: 0, ...more };
      },
    );
  const pass = (milliseconds: number) => {
    now += milliseconds;
  };
  return { process, asked, counts, pass };
}

const about = (sourceId: string): WriteBackMessage => ({
  ...{ type: 'call.completed', sourceId, opportunityId: 'opp-1', callId: 'call-1', version: 1 },
});

describe('a circuit', () => {
  it('never lets more than one probe through at a time, and always lets one through in the end', () => {
    const step = fc.record({ wait: fc.nat(5 * MINUTE), fails: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        let now = START;
        let circuit: Circuit = CLOSED;
        let [row, first] = [0, 0];
        for (const { wait, fails } of steps) {
          now += wait;
          const admission = admit(circuit, now);
          if (admission.outcome === 'wait') {
            expect(admission.wait).toBeLessThanOrEqual(MAX_CIRCUIT_OPEN);
            expect(admit(circuit, now + admission.wait).outcome).toBe('probe');
            continue;
          }
          const isProbe = admission.outcome === 'probe';
          if (isProbe) {
            circuit = admission.circuit;
            expect(admit(circuit, now).outcome).toBe('wait');
          }
          circuit = fails ? afterFailure(circuit, now) : afterAnswer(circuit);
          // The model: a run of failures that is not older than the window.
          if (row === 0 || now - first > CIRCUIT_WINDOW) [row, first] = [0, now];
          row = fails ? row + 1 : 0;
          expect(circuit.state).toBe(fails && (isProbe || row >= CIRCUIT_FAILURES) ? 'open' : 'closed');
          if (circuit.state === 'open') row = 0;
        }
      }),
    );
  });

  it('stays open twice as long after each probe that fails, and closes with the first answer', () => {
    const once: Circuit = { state: 'half-open', until: START, openings: 1 };
    expect(afterFailure(once, START)).toEqual({ state: 'open', until: START + 2 * CIRCUIT_OPEN, openings: 2 });
    expect(afterAnswer(once)).toBe(CLOSED);
  });

  it.each([
    [0, true],
    [429, true],
    [503, true],
    [401, false],
    [404, false],
  ])('status %i is trouble of the whole source: %s', (status, expected) => expect(isTrouble(status)).toBe(expected));
});

describe('two sources, one of them dead', () => {
  it('delivers every message of the other one at once, and leaves the dead one alone', async () => {
    const { process, asked, counts } = world((sourceId) => (sourceId === 'dead' ? 0 : 200));
    const tell = process();
    for (let sent = 0; sent < 50; sent += 1) {
      await tell(about('dead'));
      expect(await tell(about('well'))).toEqual({ outcome: 'delivered' });
    }
    expect(asked.filter((sourceId) => sourceId === 'dead')).toHaveLength(CIRCUIT_FAILURES);
    expect(counts.reads).toBe(2);
  });

  it('asks by a single probe, whoever else wants to, and goes on when that is answered', async () => {
    const { process, asked, pass } = world((_, now) => (now < START + CIRCUIT_OPEN ? 503 : 200));
    const tell = process();
    for (let sent = 0; sent < 10; sent += 1) await tell(about('dead'));
    expect(asked).toHaveLength(CIRCUIT_FAILURES);
    pass(CIRCUIT_OPEN);
    const processes = [tell, process(), process()];
    const results = await Promise.all(processes.map((one) => one(about('dead'))));
    expect(results.map(({ outcome }) => outcome).sort()).toEqual(['delivered', 'waiting', 'waiting']);
    pass(MINUTE);
    expect(await process()(about('dead'))).toEqual({ outcome: 'delivered' });
  });

  it('asks a source on and on that is not at fault for what has to wait', async () => {
    const { process, asked } = world(() => 429, { isNoFault: true });
    const tell = process();
    for (let sent = 0; sent < 2 * CIRCUIT_FAILURES; sent += 1) await tell(about('well'));
    expect(asked).toHaveLength(2 * CIRCUIT_FAILURES);
  });
});
