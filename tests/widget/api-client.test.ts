import { afterEach, describe, expect, it, vi } from 'vitest';
import { createSend } from '../../ccp-widget/src/api/api-client.ts';
import { ApiError } from '../../ccp-widget/src/api/api-error.ts';
import { isConflict, isPassing } from '../../ccp-widget/src/api/judge-error.ts';
import { troubleFrom } from '../../ccp-widget/src/api/trouble.ts';

const json = (status: number, body: unknown, type = 'application/json'): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': type } });

function answering(...answers: (Response | Error)[]) {
  const asked: Request[] = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    asked.push(new Request(url, init));
    const answer = answers.shift();
    if (answer instanceof Error || !answer) throw answer ?? new Error('no more answers');
    return answer;
  });
  return asked;
}
const session = { accessToken: async () => 'old', renew: async () => 'new' };
const send = createSend('https://api.example/', session);
const failure = async (sent: Promise<unknown>): Promise<unknown> =>
  sent.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('the API client', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it('sends the token and the body', async () => {
    const asked = answering(json(200, { ok: true }));
    expect(await send('/calls', { method: 'PUT', body: { a: 1 }, headers: { 'if-match': '"3"' } })).toEqual({
      ok: true,
    });
    expect(asked[0]?.url).toBe('https://api.example/calls');
    expect(asked[0]?.headers.get('authorization')).toBe('Bearer old');
    expect(asked[0]?.headers.get('if-match')).toBe('"3"');
  });

  it('gets one new token after a 401, and no second one', async () => {
    const asked = answering(json(401, {}), json(200, 1));
    expect(await send('/x')).toBe(1);
    expect(asked.map(({ headers }) => headers.get('authorization'))).toEqual(['Bearer old', 'Bearer new']);
    answering(json(401, {}), json(401, {}));
    expect(await failure(send('/x'))).toMatchObject({ kind: 'problem', status: 401 });
  });

  it('says that the person is signed out when there is no token to be had', async () => {
    answering(json(401, {}));
    const signedOut = createSend('https://api.example', {
      ...session,
      renew: () => Promise.reject(new Error('login_required')),
    });
    expect(await failure(signedOut('/x'))).toMatchObject({ kind: 'signed-out' });
  });

  it('keeps the problem, with every wrong field in words', async () => {
    const problem = {
      ...{ type: 'urn:opportunity-cti:problem:invalid-fields', title: 'Some fields are wrong', status: 422 },
      ...{ code: 'invalid-fields', correlationId: 'r-1' },
      errors: [
        { field: 'phones[0].number', pointer: '#/phones/0/number', detail: 'must be an E.164 number' },
        { field: 'email', pointer: '#/email', detail: 'must be an e-mail address' },
      ],
    };
    answering(json(422, problem, 'application/problem+json; charset=utf-8'));
    const error = await failure(send('/x'));
    expect(troubleFrom(error)).toEqual({
      what: 'Some fields are wrong',
      advice: 'Phone: must be an E.164 number; E-mail: must be an e-mail address',
      reference: 'Reference r-1',
      isPassing: false,
    });
    expect(isPassing(error)).toBe(false);
  });

  it('says so when the person is no agent: the gateway answers that without a problem of ours', async () => {
    answering(json(403, { message: 'Forbidden' }));
    const error = await failure(send('/x'));
    expect(troubleFrom(error).what).toBe('You may not use this desktop');
    expect(isPassing(error)).toBe(false);
  });

  it('tells what passes from what does not', async () => {
    answering(new TypeError('Failed to fetch'), json(503, {}), json(412, {}), new Response('<html>', { status: 502 }));
    const [unreachable, busy, conflict, gateway] = [
      await failure(send('/x')),
      await failure(send('/x')),
      await failure(send('/x')),
      await failure(send('/x')),
    ];
    expect([unreachable, busy, conflict, gateway].map(isPassing)).toEqual([true, true, false, true]);
    expect(isConflict(conflict)).toBe(true);
    expect(unreachable).toBeInstanceOf(ApiError);
    expect(troubleFrom(unreachable).what).toContain('cannot be reached');
  });
});
