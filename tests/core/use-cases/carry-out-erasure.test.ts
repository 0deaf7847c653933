/** A person's and an opportunity's erasure on the real stores: canaries everywhere, and none left wherever it is killed. */
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dynamodbActivityLog } from '#adapters/dynamodb-activity-log.ts';
import { dynamodbAttemptCounts } from '#adapters/dynamodb-attempt-counts.ts';
import { dynamodbCallStore } from '#adapters/dynamodb-call-store.ts';
import { dynamodbContactStore } from '#adapters/dynamodb-contact-store.ts';
import { dynamodbErasureOrders } from '#adapters/dynamodb-erasure-orders.ts';
import { dynamodbOpportunityStore } from '#adapters/dynamodb-opportunity-store.ts';
import { dynamodbPersonalData } from '#adapters/dynamodb-personal-data.ts';
import { dynamodbRequestStore } from '#adapters/dynamodb-request-store.ts';
import { callKeyOf, requestedCall } from '#core/call-request.ts';
import { advance } from '#core/call-state.ts';
import type { ErasureMessage, WriteBackMessage } from '#core/contracts/queue-messages.ts';
import { callIdOf } from '#core/ids.ts';
import { ERASURE_SETTLE } from '#core/policy.ts';
import type { StoredRequest } from '#core/ports/call-requests.ts';
import type { ErasureSubject } from '#core/ports/erasure.ts';
import type { OpportunityKey } from '#core/ports/opportunity-store.ts';
import { carryOutErasure } from '#core/use-cases/carry-out-erasure.ts';
import { callRequested } from '../../functions/support/call-requested.ts';
import { contact, document, later, opportunity } from '../../functions/support/opportunities.ts';
import { itemsOf, itemsWith } from '../../functions/support/table-dump.ts';
import { startTestTable, type TestTable } from '../../functions/support/test-table.ts';
import { silentLog } from '../support/logs.ts';
import { recordedMetrics } from '../support/metrics.ts';

let test: TestTable;
let sourceId: string;
let count = 0;
let now: Date;
let queue: { message: ErasureMessage; delaySeconds: number }[];
let told: WriteBackMessage[];
let cancelled: string[];
/** Keys in the bucket, and when they were written. */
let files: Map<string, string>;

beforeAll(async () => {
  test = await startTestTable();
});
afterAll(() => test.stop());
beforeEach(() => {
  count += 1;
  sourceId = `crm-${count}`;
  now = new Date(later(10));
  [queue, told, cancelled, files] = [[], [], [], new Map()];
});

/** Nowhere else in the store. */
const CANARIES = ['Canary Jones', '14155559999', 'canary@example.com', 'canary note', 'Canary Ltd', 'canary field'];
const jones = contact('c-9', {
  name: 'Canary Jones',
  company: 'Canary Ltd',
  email: 'canary@example.com',
  phones: [{ number: '+14155559999', label: 'mobile' }],
  attributes: { hobby: 'canary field' },
});
const dana = contact('c-1', { name: 'Dana Reyes', phones: [{ number: '+14155550101' }] });

const storesOf = () => ({
  requests: dynamodbRequestStore(test.table),
  calls: dynamodbCallStore(test.table),
  contacts: dynamodbContactStore(test.table),
  activity: dynamodbActivityLog(test.table),
  attempts: dynamodbAttemptCounts(test.table),
  opportunities: dynamodbOpportunityStore(test.table),
  personalData: dynamodbPersonalData(test.table),
  erasureOrders: dynamodbErasureOrders(test.table),
});

type Ports = Parameters<typeof carryOutErasure>[0];

const portsOf = (): Ports => ({
  ...storesOf(),
  erasureQueue: { send: async (message, delaySeconds) => void queue.push({ message, delaySeconds }) },
  writeBacks: { send: async (message) => void told.push(message) },
  wakeUps: { cancel: async (callId) => void cancelled.push(callId) },
  files: {
    async purge(place, until) {
      const gone = [...files].filter(([key, at]) => key.startsWith(place) && (!until || new Date(at) <= until));
      for (const [key] of gone) files.delete(key);
      return gone.length;
    },
  },
  clock: { now: () => now },
  log: silentLog,
  metrics: recordedMetrics(),
});

