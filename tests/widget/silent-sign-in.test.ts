import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSignOn } from '../../ccp-widget/src/softphone/sign-on.ts';
import { readSign } from '../../ccp-widget/src/softphone/silent-sign-in.ts';
import { memoryStorage } from './harness/memory-storage.ts';

const CCP = 'https://my-instance.my.connect.aws';
const frame = { name: 'the frame' };
const message = (part: { origin?: string; source?: unknown; data?: unknown }) => ({
  ...{ origin: CCP, source: frame, data: { event: 'acknowledge', data: { id: 'port-1' } } as unknown },
  ...part,
});

describe('the CCP’s word to the frame that signs in', () => {
  it('tells success and refusal', () => {
    expect(readSign(message({}), CCP, frame)).toBe('signed-in');
    expect(readSign(message({ data: { event: 'access_denied' } }), CCP, frame)).toBe('refused');
  });

  it('is ignored from another origin, such as the identity provider’s, and from another window', () => {
    expect(readSign(message({ origin: 'https://idp.example' }), CCP, frame)).toBeUndefined();
    expect(readSign(message({ origin: 'null' }), CCP, frame)).toBeUndefined();
    expect(readSign(message({ source: { name: 'the softphone itself' } }), CCP, frame)).toBeUndefined();
    expect(readSign(message({ source: null }), CCP, frame)).toBeUndefined();
  });

  it('is ignored when it says anything else', () => {
    fc.assert(fc.property(fc.anything(), (data) => readSign(message({ data }), CCP, frame) === undefined));
    expect(readSign(message({ data: { event: 'agent::update' } }), CCP, frame)).toBeUndefined();
  });
});

describe('single sign-on of the softphone', () => {
  it('is not attempted without an address for it', async () => {
    expect(await createSignOn(`${CCP}/ccp-v2/`, undefined, memoryStorage()).silently(() => undefined)).toBe(
      'unanswered',
    );
  });

  it('remembers in the tab that the agent signed out, and nothing that it does not understand', () => {
    const storage = memoryStorage();
    const signOn = () => createSignOn(`${CCP}/ccp-v2/`, `${CCP}/sso`, storage);
    expect(signOn().known()).toBeUndefined();
    signOn().remember('signed-out');
    expect(signOn().known()).toBe('signed-out');
    storage.setItem('softphone-session', 'maybe');
    expect(signOn().known()).toBeUndefined();
  });
});
