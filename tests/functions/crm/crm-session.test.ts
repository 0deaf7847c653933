import { describe, expect, it } from 'vitest';
import type { FetchedAnswer, GuardedFetch } from '#core/ports/guarded-fetch.ts';
import { bearer } from '#crm/access-token.ts';
import { type CrmFailure, openSession } from '#crm/crm-session.ts';

const clock = { now: () => new Date('2026-11-24T10:00:00Z') };
const HOSTS = { allowed: ['crm.example'], private: [] };

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  if (text !== '') yield Buffer.from(text);
}
const answered = (status: number, body = '{}', headers = {}): FetchedAnswer => ({
  ...{ outcome: 'answered', status, headers },
  body: bytes(body),
});

function webOf(...answers: readonly FetchedAnswer[]) {
  const asked: Parameters<GuardedFetch['request']>[] = [];
  const web: GuardedFetch = {
    async request(...request) {
      asked.push(request);
      return answers[asked.length - 1] ?? answered(200);
    },
  };
  return { asked, web };
}
const ask = (web: GuardedFetch, authorize?: Parameters<typeof openSession>[0]['authorize']) =>
  openSession({ web, clock, hosts: HOSTS, ...(authorize && { authorize }) }).request({
    ...{ method: 'POST', url: 'https://crm.example/deals' },
    json: { name: 'Größe' },
  });

describe('a request to a CRM', () => {
  it.each<[FetchedAnswer, object]>([
    [answered(200, '{"id":1}'), { outcome: 'ok', json: { id: 1 } }],
    [answered(204, ''), { outcome: 'ok', status: 204, json: undefined }],
    [answered(404, '{"category":"x"}'), { outcome: 'gone', json: { category: 'x' } }],
    [answered(403), { outcome: 'refused' }],
    [answered(400, '{"message":"no"}'), { outcome: 'invalid', json: { message: 'no' } }],
    [answered(429, '', { 'retry-after': '3' }), { outcome: 'unavailable', status: 429, retryAfter: 3_000 }],
    [answered(500, '<html>'), { outcome: 'unavailable', status: 500, retryAfter: 0 }],
    [answered(200, '<html>'), { outcome: 'unusable' }],
    [answered(302, ''), { outcome: 'unusable' }],
    [{ outcome: 'unreachable' }, { outcome: 'unavailable', status: 0 }],
    [
      { outcome: 'refused', reason: 'private-address' },
      { outcome: 'unavailable', status: 0 },
    ],
  ])('%# says what has become of it', async (answer, expected) => {
    expect(await ask(webOf(answer).web)).toMatchObject(expected);
  });

  it('asks for a new token once when the one it has is refused', async () => {
    const { asked, web } = webOf(answered(401), answered(200, '{"id":2}'));
    let granted = 0;
    const authorize = bearer(clock, async () => {
      granted += 1;
      return { outcome: 'granted', token: `t-${granted}`, lifetime: 3_600_000 };
    });
    expect(await ask(web, authorize)).toMatchObject({ outcome: 'ok', json: { id: 2 } });
    expect(asked.map(([, { headers }]) => headers?.authorization)).toEqual(['Bearer t-1', 'Bearer t-2']);
    expect(await ask(webOf(answered(401), answered(401)).web, authorize)).toMatchObject({ outcome: 'refused' });
  });
});

describe('an access token', () => {
  it('is got once for all who wait, and again when it ends or was refused', async () => {
    let now = 0;
    let granted = 0;
    const authorize = bearer({ now: () => new Date(now) }, async () => {
      granted += 1;
      return { outcome: 'granted', token: `t-${granted}`, lifetime: 600_000 };
    });
    const headers = async (fresh = false) => {
      const answer = await authorize({ fresh });
      return answer.outcome === 'authorized' ? answer.headers.authorization : answer.outcome;
    };
    expect(await Promise.all([headers(), headers(), headers()])).toEqual(Array(3).fill('Bearer t-1'));
    now = 539_000;
    expect(await headers()).toBe('Bearer t-1');
    now = 541_000;
    expect(await headers()).toBe('Bearer t-2');
    expect(await headers(true)).toBe('Bearer t-3');
  });

  it('that is not given is asked for again', async () => {
    const answers: (CrmFailure | { outcome: 'granted'; token: string; lifetime: number })[] = [
      { outcome: 'unavailable', status: 503, retryAfter: 0 },
      { outcome: 'granted', token: 't', lifetime: 600_000 },
    ];
    const authorize = bearer(clock, async () => answers.shift() ?? expect.fail());
    expect(await authorize({ fresh: false })).toMatchObject({ outcome: 'unavailable' });
    expect(await authorize({ fresh: false })).toMatchObject({ outcome: 'authorized' });
  });
});
