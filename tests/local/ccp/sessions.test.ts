import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SESSION_SECONDS, Sessions } from '../../../local/connect/ccp/sessions.ts';

const begin = () => {
  let now = Date.parse('2026-11-24T09:00:00Z');
  const sessions = new Sessions({ now: () => new Date(now) });
  return { sessions, pass: (seconds: number) => (now += seconds * 1000) };
};

describe('a session', () => {
  it('lasts twelve hours and tells its end', () => {
    const { sessions, pass } = begin();
    const ended: string[] = [];
    sessions.onEnd(({ username }, reason) => ended.push(`${username} ${reason}`));
    const { id, bearer } = sessions.begin('ana');
    pass(SESSION_SECONDS - 1);
    expect(sessions.find(id)?.username).toBe('ana');
    expect(sessions.findByBearer(bearer)?.id).toBe(id);
    pass(1);
    expect(sessions.find(id)).toBeUndefined();
    expect(sessions.findByBearer(bearer)).toBeUndefined();
    expect(ended).toEqual(['ana expired']);
    sessions.close();
  });

  it('is handed over once, and for a minute only', () => {
    const { sessions, pass } = begin();
    const first = sessions.begin('ana');
    const code = sessions.offerHandover(first);
    const second = sessions.takeHandover(code);
    expect(second).toMatchObject({ username: 'ana', signInId: first.signInId });
    expect(second?.id).not.toBe(first.id);
    expect(sessions.takeHandover(code)).toBeUndefined();
    const late = sessions.offerHandover(first);
    pass(60);
    expect(sessions.takeHandover(late)).toBeUndefined();
    sessions.close();
  });

  it('ends together with those handed over from it, and with no other', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9), { minLength: 1, maxLength: 12 }), fc.nat(), (steps, ended) => {
        const { sessions } = begin();
        const all = [sessions.begin('ana')];
        for (const step of steps) {
          const origin = all[step];
          const next = origin ? sessions.takeHandover(sessions.offerHandover(origin)) : sessions.begin('ben');
          if (next) all.push(next);
        }
        const chosen = all[ended % all.length];
        if (!chosen) return;
        sessions.end(chosen.id, 'signed-out');
        for (const { id, signInId } of all) expect(sessions.find(id) === undefined).toBe(signInId === chosen.signInId);
        sessions.close();
      }),
    );
  });
});
