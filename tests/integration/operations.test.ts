/** What the operator sees of a call's story and of trouble: metrics out of the functions' logs, and the template's alarms. */
import { beforeAll, describe, expect, inject, it } from 'vitest';
import type { CallView } from '../../functions/core/contracts/call.ts';
import type { MetricName } from '../../functions/core/contracts/metrics.ts';
import { type AgentApi, agentApi } from '../system/agent-api.ts';
import { simulatorOf } from '../system/simulator.ts';
import { callRequested, freshPhone, post } from '../system/source.ts';
import { waitFor } from '../system/wait-for.ts';

const endpoints = inject('endpoints');
const simulator = simulatorOf(endpoints);
let ana: AgentApi;
beforeAll(async () => {
  ana = await agentApi(endpoints, 'ana');
});

interface Operations {
  readonly metrics: readonly {
    name: string;
    dimensions: Readonly<Record<string, string>>;
    sum: number;
    samples: number;
  }[];
  readonly alarms: readonly { name: string; state: string; description: string }[];
}
const operations = async (): Promise<Operations> => (await fetch(`${endpoints.console}/metrics`)).json();
const sumOf = async (name: MetricName, of: Readonly<Record<string, string>> = {}): Promise<number> => {
  const wanted = JSON.stringify(Object.entries({ deployment: 'opportunity-cti', ...of }).sort());
  const { metrics } = await operations();
  return (
    metrics.find((one) => one.name === name && JSON.stringify(Object.entries(one.dimensions).sort()) === wanted)?.sum ??
    0
  );
};
/** Waits until the metric has grown by so much since `before`. */
const grown = (name: MetricName, of: Readonly<Record<string, string>>, before: number, by = 1) =>
  waitFor(`${name} ${JSON.stringify(of)} to grow`, async () => (await sumOf(name, of)) >= before + by);

describe('the operator', () => {
  it('finds a call’s whole story in what is counted', async () => {
    const source = { sourceId: 'demo-crm' };
    const counted: readonly (readonly [MetricName, Readonly<Record<string, string>>])[] = [
      ['CallRequests', { ...source, outcome: 'accepted' }],
      ['CallRequests', { ...source, outcome: 'duplicate' }],
      ['DialAttempts', { outcome: 'started' }],
      ['ContactEvents', { outcome: 'applied' }],
      ['CallsEnded', source],
      ['CallsEnded', { state: 'completed', reason: 'busy' }],
      ['WriteBacks', { ...source, outcome: 'delivered' }],
    ];
    const before = await Promise.all(counted.map(([name, of]) => sumOf(name, of)));
    const [waits, lines] = [await sumOf('WaitToDial'), await sumOf('LineWait')];
    const phone = freshPhone();
    await simulator.setPhone(phone, 'busy');
    const delivery = { id: `msg_operations_${Date.now()}` };
    const answer = await post(endpoints, callRequested({ phone }), delivery);
    await post(endpoints, callRequested({ phone }), delivery);
    await waitFor('the call to be completed', async () => {
      const { body } = await ana.get<CallView>(`/calls/${answer.body.callId}`);
      return body.state === 'completed' && body;
    });
    for (const [index, [name, of]] of counted.entries()) await grown(name, of, before[index] ?? 0);
    expect(await sumOf('WaitToDial')).toBeGreaterThan(waits);
    expect(await sumOf('LineWait')).toBeGreaterThanOrEqual(lines);
  });

  it('finds a wrong signature under the source whose secret it should have been', async () => {
    const of = { sourceId: 'demo-crm', code: 'signature-invalid' };
    const before = await sumOf('RequestsRefused', of);
    const wrong = `whsec_${Buffer.from('not the secret at all 24').toString('base64')}`;
    expect((await post(endpoints, callRequested(), { secret: wrong })).status).toBe(401);
    await grown('RequestsRefused', of, before);
  });

  it('hears an alarm when Connect has refused to dial often enough', async () => {
    const throttled = async () =>
      (await operations()).alarms.find(({ description }) => description.endsWith('docs/runbook/connect-throttles.md'));
    const before = await sumOf('DialAttempts', { outcome: 'throttled' });
    await simulator.setFaults([
      { operation: 'StartOutboundVoiceContact', error: 'TooManyRequestsException', count: 10 },
    ]);
    const ids = Array.from({ length: 12 }, () => post(endpoints, callRequested({ phone: freshPhone() })));
    await Promise.all(ids);
    await grown('DialAttempts', { outcome: 'throttled' }, before, 10);
    expect((await throttled())?.state).toBe('ALARM');
    await simulator.setFaults([]);
  });
});

describe('the desktop’s host', () => {
  it('is asked for the page each time, and for what the page names only once', async () => {
    const page = await fetch(`${endpoints.desktop}/`);
    expect(page.headers.get('cache-control')).toBe('no-cache');
    const [script] = (await page.text()).match(/chunks\/desktop-\w+\.js/) ?? [];
    const answer = await fetch(`${endpoints.desktop}/${script}`);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
    // All that it goes on to ask for is there as well, in every language.
    const others = [...(await answer.text()).matchAll(/"\.\/([\w-]+\.js)"/g)].map(([, name]) => name);
    expect(others.length).toBeGreaterThan(3);
    const found = await Promise.all(
      others.map(async (name) => (await fetch(`${endpoints.desktop}/chunks/${name}`)).status),
    );
    expect(new Set(found)).toEqual(new Set([200]));
  });
});
