/** Two CRMs import at the same time on a running system of its own, and an agent's call and a click in a CRM come after both. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallView } from '../../functions/core/contracts/call.ts';
import { type AgentApi, agentApi } from '../system/agent-api.ts';
import { type ReceivingCrm, startReceivingCrm } from '../system/receiving-crm.ts';
import { type RunningSystem, startRunningSystem } from '../system/running-system.ts';
import { type SimulatedContact, simulatorOf } from '../system/simulator.ts';
import { callRequested, freshPhone, post } from '../system/source.ts';
import { waitFor } from '../system/wait-for.ts';

const IMPORTED = 40;
const SOURCES = ['first', 'second'];
/** The burst is dialled at once, before there is a line. */
const BURST = 5;
const AT_A_TIME = 4;
/** So many dials in a row hold calls of both imports. */
const WINDOW = 12;

let system: RunningSystem;
let crm: ReceivingCrm;
let ana: AgentApi;
let simulator: ReturnType<typeof simulatorOf>;

beforeAll(async () => {
  crm = await startReceivingCrm(() => system.endpoints);
  system = await startRunningSystem(
    SOURCES.map((id) => ({ id, kind: 'generic', callbackUrl: crm.callbackUrl(id), callingRules: {} })),
  );
  ana = await agentApi(system.endpoints, 'ana', system.file);
  simulator = simulatorOf(system.endpoints);
  await simulator.setQuotas({ default: { perSecond: 1_000, burst: 1_000 }, concurrentCalls: 1_000 });
});
afterAll(async () => {
  await system?.stop();
  await crm?.stop();
});

/** Phones that are engaged: a whole call in a moment. Before anything is asked: a line needs requests faster than the dials. */
async function engagedPhones(count: number): Promise<readonly string[]> {
  const phones = Array.from({ length: count }, freshPhone);
  for (const phone of phones) await simulator.setPhone(phone, 'busy');
  return phones;
}

/** As sources do: what was not accepted is asked for again, under the same id. */
async function ask(phone: string, sourceId: string, agent: string, call = {}): Promise<string> {
  const request = callRequested({ phone, agent, call });
  const id = `msg_${randomUUID()}`;
  return waitFor(`${sourceId} to have a call accepted`, async () => {
    const { status, body } = await post(system.endpoints, request, { sourceId, id });
    expect([202, 503], JSON.stringify(body)).toContain(status);
    return status === 202 && body.callId;
  });
}

/** Several at a time, as CRMs send them. */
async function importOf(phones: readonly string[], sourceId: string): Promise<readonly string[]> {
  const callIds: string[] = [];
  const left = [...phones.entries()];
  const send = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const [index, phone] = next;
      callIds[index] = await ask(phone, sourceId, 'ben');
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, send));
  return callIds;
}

const viewOf = async (callId: string) => (await ana.get<CallView>(`/calls/${callId}`)).body;

describe('two imports of forty, a call of another agent and a click of the same', () => {
  it('are dialled in turns, and each is told its place in line, which comes nearer', async () => {
    const ofFirst = await engagedPhones(IMPORTED);
    const ofSecond = await engagedPhones(IMPORTED);
    const [engaged = '', pressed = ''] = await engagedPhones(2);
    const first = await importOf(ofFirst, 'first');
    const second = await importOf(ofSecond, 'second');
    const last = second.at(-1) ?? '';
    const single = await ask(engaged, 'first', 'ana');
    const click = await ask(pressed, 'first', 'ben', { interactive: true });

    const places: number[] = [];
    const told = await viewOf(last);
    expect(told).toMatchObject({ state: 'queued', reason: 'pacing', line: { position: expect.any(Number) } });
    const expectedAt = Date.parse(told.line?.expectedAt ?? '');
    for (const callId of [single, click]) {
      const place = await viewOf(callId);
      if (place.state === 'queued') expect(place.line?.position).toBeLessThanOrEqual(3);
    }

    await waitFor(
      'every call to be dialled',
      async () => {
        const view = await viewOf(last);
        if (view.line !== undefined) places.push(view.line.position);
        const calls = await simulator.contacts();
        return calls.length === 2 * IMPORTED + 2;
      },
      { withinMs: 90_000, everyMs: 500 },
    );
    expect(places.length).toBeGreaterThan(10);
    expect(places).toEqual([...places].sort((one, other) => other - one));
    const lastView = await waitFor('the last call to be over', async () => {
      const view = await viewOf(last);
      return view.dialingAt !== undefined && view;
    });
    expect(lastView).not.toHaveProperty('line');
    expect(Math.abs(Date.parse(lastView.dialingAt ?? '') - expectedAt)).toBeLessThan(10_000);

    const dialled = (await simulator.contacts())
      .filter(({ attributes }) => attributes.agentUsername === 'ben' && attributes.callId !== click)
      .sort((one, other) => one.timestamps.initiatedAt.localeCompare(other.timestamps.initiatedAt));
    const sourceOf = ({ attributes }: SimulatedContact) => attributes.sourceId ?? '';
    const byCall = new Map(dialled.map((contact, index) => [contact.attributes.callId, index]));
    expect(byCall.size).toBe(2 * IMPORTED);
    // From the first of the second import on, while both wait, they alternate; a busy machine dials some late, several at once.
    const began = dialled.findIndex((contact) => sourceOf(contact) === 'second');
    const firstEnds = Math.max(...first.map((callId) => byCall.get(callId) ?? 0));
    expect(began).toBeLessThan(IMPORTED - BURST);
    for (let from = began; from + WINDOW <= firstEnds; from += 1) {
      const window = dialled.slice(from, from + WINDOW).map(sourceOf);
      const share = window.filter((sourceId) => sourceId === 'second').length;
      expect(share, `${dialled.map((one) => sourceOf(one).charAt(0)).join('')} from ${from}`).toSatisfy(
        (count: number) => count >= 2 && count <= WINDOW - 2,
      );
    }
    const positions = second.map((callId) => byCall.get(callId) ?? Number.NaN);
    expect(
      positions.filter(
        (position, index) => Math.abs(position - Math.max(...positions.slice(0, index + 1))) > 4 + AT_A_TIME,
      ),
    ).toEqual([]);
  });
});