/** Ports of which one effect, counted over all of them, fails: before it is done or after. */
function failingAt(position: number, isDone: boolean): { ports: Ports; effects: () => number } {
  let effects = 0;
  const ports = Object.fromEntries(
    Object.entries(portsOf()).map(([name, port]) => [
      name,
      ['clock', 'log', 'metrics'].includes(name)
        ? port
        : Object.fromEntries(
            Object.entries(port as Readonly<Record<string, (...args: unknown[]) => unknown>>).map(([method, act]) => [
              method,
              /^of(Person|Opportunity)$/.test(method)
                ? act
                : async (...args: unknown[]) => {
                    const mine = effects;
                    effects += 1;
                    if (mine !== position) return act(...args);
                    if (isDone) await act(...args);
                    throw new Error(`${name}.${method} is killed`);
                  },
            ]),
          ),
    ]),
  );
  return { ports: ports as unknown as Ports, effects: () => effects };
}

const keyOf = (opportunityId: string): OpportunityKey => ({ sourceId, opportunityId });

/** A call with its request; its outcome has notes when it was made. */
async function called(
  opportunityId: string,
  who: typeof jones,
  state: 'completed' | 'scheduled',
  at = later(2),
): Promise<StoredRequest> {
  const { requests, calls, activity } = storesOf();
  const requestId = `msg-${opportunityId}-${who.id}-${state}`;
  const request: StoredRequest = {
    ...{ ...keyOf(opportunityId), requestId, callId: callIdOf(sourceId, requestId), receivedAt: at, saidAt: at },
    message: {
      ...callRequested({ contacts: [jones, dana] }).data,
      call: { contactId: who.id, agent: { username: 'ana' }, mode: 'customer-first', topic: `${who.name} asks` },
    },
  };
  await requests.accept(request);
  const step = { state, at, ...(state === 'scheduled' && { dueAt: later(60_000) }) };
  const notes = who.id === jones.id ? 'a canary note' : 'an ordinary note';
  const outcome = { disposition: 'connected', notes, savedAt: at, savedBy: 'ana' };
  await calls.change(callKeyOf(request), requestedCall(request), (call) => ({
    ...advance(call, step),
    ...(state === 'completed' && { outcome, connectContactId: `cc-${sourceId}-${requestId}` }),
  }));
  const line = { at, by: 'ana', type: 'outcome.saved', subjectId: request.callId, subjectName: who.name } as const;
  if (state === 'completed') await activity.record(keyOf(opportunityId), line, who.id);
  return request;
}

async function fill(opportunityId: string): Promise<readonly StoredRequest[]> {
  const { opportunities, contacts, activity } = storesOf();
  const key = keyOf(opportunityId);
  const data = {
    opportunity: opportunity({ id: opportunityId }),
    contacts: [jones, dana],
    documents: [document('d-1')],
  };
  await opportunities.project(key, data, later(1));
  await contacts.edit(key, 'c-9', 1, { title: 'CFO' }, 'ana', later(3));
  const changes = [{ field: 'email', from: 'old.canary@example.com', to: 'canary@example.com' }];
  await activity.record(
    key,
    { at: later(3), by: 'ana', type: 'contact.updated', subjectId: 'c-9', subjectName: 'Canary Jones', changes },
    'c-9',
  );
  files.set(`documents/${sourceId}/${opportunityId}/d-1`, later(2));
  const counts = [
    ...['person#c-9 DAY#20261124', 'person#c-9 LAST', 'number#%2B14155559999 DAY#20261124'],
    `opportunity#${opportunityId} DAY#20261124`,
  ].map((id) => id.split(' '));
  for (const [id, sk] of counts) {
    const item = { pk: `ATTEMPTS#${sourceId}#${id}`, sk, calls: new Set(['call-1']) };
    await test.table.client.send(new PutCommand({ TableName: test.table.name, Item: item }));
  }
  return [
    await called(opportunityId, jones, 'completed'),
    await called(opportunityId, jones, 'scheduled'),
    await called(opportunityId, dana, 'completed'),
  ];
}

const held = async (canaries: readonly string[] = CANARIES) =>
  itemsWith(
    (await itemsOf(test.table)).filter((item) => JSON.stringify(item).includes(sourceId)),
    canaries,
  );

async function order(subject: Omit<ErasureSubject, 'sourceId'>): Promise<ErasureMessage> {
  const erasure = { at: now.toISOString(), markedAt: now.toISOString() };
  await storesOf().erasureOrders.record({ sourceId, ...subject }, erasure);
  return { sourceId, ...subject, markedAt: erasure.markedAt };
}

/** Delivers what is in the queue, each at its time, until the queue is empty. */
async function deliver(first: ErasureMessage, ports = portsOf()): Promise<void> {
  queue.push({ message: first, delaySeconds: 0 });
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    now = new Date(now.getTime() + next.delaySeconds * 1_000);
    await carryOutErasure(ports)(next.message);
  }
}

const requestOf = ({ requestId }: StoredRequest) => storesOf().requests.get(sourceId, requestId);
const callOf = (request: StoredRequest) => storesOf().calls.get(callKeyOf(request));

