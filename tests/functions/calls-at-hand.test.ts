/** `desktop.access: 'own'`: what an agent sees by a call that no record says yet, and for how long. Through the real handlers and stores. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dynamodbDocumentStore } from '#adapters/dynamodb-document-store.ts';
import { dynamodbOpportunityStore } from '#adapters/dynamodb-opportunity-store.ts';
import { api, services, test, useAgentApi } from './support/agent-api.ts';
import { asking, type DealAtHand, inboundCall } from './support/calls-at-hand.ts';
import { ask } from './support/http-event.ts';
import { AT, contact, document, later, opportunity } from './support/opportunities.ts';

useAgentApi(undefined, { rule: 'own', supervisors: 'team-leads' });

const HOUR = 3_600;
const START = Date.parse(later(60));
let now = START;
const wait = (seconds: number): void => {
  now += seconds * 1_000;
  vi.setSystemTime(now);
};
beforeEach(() => {
  now = START;
  vi.useFakeTimers({ toFake: ['Date'], now });
});
afterEach(() => {
  vi.useRealTimers();
  services.atHand.clear();
});

let deals = 0;
/** Ben's, with one person and one file; nobody has called about it. */
async function deal(): Promise<DealAtHand> {
  deals += 1;
  const key = { sourceId: 'demo-crm', opportunityId: `opp/hand${deals}` };
  const phone = `+4930${2_000_000 + deals}`;
  const data = {
    opportunity: opportunity({ id: key.opportunityId, owner: { username: 'ben' } }),
    contacts: [contact('c-1', { phones: [{ number: phone }] })],
    documents: [document('d-1')],
  };
  await dynamodbOpportunityStore(test.table).project(key, data, AT);
  const file = { id: 'f', bytes: 9, contentType: 'application/pdf' };
  await dynamodbDocumentStore(test.table).markReady(key, 'd-1', file, later(1));
  return { key, phone };
}
const load = (of: DealAtHand, username: string) => asking(username)(api.loadContext, { ...of.key });
const ofCall = (connectContactId: string, username: string) => asking(username)(api.loadContext, { connectContactId });
/** A route whose function never asks Connect. */
const link = (of: DealAtHand, username: string) => asking(username)(api.linkDocument, { ...of.key, documentId: 'd-1' });
const edit = async (of: DealAtHand, username: string) => {
  const path = { ...of.key, contactId: 'c-1' };
  const asked = { path, body: { role: 'Champion' }, headers: { 'if-match': '"1"' }, claims: { username } };
  return (await ask(api.editContact, 'PATCH', asked)).status;
};
const found = async (of: DealAtHand, username: string) =>
  (await ask(api.findOpportunities, 'GET', { query: { phone: of.phone }, claims: { username } })).body.matches.length;
const looksAtConnect = () => services.seen.operations.filter((one) => one === 'connect:GetCurrentUserData').length;

describe('a call that rings', () => {
  it('opens its opportunity on every route at once, and to nobody else', async () => {
    const of = await deal();
    const call = inboundCall(of, 'without ids');
    call.rings('ana');
    expect(await ofCall(call.id, 'ana')).toBe(200);
    expect(await Promise.all([load(of, 'ana'), link(of, 'ana'), found(of, 'ana')])).toEqual([200, 200, 1]);
    expect(await edit(of, 'ana')).toBe(200);
    expect([await ofCall(call.id, 'cleo'), await load(of, 'cleo')]).toEqual([404, 404]);
  });

  it('and is missed closes it within a minute, although Connect still lists it on the agent’s desk', async () => {
    const of = await deal();
    const call = inboundCall(of, 'with ids');
    call.rings('ana');
    await ofCall(call.id, 'ana');
    call.missed('ana');
    wait(31);
    // Whoever loads it then has Connect asked; whoever does not is refused when the minute is over.
    expect([await link(of, 'ana'), await load(of, 'ana')]).toEqual([200, 404]);
    expect([await link(of, 'ana'), await edit(of, 'ana'), await found(of, 'ana')]).toEqual([404, 404, 0]);
    expect(await ofCall(call.id, 'ana')).toBe(404);
    const other = inboundCall(of, 'with ids');
    other.rings('cleo');
    await ofCall(other.id, 'cleo');
    other.missed('cleo');
    wait(60);
    expect([await link(of, 'cleo'), await edit(of, 'cleo'), await found(of, 'cleo')]).toEqual([404, 404, 0]);
    expect([await load(of, 'cleo'), await ofCall(other.id, 'cleo')]).toEqual([404, 404]);
  });

  it('at a colleague after that opens it to the colleague, who keeps it by the call’s record', async () => {
    const of = await deal();
    const call = inboundCall(of, 'with ids');
    call.rings('ana');
    await ofCall(call.id, 'ana');
    call.missed('ana');
    call.rings('cleo');
    services.atHand.set('ana', []);
    await ofCall(call.id, 'cleo');
    call.taken('cleo');
    await call.event('cleo');
    call.cleared('cleo');
    wait(30 * 24 * HOUR);
    expect([await link(of, 'cleo'), await load(of, 'cleo')]).toEqual([200, 200]);
    expect([await link(of, 'ana'), await load(of, 'ana')]).toEqual([404, 404]);
  });

  it('again at the agent who has missed it opens it again', async () => {
    const of = await deal();
    const call = inboundCall(of, 'without ids');
    call.rings('ana');
    await ofCall(call.id, 'ana');
    call.missed('ana');
    wait(40);
    expect(await load(of, 'ana')).toBe(404);
    call.rings('ana');
    expect([await ofCall(call.id, 'ana'), await link(of, 'ana')]).toEqual([200, 200]);
  });

  it('for longer than a minute stays open to a desktop that loads it every twenty seconds', async () => {
    const of = await deal();
    const call = inboundCall(of, 'without ids');
    call.rings('ana');
    await ofCall(call.id, 'ana');
    for (let look = 0; look < 9; look += 1) {
      wait(20);
      expect([await link(of, 'ana'), await load(of, 'ana')]).toEqual([200, 200]);
    }
    call.missed('ana');
    wait(60);
    expect(await link(of, 'ana')).toBe(404);
  });
});

