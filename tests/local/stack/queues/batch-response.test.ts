import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failedItems } from '../../../../local/stack/queues/batch-response.ts';

const messages = [{ MessageId: 'a' }, { MessageId: 'b' }, { MessageId: 'c' }];
const answer = (batchItemFailures: unknown): string => JSON.stringify({ batchItemFailures });

describe('a batch answer', () => {
  it('reports exactly the items it names', () => {
    fc.assert(
      fc.property(fc.subarray(['a', 'b', 'c']), (failed) => {
        const named = failed.map((itemIdentifier) => ({ itemIdentifier }));
        expect(failedItems(answer(named), messages)).toEqual(new Set(failed));
      }),
    );
  });

  it.each([['null'], ['{}'], [answer(null)], [answer([])]])('%s means success', (payload) => {
    expect(failedItems(payload, messages).size).toBe(0);
  });

  it.each([
    ['"failed"'],
    [answer('b')],
    [answer([{ itemIdentifier: '' }])],
    [answer([{ id: 'a' }])],
    [answer([{ itemIdentifier: 'z' }])],
  ])('%s fails the whole batch', (payload) => {
    expect(failedItems(payload, messages)).toEqual(new Set(['a', 'b', 'c']));
  });
});