describe('a person who is erased', () => {
  it('is in no item any more, in any opportunity, and everybody else stays', async () => {
    const [made, waiting, other] = await fill('opp-1');
    await fill('opp-2');
    expect((await held()).length).toBeGreaterThan(12);
    const others = await held(['Dana Reyes', 'an ordinary note']);
    await deliver(await order({ contactId: 'c-9' }));
    expect(await held()).toEqual([]);
    expect((await held(['Dana Reyes', 'an ordinary note'])).length).toBe(others.length - 4);
    if (made === undefined || waiting === undefined || other === undefined) throw new Error('three calls');

    const call = await callOf(made);
    expect(call).toMatchObject({
      state: 'completed',
      agentUsername: 'ana',
      outcome: { disposition: 'connected', notes: '' },
    });
    expect(Object.keys(call ?? {})).not.toEqual(expect.arrayContaining(['contactName']));
    expect(await callOf(waiting)).toMatchObject({ state: 'failed', reason: 'erased' });
    expect(cancelled).toContain(waiting.callId);
    expect((await requestOf(waiting))?.answer).toEqual({ status: 'failed', reason: 'erased' });
    expect((await requestOf(other))?.message.contacts.map(({ id }) => id)).toEqual(['c-1']);
    const { contacts = [] } = (await storesOf().opportunities.loadContext(keyOf('opp-1'))) ?? {};
    expect(contacts.map(({ id }) => id)).toEqual(['c-1']);
  });

  it('leaves a repetition of the request a duplicate, with its call and without a person', async () => {
    const [made] = await fill('opp-1');
    if (made === undefined) throw new Error('no call');
    await deliver(await order({ contactId: 'c-9' }));
    const again = await storesOf().requests.accept(made);
    expect(again).toMatchObject({ outcome: 'duplicate', request: { callId: made.callId, message: { contacts: [] } } });
  });

  it('is told to be erased once, with counts, when nobody can be writing any more', async () => {
    await fill('opp-1');
    const message = await order({ contactId: 'c-9' });
    const marked = now.getTime();
    await deliver(message);
    const erased = told.filter(({ type }) => type === 'contact.erased');
    expect(erased).toEqual([{ type: 'contact.erased', sourceId, contactId: 'c-9', version: marked }]);
    expect(now.getTime() - marked).toBeGreaterThanOrEqual(ERASURE_SETTLE);
    const erasure = await storesOf().erasureOrders.get({ sourceId, contactId: 'c-9' });
    expect(erasure?.verifiedAt).toBe(now.toISOString());
    expect(erasure?.counts).toEqual({
      ...{ contacts: 1, phones: 1, calls: 2, requests: 3, activities: 2, attempts: 3 },
    });
  });

  it('in one opportunity stays in the others, and so do the counts that protect them', async () => {
    await fill('opp-1');
    await fill('opp-2');
    await deliver(await order({ contactId: 'c-9', opportunityId: 'opp-1' }));
    const left = await held();
    expect(left.filter((key) => key.includes('opp-1'))).toEqual([]);
    expect(left.filter((key) => key.startsWith(`OPP#${sourceId}#opp-2`)).length).toBeGreaterThan(4);
    expect(left).toContain(`ATTEMPTS#${sourceId}#number#%2B14155559999 DAY#20261124`);
  });

  it('is found again when a writer who had not seen the mark comes last', async () => {
    await fill('opp-1');
    const message = await order({ contactId: 'c-9' });
    await carryOutErasure(portsOf())(message);
    const data = { opportunity: opportunity({ id: 'opp-3' }), contacts: [jones], documents: [] };
    await storesOf().opportunities.project(keyOf('opp-3'), data, later(9));
    await called('opp-3', jones, 'completed', later(9));
    const [next] = queue.splice(0);
    now = new Date(now.getTime() + (next?.delaySeconds ?? 0) * 1_000);
    await deliver(message);
    expect(await held()).toEqual([]);
  });

  it('comes back when the source names the person later', async () => {
    await fill('opp-1');
    const message = await order({ contactId: 'c-9' });
    const data = { opportunity: opportunity({ id: 'opp-1' }), contacts: [jones], documents: [] };
    await storesOf().opportunities.project(keyOf('opp-2'), data, later(11));
    await called('opp-2', jones, 'scheduled', later(11));
    await deliver(message);
    expect((await held()).every((key) => key.includes('opp-2'))).toBe(true);
    expect(await storesOf().contacts.get(keyOf('opp-2'), 'c-9')).toMatchObject({ name: 'Canary Jones' });
    expect(told.map(({ type }) => type)).toContain('contact.erased');
  });

  it('of more opportunities than one pass has time for goes on with the next', async () => {
    const data = (id: string) => ({ opportunity: opportunity({ id }), contacts: [jones], documents: [] });
    const ids = Array.from({ length: 90 }, (_, index) => `many-${index}`);
    await Promise.all(ids.map((id) => storesOf().opportunities.project(keyOf(id), data(id), later(1))));
    const message = await order({ contactId: 'c-9' });
    const hurried = {
      ...portsOf(),
      clock: {
        now() {
          now = new Date(now.getTime() + 2_000);
          return now;
        },
      },
    };
    await deliver(message, hurried);
    expect(await held()).toEqual([]);
    expect((await storesOf().erasureOrders.get({ sourceId, contactId: 'c-9' }))?.counts).toMatchObject({
      contacts: 90,
    });
  });
});