describe('a call that is taken', () => {
  it('keeps its opportunity open, though its events are lost, by a question an hour', async () => {
    const of = await deal();
    const call = inboundCall(of, 'with ids');
    call.rings('ana');
    await ofCall(call.id, 'ana');
    wait(15);
    call.taken('ana');
    services.reset();
    for (let talked = 0; talked < HOUR + 60; talked += 20) {
      wait(20);
      expect([await link(of, 'ana'), await load(of, 'ana')]).toEqual([200, 200]);
    }
    expect(looksAtConnect()).toBe(2);
  }, 60_000);

  it('is asked for by a page that was hidden all the time as soon as it is looked at again', async () => {
    const of = await deal();
    const call = inboundCall(of, 'without ids');
    call.rings('ana');
    await ofCall(call.id, 'ana');
    call.taken('ana');
    wait(10 * 60);
    expect(await link(of, 'ana')).toBe(404);
    expect([await load(of, 'ana'), await link(of, 'ana')]).toEqual([200, 200]);
  });

  it('is open to who took it for the notes afterwards, for a day and no longer, when no record says so', async () => {
    const of = await deal();
    const call = inboundCall(of, 'without ids');
    call.rings('ana');
    await ofCall(call.id, 'ana');
    call.taken('ana');
    wait(50);
    await load(of, 'ana');
    call.wrapsUp('ana');
    wait(2 * HOUR);
    expect(await load(of, 'ana')).toBe(200);
    call.cleared('ana');
    wait(20 * HOUR);
    expect([await load(of, 'ana'), await link(of, 'ana')]).toEqual([200, 200]);
    wait(2 * HOUR);
    expect([await load(of, 'ana'), await link(of, 'ana'), await ofCall(call.id, 'ana')]).toEqual([404, 404, 404]);
  });

  it('and whose number means several opportunities closes the others once the agent has said which it is', async () => {
    const [of, other] = [await deal(), await deal()];
    const person = contact('c-9', { phones: [{ number: of.phone }] });
    const data = { opportunity: opportunity({ id: other.key.opportunityId, owner: { username: 'ben' } }) };
    const sameNumber = { ...data, contacts: [person], documents: [] };
    await dynamodbOpportunityStore(test.table).project(other.key, sameNumber, later(2));
    const call = inboundCall(of, 'without ids');
    call.rings('ana');
    await ofCall(call.id, 'ana');
    call.taken('ana');
    expect([await load(of, 'ana'), await load(other, 'ana')]).toEqual([200, 200]);
    const attach = async () => {
      const path = { connectContactId: call.id };
      const asked = { path, body: { ...of.key }, claims: { username: 'ana' } };
      return (await ask(api.attachCall, 'PUT', asked)).status;
    };
    services.contacts.set(call.id, { ...services.contacts.get(call.id), attributes: { ...of.key } });
    expect(await attach()).toBe(200);
    expect([await load(of, 'ana'), await load(other, 'ana'), await link(other, 'ana')]).toEqual([200, 404, 404]);
    expect(await attach()).toBe(200);
  });
});

