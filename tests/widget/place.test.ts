import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { focusFrom } from '../../ccp-widget/src/state/place.ts';
import { placeOf } from '../../ccp-widget/src/state/place-of.ts';

const id = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });

describe('the address of an opportunity', () => {
  it('leads back to the same opportunity and call, whatever is in the ids', () => {
    fc.assert(
      fc.property(id, id, fc.option(id, { nil: undefined }), (sourceId, opportunityId, callId) => {
        const key = { sourceId, opportunityId };
        const focus = { kind: 'opportunity', key, ...(callId === undefined ? {} : { callId }) } as const;
        expect(focusFrom(placeOf(focus))).toEqual(focus);
      }),
    );
  });

  it('is the idle screen for anything else', () => {
    for (const hash of ['', '#', '#opportunity/', '#opportunity/a', '#opportunity/%E0%A4%A/b', '#opportunity/a/b/c/d'])
      expect(focusFrom(hash)).toEqual({ kind: 'idle' });
  });
});