describe('an opportunity that is erased', () => {
  it('is gone with people, calls, lines, files and requests; others keep theirs', async () => {
    const [made, waiting] = await fill('opp-1');
    await fill('opp-2');
    await deliver(await order({ opportunityId: 'opp-1' }));
    const left = (await itemsOf(test.table)).filter(({ pk }) => String(pk).startsWith(`OPP#${sourceId}#opp-1`));
    expect(left).toEqual([]);
    expect([...files.keys()]).toEqual([`documents/${sourceId}/opp-2/d-1`]);
    if (made === undefined || waiting === undefined) throw new Error('two calls');
    expect(JSON.stringify(await requestOf(made))).not.toContain('Canary');
    expect(cancelled).toContain(waiting.callId);
    const matches = await storesOf().opportunities.findByPhone('+14155559999');
    expect(matches.filter((match) => match.sourceId === sourceId)).toMatchObject([{ opportunityId: 'opp-2' }]);
    const erased = told.filter(({ type }) => type === 'opportunity.erased');
    expect(erased).toMatchObject([{ sourceId, opportunityId: 'opp-1' }]);
  });

  it('keeps a call that waited as one that has ended, until nobody can be about to dial it', async () => {
    const [, waiting] = await fill('opp-1');
    if (waiting === undefined) throw new Error('no call');
    const message = await order({ opportunityId: 'opp-1' });
    await carryOutErasure(portsOf())(message);
    expect(await callOf(waiting)).toMatchObject({ state: 'failed', reason: 'erased' });
    expect(JSON.stringify(await callOf(waiting))).not.toContain('Canary');
    now = new Date(now.getTime() + ERASURE_SETTLE);
    await deliver(message);
    expect(await callOf(waiting)).toBeUndefined();
  });

  it('that the source makes anew meanwhile stays', async () => {
    await fill('opp-1');
    const message = await order({ opportunityId: 'opp-1' });
    await carryOutErasure(portsOf())(message);
    const data = { opportunity: opportunity({ id: 'opp-1' }), contacts: [dana], documents: [document('d-2')] };
    await storesOf().opportunities.project(keyOf('opp-1'), data, later(11));
    files.set(`documents/${sourceId}/opp-1/d-2`, later(11));
    await deliver(message);
    const context = await storesOf().opportunities.loadContext(keyOf('opp-1'));
    expect(context?.contacts.map(({ id }) => id)).toEqual(['c-1']);
    expect([...files.keys()]).toEqual([`documents/${sourceId}/opp-1/d-2`]);
  });
});

describe('an erasure that dies', () => {
  it.each([
    ['of a person', { contactId: 'c-9' }],
    ['of an opportunity', { opportunityId: 'opp-1' }],
  ])(
    '%s, before or after any single effect, is completed by the message that comes again',
    async (_what, subject) => {
      await fill('opp-1');
      const calm = failingAt(-1, false);
      await deliver(await order(subject), calm.ports);
      const effects = calm.effects();
      expect(effects).toBeGreaterThan(20);
      for (let position = 0; position < effects; position += 1) {
        count += 1;
        sourceId = `crm-${count}`;
        [queue, told] = [[], []];
        await fill('opp-1');
        const message = await order(subject);
        // Killed after one effect is killed before the next: both are tried by turns.
        const { ports } = failingAt(position, position % 2 === 1);
        await deliver(message, ports).catch(() => queue.splice(0));
        await deliver(message);
        const end = told.filter(({ type }) => type.endsWith('.erased'));
        expect([position, await held(), end.length > 0]).toEqual([position, [], true]);
      }
    },
    120_000,
  );

  it('leaves it to the newer one when it is ordered anew', async () => {
    await fill('opp-1');
    const older = await order({ contactId: 'c-9' });
    now = new Date(now.getTime() + 1_000);
    await order({ contactId: 'c-9' });
    await deliver(older);
    expect([(await held()).length > 0, told]).toEqual([true, []]);
  });
});
