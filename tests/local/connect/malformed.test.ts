import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startTask } from '../../../local/connect/contacts/tasks.ts';
import { membersOf, routeOf } from '../../../local/connect/service/model.ts';
import { OPERATIONS } from '../../../local/connect/service/operations/index.ts';
import { createService } from '../../../local/connect/service/serve.ts';
import { PLACE, SALES, TO_AGENT_QUEUE, testInstance } from './instance.ts';

const ANA = 'a9e00000-0000-4000-8000-000000000001';
const asLabel = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

describe('an API request of any content', () => {
  const instance = testInstance();
  const { engine } = instance;
  const unlimited = { perSecond: 1e9, burst: 1e9 };
  engine.quotas.replace({ ...engine.quotas.settings(), default: unlimited, operations: {}, concurrentCalls: 1e9 });
  const flow = instance.addFlow('flow', 'CONTACT_FLOW', TO_AGENT_QUEUE);
  const serve = createService(engine, async () => ({ allowed: true, principal: 'test' }));

  /** Ids that exist, so that requests get past the first check. */
  const known = () =>
    fc.constantFrom(
      PLACE.instanceId,
      flow.id,
      SALES,
      ANA,
      startTask(engine, { flow, name: 'task' }).id,
      ...engine.instance.statuses.map(({ agentStateARN }) => agentStateARN),
      ...engine.instance.routingProfiles.keys(),
      ...engine.instance.hours.keys(),
      '+14155550101',
      'VOICE',
      'CONTACT_FLOW',
    );
  const value = () =>
    fc.oneof(
      { weight: 5, arbitrary: known() },
      { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
      {
        weight: 1,
        arbitrary: fc.constantFrom('__proto__', 'constructor', '%zz', '../..', '\u0000', '💥', '-1', '1e309'),
      },
    );

  it.each([...OPERATIONS.keys()])('to %s is answered or refused in the service’s way', async (name) => {
    const { method, segments } = routeOf(name);
    const labels = segments.filter((segment) => segment.startsWith('{'));
    await fc.assert(
      fc.asyncProperty(
        fc.array(value().map(asLabel), { minLength: labels.length, maxLength: labels.length }),
        fc.dictionary(fc.constantFrom(...membersOf(name)), value(), { maxKeys: 12 }),
        async (given, members) => {
          const path = segments.map((segment) =>
            segment === '{InstanceId}'
              ? PLACE.instanceId
              : segment.startsWith('{')
                ? encodeURIComponent(given[labels.indexOf(segment)] ?? '')
                : segment,
          );
          const body = JSON.stringify({ InstanceId: PLACE.instanceId, ...members });
          const answer = await serve({
            method,
            path: `/${path.join('/')}`,
            query: '',
            headers: {},
            body: Buffer.from(body),
          });
          const told = `${answer.status} ${answer.body} for ${method} ${path.join('/')} ${body}`;
          if (answer.status >= 500) expect(answer.headers['x-amzn-errortype'], told).toBe('NotImplemented');
          else expect(answer.status, told).toBeLessThan(500);
          expect(JSON.parse(String(answer.body)), told).toBeTypeOf('object');
        },
      ),
      { numRuns: 60 },
    );
  });

  it('leaves what is in progress in order', async () => {
    await instance.scheduler.advance(60_000);
    expect(instance.steps.filter(({ title }) => title.endsWith(' broke'))).toEqual([]);
    for (const { username } of engine.instance.users) expect(() => instance.agents.snapshot(username)).not.toThrow();
  });
});
