import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { CtiError } from '../../../functions/core/errors.ts';
import { sign, verify } from '../../../functions/crm/generic/standard-webhooks.ts';

const secretBytes = fc.uint8Array({ minLength: 24, maxLength: 64 });
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const id = fc.string({ minLength: 1, maxLength: 60, unit: fc.constantFrom(...'abcXYZ0189_-') });
const body = fc.string({ unit: 'grapheme', maxLength: 200 });
const now = new Date('2026-11-24T10:00:00.500Z');
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const codeOf = (action: () => unknown): string => {
  try {
    action();
    return 'accepted';
  } catch (error) {
    return error instanceof CtiError ? error.code : String(error);
  }
};

describe('Standard Webhooks', () => {
  it('signs what the reference implementation signs, with or without the prefix', () => {
    fc.assert(
      fc.property(secretBytes, id, body, (secret, messageId, text) => {
        const theirs = new Webhook(base64(secret)).sign(messageId, now, text);
        for (const prefix of ['', 'whsec_']) {
          const ours = sign(prefix + base64(secret), messageId, now, text);
          expect(ours['webhook-signature']).toBe(theirs);
          expect(verify({ headers: { ...ours }, body: bytes(text) }, [prefix + base64(secret)], now)).toBe(messageId);
        }
      }),
    );
  });

  it('accepts either secret of a rotation and any of several signatures', () => {
    fc.assert(
      fc.property(secretBytes, secretBytes, id, body, (current, previous, messageId, text) => {
        const secrets = [base64(current), base64(previous)];
        const headers = secrets.map((secret) => sign(secret, messageId, now, text));
        for (const one of headers)
          expect(verify({ headers: { ...one }, body: bytes(text) }, secrets, now)).toBe(messageId);
        const list = `v1a,c29tZXRoaW5n ${headers.map((one) => one['webhook-signature']).join(' ')}`;
        const both = { ...headers[0], 'webhook-signature': list };
        expect(verify({ headers: both, body: bytes(text) }, [base64(previous)], now)).toBe(messageId);
      }),
    );
  });

  it('refuses whatever was changed: id, time, body, signature or secret', () => {
    const change = fc.constantFrom('id', 'time', 'body', 'signature', 'secret');
    fc.assert(
      fc.property(secretBytes, id, body, change, (secret, messageId, text, changed) => {
        const headers: Record<string, string> = { ...sign(base64(secret), messageId, now, text) };
        if (changed === 'id') headers['webhook-id'] += 'x';
        if (changed === 'time') headers['webhook-timestamp'] = String(Number(headers['webhook-timestamp']) + 1);
        if (changed === 'signature') headers['webhook-signature'] = `v1,${base64(bytes('another signature'))}`;
        const sent = changed === 'body' ? `${text} ` : text;
        const used = changed === 'secret' ? base64(Uint8Array.from(secret, (byte) => byte ^ 1)) : base64(secret);
        expect(codeOf(() => verify({ headers, body: bytes(sent) }, [used], now))).toBe('signature-invalid');
      }),
    );
  });

  it.each([
    [-300, 'accepted'],
    [-301, 'signature-expired'],
    [300, 'accepted'],
    [301, 'signature-expired'],
  ])('with a time %i seconds from now: %s', (seconds, expected) => {
    const whole = new Date('2026-11-24T10:00:00Z');
    const headers = sign('c2VjcmV0', 'm', new Date(whole.getTime() + seconds * 1_000), 'x');
    expect(codeOf(() => verify({ headers: { ...headers }, body: bytes('x') }, ['c2VjcmV0'], whole))).toBe(expected);
  });

  it.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('without %s: signature-missing', (name) => {
    const headers: Record<string, string | undefined> = { ...sign('c2VjcmV0', 'm', now, 'x'), [name]: undefined };
    expect(codeOf(() => verify({ headers, body: bytes('x') }, ['c2VjcmV0'], now))).toBe('signature-missing');
  });

  it('never throws anything but its own refusals, whatever the headers are', () => {
    const anything = fc.option(fc.string({ unit: 'binary', maxLength: 300 }), { nil: undefined });
    fc.assert(
      fc.property(anything, anything, anything, (one, two, three) => {
        const headers = { 'webhook-id': one, 'webhook-timestamp': two, 'webhook-signature': three };
        expect(codeOf(() => verify({ headers, body: bytes('x') }, ['c2VjcmV0'], now))).toMatch(/^signature-/);
      }),
    );
  });
});
