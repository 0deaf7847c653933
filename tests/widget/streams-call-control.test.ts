import { describe, expect, it } from 'vitest';
import { createStreamsCallControl, refusalFrom } from '../../ccp-widget/src/softphone/streams-call-control.ts';

describe('why the softphone refuses', () => {
  it.each([
    ['{"type":"InvalidStateException","message":"…","stack":[]}', 'wrong-moment'],
    ['{"type":"BadEndpointException"}', 'bad-destination'],
    ['{"type":"DestinationNotAllowedException","statusCode":403}', 'not-allowed'],
    ['{"type":"LimitExceededException"}', 'full'],
    ['{"type":"QuotaExceededException"}', 'full'],
    ['{"type":"SomethingNewException"}', 'failed'],
    ['{"type":"toString"}', 'failed'],
    ['error', 'failed'],
    ['null', 'failed'],
    [undefined, 'failed'],
  ])('%s is %s (failures of Streams are JSON in a string, or one word)', (reason, refusal) => {
    expect(refusalFrom(reason)).toBe(refusal);
  });

  it('is the wrong moment when the call is gone, except for taking it off the desk', async () => {
    const control = createStreamsCallControl({ contact: () => undefined, agent: () => undefined });
    expect(await control.merge('gone')).toBe('wrong-moment');
    expect(await control.drop('gone', 'party')).toBe('wrong-moment');
    expect(await control.mute(true)).toBe('wrong-moment');
    expect(await control.add('gone', { kind: 'quick-connect', id: 'never listed' })).toBe('bad-destination');
    expect(await control.clear('gone')).toBe('done');
    await expect(control.quickConnects()).rejects.toThrow('no agent');
  });
});
