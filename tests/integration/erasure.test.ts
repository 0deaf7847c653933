/** Erasing on the running system, with the roles of the template: canaries everywhere, and none left that anybody could read. */
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { ListBucketsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { CallView } from '../../functions/core/contracts/call.ts';
import type { OpportunityContext } from '../../functions/core/contracts/opportunity-context.ts';
import { itemsOf, itemsWith } from '../functions/support/table-dump.ts';
import { type AgentApi, agentApi } from '../system/agent-api.ts';
import { simulatorOf } from '../system/simulator.ts';
import { callRequested, freshPhone, post, SOURCE_ID } from '../system/source.ts';
import { waitFor } from '../system/wait-for.ts';

const endpoints = inject('endpoints');
const simulator = simulatorOf(endpoints);
const { aws: endpoint, region, credentials } = endpoints;
const dynamodb = new DynamoDBClient({ endpoint, region, credentials });
const client = DynamoDBDocumentClient.from(dynamodb);
const s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
let ana: AgentApi;

beforeAll(async () => {
  ana = await agentApi(endpoints, 'ana');
  await simulator.setQuotas({ default: { perSecond: 1_000, burst: 1_000 }, concurrentCalls: 1_000 });
});
afterAll(() => {
  dynamodb.destroy();
  s3.destroy();
});

/** Nobody may write again what was under way when the mark came: the last look is more than a minute later. */
const PROVED = { withinMs: 150_000, everyMs: 500 };

async function held(canaries: readonly string[]): Promise<readonly string[]> {
  const { TableNames: tables = [] } = await dynamodb.send(new ListTablesCommand({}));
  const found = await Promise.all(tables.map(async (name) => itemsWith(await itemsOf({ client, name }), canaries)));
  return found.flat();
}

async function objectsOf(opportunityId: string): Promise<readonly string[]> {
  const { Buckets: buckets = [] } = await s3.send(new ListBucketsCommand({}));
  const keys = await Promise.all(
    buckets.map(async ({ Name }) => (await s3.send(new ListObjectsV2Command({ Bucket: Name }))).Contents ?? []),
  );
  return keys.flat().flatMap(({ Key: key = '' }) => (key.includes(`/${opportunityId}/`) ? [key] : []));
}

/** The lines of every function's log in which one of the texts stands. */
function loggedWith(canaries: readonly string[]): readonly string[] {
  const { logs } = endpoints;
  const lines = readdirSync(logs).flatMap((file) => readFileSync(join(logs, file), 'utf8').split('\n'));
  expect(lines.length).toBeGreaterThan(10);
  return lines.filter((line) => canaries.some((canary) => line.includes(canary)));
}

async function toldOf(type: string): Promise<number> {
  const { steps } = (await (await fetch(`${endpoints.console}/trace`)).json()) as { steps: { title: string }[] };
  return steps.filter(({ title }) => title === `received ${type}: applied`).length;
}

const said = (type: string, data: object) => post(endpoints, { type, timestamp: new Date().toISOString(), data });

async function scene() {
  const mark = randomUUID();
  const phone = freshPhone();
  const person = {
    id: `c-${mark}`,
    name: `Canary ${mark}`,
    email: `canary-${mark}@example.com`,
    phones: [{ number: phone, label: 'mobile' }],
  };
  const other = { id: 'c-2', name: 'Robin Stay', phones: [{ number: freshPhone() }] };
  const canaries = [`Canary ${mark}`, `canary-${mark}@`, `note ${mark}`, phone.slice(1)];
  const request = (opportunityId: string, call: object, documents: readonly object[] = []) => {
    const { type, timestamp, data } = callRequested({ opportunityId });
    return {
      type,
      timestamp,
      data: { ...data, contacts: [person, other], documents, call: { agent: { username: 'ana' }, ...call } },
    };
  };
  return { person, other, phone, canaries, request, note: `a note ${mark}` };
}

// Both wait more than a minute for their proof: side by side.
describe.concurrent('erasing', () => {
  it('leaves a person nowhere: not in the table, nor in logs; a waiting call ends, the other people stay', async () => {
    const { person, canaries, request, note, phone } = await scene();
    const ids = ['one', 'two'].map((name) => `opp-${name}-${randomUUID()}`);
    const [first = '', second = ''] = ids;
    await simulator.setPhone(phone, 'answer');
    const made = await post(endpoints, request(first, { contactId: person.id }));
    const notBefore = new Date(Date.now() + 3 * 86_400_000).toISOString();
    const waiting = await post(endpoints, request(second, { contactId: person.id, notBefore }));
    expect(waiting.body.status).toBe('scheduled');
    const callOf = async (callId: string) => (await ana.get<CallView>(`/calls/${callId}`)).body;
    await waitFor('the call to be answered', async () => (await callOf(made.body.callId)).answeredAt !== undefined);
    const outcome = await ana.send('PUT', `/calls/${made.body.callId}/outcome`, {
      ...{ disposition: 'connected', notes: note },
    });
    expect(outcome.status).toBe(200);
    expect((await held(canaries)).length).toBeGreaterThan(8);
    // Nobody is left on the line for the agents of other tests.
    await simulator.phone(phone, 'hangup');

    const answer = await said('contact.erased', { contact: { id: person.id } });
    expect(answer).toMatchObject({ status: 202, body: { status: 'erasing' } });
    await waitFor('nothing to be left', async () => (await held(canaries)).length === 0);
    expect(await callOf(waiting.body.callId)).toMatchObject({ state: 'failed', reason: 'erased' });
    const kept = await callOf(made.body.callId);
    expect(kept).toMatchObject({ agentUsername: 'ana', outcome: { disposition: 'connected', notes: '' } });
    const { body } = await ana.get<OpportunityContext>(`/opportunities/${SOURCE_ID}/${first}`);
    expect(body.contacts.map(({ name }) => name)).toEqual(['Robin Stay']);

    const stale = { ...request(first, {}), type: 'opportunity.updated', timestamp: '2026-01-01T00:00:00Z' };
    const { call: _call, ...data } = stale.data;
    expect((await post(endpoints, { ...stale, data })).status).toBe(202);
    expect(await held(canaries)).toEqual([]);

    await waitFor('the source to be told', async () => (await toldOf('contact.erased')) > 0, PROVED);
    expect(await held(canaries)).toEqual([]);
    expect(loggedWith(canaries)).toEqual([]);
    const named = { ...data, documents: [] };
    await said('opportunity.updated', named);
    const back = await ana.get<OpportunityContext>(`/opportunities/${SOURCE_ID}/${first}`);
    expect(back.body.contacts.map(({ id }) => id)).toContain(person.id);
  }, 200_000);

  it('leaves an opportunity nowhere: not in table, bucket or requests', async () => {
    const { person, canaries, request } = await scene();
    const id = `opp-gone-${randomUUID()}`;
    const file = { id: 'd-1', title: 'P', fileName: 'p.pdf', url: `${endpoints.console}/crm/files/d-1` };
    const notBefore = new Date(Date.now() + 3_600_000).toISOString();
    const asked = request(id, { contactId: person.id, notBefore }, [file]);
    const webhookId = `msg_${randomUUID()}`;
    const first = await post(endpoints, asked, { id: webhookId });
    await waitFor('the file to be there', async () => (await objectsOf(id)).length === 1);
    expect((await said('opportunity.deleted', { opportunity: { id } })).status).toBe(202);
    expect((await ana.get(`/opportunities/${SOURCE_ID}/${id}`)).status).toBe(404);
    await waitFor('nothing to be left', async () => (await held(canaries)).length + (await objectsOf(id)).length === 0);
    const again = await post(endpoints, asked, { id: webhookId });
    expect(again.body).toEqual({ callId: first.body.callId, status: 'failed', reason: 'erased' });
    const partition = [`OPP#${SOURCE_ID}#${id}`];
    await waitFor('the call that waited to be gone', async () => (await held(partition)).length === 0, PROVED);
    await waitFor('the source to be told', async () => (await toldOf('opportunity.erased')) > 0);
    expect(await held(canaries)).toEqual([]);
    expect(await simulator.contactsOf(first.body.callId)).toEqual([]);
    expect(loggedWith(canaries)).toEqual([]);
  }, 200_000);
});