describe('when Connect cannot be asked', () => {
  it('what is open stays open until its time, and what would be hidden for that alone is an error to be tried again', async () => {
    const of = await deal();
    const call = inboundCall(of, 'without ids');
    call.rings('ana');
    await ofCall(call.id, 'ana');
    call.taken('ana');
    services.refused.add('connect:GetCurrentUserData');
    wait(40);
    expect(await load(of, 'ana')).toBe(200);
    expect(services.log.join('')).toContain('admission-not-renewed');
    wait(30);
    expect(await load(of, 'ana')).toBeGreaterThanOrEqual(500);
    services.refused.clear();
    expect(await load(of, 'ana')).toBe(200);
  });
});

describe('whatever the order of rings, events and looks', () => {
  const AGENTS = ['ana', 'cleo'] as const;
  type Agent = (typeof AGENTS)[number];
  const who = fc.constantFrom(...AGENTS);
  const by = (does: string) => fc.record({ does: fc.constant(does), who });
  const step = fc.oneof(
    ...[by('loads'), by('rings'), by('asks'), by('missed'), by('taken'), by('event'), by('cleared'), by('wraps up')],
    ...[20, 20, 35, 61, 4_000].map((seconds) => fc.constant({ does: 'waits', seconds })),
  );

  it('who has the call sees its opportunity, and who never took it sees it for a minute at most', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('with ids' as const, 'without ids' as const),
        fc.array(step, { minLength: 4, maxLength: 12 }),
        async (ids, more) => {
          const steps = [{ does: 'rings', who: 'ana' } as const, { does: 'asks', who: 'ana' } as const, ...more];
          now += 48 * HOUR * 1_000;
          vi.setSystemTime(now);
          const of = await deal();
          const call = inboundCall(of, ids);
          let [at, stage]: [Agent | undefined, 'ringing' | 'taken' | undefined] = [undefined, undefined];
          let takenBy: Agent | undefined;
          let isRecorded = false;
          const [lastAtHand, askedAt, shownAt] = [
            new Map<Agent, number>(),
            new Map<Agent, number>(),
            new Map<Agent, number>(),
          ];
          const leave = (username: Agent) => {
            lastAtHand.set(username, now);
            [at, stage] = [undefined, undefined];
          };
          const show = async (username: Agent) => {
            const status = await load(of, username);
            if (status === 200) shownAt.set(username, now);
            // Then the desktop asks by its call, if it has one.
            else for (const times of [shownAt, askedAt]) times.delete(username);
            return status;
          };
          for (const one of steps) {
            if ('seconds' in one) wait(one.seconds);
            else if (one.does === 'rings' && at === undefined && takenBy === undefined) {
              for (const username of AGENTS) call.cleared(username);
              call.rings(one.who);
              [at, stage] = [one.who, 'ringing'];
            } else if (one.does === 'missed' && at !== undefined && stage === 'ringing') {
              call.missed(at);
              leave(at);
            } else if (one.does === 'taken' && at !== undefined && stage === 'ringing') {
              call.taken(at);
              [stage, takenBy] = ['taken', at];
            } else if (one.does === 'wraps up' && at !== undefined && stage === 'taken') call.wrapsUp(at);
            else if (one.does === 'cleared' && at !== undefined && stage === 'taken') {
              call.cleared(at);
              leave(at);
            } else if (one.does === 'event' && takenBy !== undefined) {
              await call.event(takenBy);
              isRecorded = ids === 'with ids';
            } else if (one.does === 'asks' && (await ofCall(call.id, one.who)) === 200 && at === one.who) {
              askedAt.set(one.who, now);
            } else if (one.does === 'loads') await show(one.who);

            for (const username of AGENTS) {
              const isTaker = takenBy === username;
              if (isTaker && isRecorded) expect([await link(of, username), await show(username)]).toEqual([200, 200]);
              // As often as the desktop loads what it shows: in between, nothing fails.
              else if (now - (shownAt.get(username) ?? 0) <= 20_000) expect(await link(of, username)).toBe(200);
              else if (at !== username && !isTaker && now - (lastAtHand.get(username) ?? 0) >= 60_000) {
                expect([await link(of, username), await show(username)]).toEqual([404, 404]);
              } else if ((at === username || isTaker) && now - (askedAt.get(username) ?? 0) < 20 * HOUR * 1_000) {
                expect(await show(username)).toBe(200);
              }
            }
          }
        },
      ),
      { numRuns: 25 },
    );
  }, 120_000);
});
