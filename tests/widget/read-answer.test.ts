import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { takeAttempt } from '../../ccp-widget/src/identity/attempt-storage.ts';
import { readAnswer } from '../../ccp-widget/src/identity/await-answer.ts';
import { memoryStorage } from './harness/memory-storage.ts';

const ORIGIN = 'https://desk.example';
const frame = { name: 'the frame' };
const answer = { type: 'signed-in', url: `${ORIGIN}/signed-in.html?code=1` };
const message = (part: { origin?: string; source?: unknown; data?: unknown }) => ({
  ...{ origin: ORIGIN, source: frame, data: answer as unknown },
  ...part,
});

describe('the answer of the sign-in frame', () => {
  it('is taken from our own origin and from that very window', () => {
    expect(readAnswer(message({}), ORIGIN, frame)?.searchParams.get('code')).toBe('1');
  });

  it('is ignored from any other origin or window', () => {
    expect(readAnswer(message({ origin: 'https://evil.example' }), ORIGIN, frame)).toBeUndefined();
    expect(readAnswer(message({ origin: 'null' }), ORIGIN, frame)).toBeUndefined();
    expect(readAnswer(message({ source: { name: 'another' } }), ORIGIN, frame)).toBeUndefined();
    expect(readAnswer(message({ source: null }), ORIGIN, frame)).toBeUndefined();
  });

  it('is ignored when it says something else, or leads to another origin', () => {
    fc.assert(fc.property(fc.anything(), (data) => readAnswer(message({ data }), ORIGIN, frame) === undefined));
    const elsewhere = { type: 'signed-in', url: 'https://evil.example/signed-in.html?code=1' };
    expect(readAnswer(message({ data: elsewhere }), ORIGIN, frame)).toBeUndefined();
  });
});

describe('a stored attempt', () => {
  it('can be taken once', () => {
    const storage = memoryStorage();
    const attempt = { state: 's', verifier: 'v', redirectUri: 'r', returnTo: '/' };
    storage.setItem('sign-in-attempt', JSON.stringify(attempt));
    expect(takeAttempt(storage)).toEqual(attempt);
    expect(takeAttempt(storage)).toBeUndefined();
  });

  it('is nothing when it was tampered with', () => {
    const storage = memoryStorage();
    for (const text of ['', 'x', 'null', '{}', '{"state":1}']) {
      storage.setItem('sign-in-attempt', text);
      expect(takeAttempt(storage)).toBeUndefined();
    }
  });
});
