/** Facts: Administrator Guide, "Set routing criteria", "Set up routing based on agent proficiencies", "Contact events". */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { enqueue } from '../../../local/connect/contacts/run-contact-flow.ts';
import { setRoutingCriteria } from '../../../local/connect/queues/follow-routing-criteria.ts';
import { readRoutingSteps } from '../../../local/connect/queues/read-routing-steps.ts';
import { fits, type RoutingStepOrder } from '../../../local/connect/queues/routing-criteria.ts';
import { shownRoutingCriteria } from '../../../local/connect/queues/show-routing-criteria.ts';
import { action, CUSTOMER, SALES, type TestInstance, testInstance } from './instance.ts';

const skilled = (Value: string, ProficiencyLevel: number) => ({
  AttributeCondition: { Name: 'Language', Value, ProficiencyLevel, ComparisonOperator: 'NumberGreaterOrEqualTo' },
});
const preferring = (...AgentIds: string[]) => ({
  AttributeCondition: { ComparisonOperator: 'Match', MatchCriteria: { AgentsCriteria: { AgentIds } } },
});
const steps = (...Steps: object[]): readonly RoutingStepOrder[] => {
  const read = readRoutingSteps({ Steps });
  if (!read.ok) throw new Error(read.problem);
  return read.steps;
};
const step = (Expression: object, DurationInSeconds?: number) => ({
  Expression,
  ...(DurationInSeconds !== undefined && { Expiry: { DurationInSeconds } }),
});

const speaks = (instance: TestInstance, username: string, value: string, level: number) => {
  const user = instance.engine.instance.users.find((known) => known.username === username);
  if (user !== undefined) user.proficiencies = [...user.proficiencies, { attribute: 'Language', value, level }];
};
/** A call whose flow has it wait in Sales, with these criteria. */
const waiting = async (instance: TestInstance, criteria: readonly RoutingStepOrder[]) => {
  const { engine, scheduler } = instance;
  engine.phones.setBehavior(CUSTOMER, 'answer', 0);
  const hold = instance.addFlow('hold', 'CONTACT_FLOW', [action('wait', 'Wait', { TimeLimitSeconds: '600' }, 'wait')]);
  const contact = instance.dial(hold);
  await scheduler.advance(1_000);
  setRoutingCriteria(engine, contact, criteria);
  const sales = engine.instance.queues.find(({ id }) => id === SALES);
  if (sales === undefined) throw new Error('no Sales');
  enqueue(engine, contact, sales);
  return contact;
};
const statuses = ({ routingCriteria }: { routingCriteria: readonly { steps: readonly { status: string }[] }[] }) =>
  routingCriteria.map((criteria) => criteria.steps.map(({ status }) => status));
const ringsAt = (instance: TestInstance) =>
  ['ana', 'ben'].filter((username) => instance.agents.snapshot(username).contacts.length > 0);
const expiries = (instance: TestInstance) =>
  instance.events
    .map(({ detail }) => Object(detail))
    .filter(({ updatedProperties }) => updatedProperties !== undefined);

describe('routing criteria', () => {
  it('keep a contact for the preferred agent until the step expires, then it goes to the longest available one', async () => {
    const instance = testInstance();
    await instance.setStatus('ana', 'Available');
    const contact = await waiting(instance, steps(step(preferring('ben'), 30)));
    expect(statuses(contact)).toEqual([['ACTIVE']]);
    await instance.scheduler.advance(29_900);
    expect(ringsAt(instance)).toEqual([]);
    await instance.scheduler.advance(200);
    expect(statuses(contact)).toEqual([['EXPIRED']]);
    expect(ringsAt(instance)).toEqual(['ana']);
    const expired = expiries(instance).at(-1);
    expect(expired).toMatchObject({
      eventType: 'CONTACT_DATA_UPDATED',
      updatedProperties: ['RoutingCriteria.Step.Status'],
      routingCriteria: {
        index: 0,
        activationTimestamp: expect.any(String),
        steps: [
          {
            status: 'EXPIRED',
            expiry: { durationInSeconds: 30, expiryTimestamp: expect.any(String) },
            expression: {
              attributeCondition: {
                comparisonOperator: 'Match',
                matchCriteria: { agentsCriteria: { agentIds: ['ben'] } },
              },
            },
          },
        ],
      },
    });
  });

  it('relax step by step to the agent who is proficient enough, and are JOINED with that agent', async () => {
    const instance = testInstance();
    speaks(instance, 'ana', 'French', 3);
    speaks(instance, 'ben', 'English', 5);
    await instance.setStatus('ben', 'Available');
    await instance.setStatus('ana', 'Available');
    const contact = await waiting(instance, steps(step(skilled('French', 4), 30), step(skilled('French', 3))));
    expect(statuses(contact)).toEqual([['ACTIVE', 'INACTIVE']]);
    await instance.scheduler.advance(31_000);
    expect(statuses(contact)).toEqual([['EXPIRED', 'ACTIVE']]);
    expect(ringsAt(instance)).toEqual(['ana']);
    await instance.perform('ana', 'acceptContact', { contactId: contact.id });
    await instance.scheduler.advance(1_000);
    expect(statuses(contact)).toEqual([['EXPIRED', 'JOINED']]);
    const joined = instance.events.map(({ detail }) => Object(detail));
    expect(joined.find(({ eventType }) => eventType === 'CONNECTED_TO_AGENT')).toMatchObject({
      routingCriteria: { steps: [{ status: 'EXPIRED' }, { status: 'JOINED' }] },
    });
  });

  it('that never expire leave the contact waiting while nobody fits, however many are available', async () => {
    const instance = testInstance();
    await instance.setStatus('ana', 'Available');
    const contact = await waiting(instance, steps(step(skilled('French', 1))));
    await instance.scheduler.advance(3_600_000);
    expect(contact.state).toBe('queued');
    instance.engine.phones.hangUp(CUSTOMER);
    expect(statuses(contact)).toEqual([['DEACTIVATED']]);
  });

  it('go on while an offer is missed, and count the agent who missed it', async () => {
    const instance = testInstance();
    await instance.setStatus('ana', 'Available');
    const contact = await waiting(instance, steps(step(preferring('ana'), 60)));
    await instance.perform('ana', 'rejectContact', { contactId: contact.id });
    expect(statuses(contact)).toEqual([['ACTIVE']]);
    await instance.perform('ana', 'clearContact', { contactId: contact.id });
    expect(contact.state).toBe('offered');
  });

  it('are interrupted by new ones, of which the contact keeps three', async () => {
    const instance = testInstance();
    await instance.setStatus('ana', 'Available');
    const contact = await waiting(instance, steps(step(preferring('ben'))));
    for (const agent of ['c', 'd']) setRoutingCriteria(instance.engine, contact, steps(step(preferring(agent))));
    setRoutingCriteria(instance.engine, contact, []);
    expect(statuses(contact)).toEqual([['INTERRUPTED'], ['INTERRUPTED'], []]);
    expect(contact.routingCriteria.map(({ index }) => index)).toEqual([1, 2, 3]);
    expect(ringsAt(instance)).toEqual(['ana']);
  });

  it('have no effect in an agent’s queue, where they get a time of activation only', async () => {
    const instance = testInstance();
    await instance.setStatus('ben', 'Available');
    instance.engine.phones.setBehavior(CUSTOMER, 'answer', 0);
    const flow = instance.addFlow('hold', 'CONTACT_FLOW', [action('wait', 'Wait', { TimeLimitSeconds: '60' }, 'wait')]);
    const contact = instance.dial(flow);
    await instance.scheduler.advance(1_000);
    setRoutingCriteria(instance.engine, contact, steps(step(preferring('ana'))));
    const own = instance.engine.instance.queues.find(({ username }) => username === 'ben');
    if (own !== undefined) enqueue(instance.engine, contact, own);
    expect(statuses(contact)).toEqual([['INACTIVE']]);
    expect(contact.routingCriteria[0]?.activatedAt).toBe(contact.enqueuedAt);
    expect(ringsAt(instance)).toEqual(['ben']);
  });
});

describe('reading routing criteria', () => {
  it.each([
    ['six steps', { Steps: Array.from({ length: 6 }, () => step(skilled('French', 1), 1)) }],
    ['a level over five', { Steps: [step(skilled('French', 6))] }],
    ['a step without expiry that is not the last', { Steps: [step(skilled('a', 1)), step(skilled('b', 1))] }],
    ['an OR inside an AND', { Steps: [step({ AndExpression: [{ OrExpression: [skilled('a', 1)] }] })] }],
    ['four alternatives', { Steps: [step({ OrExpression: [1, 2, 3, 4].map((n) => skilled(`${n}`, 1)) })] }],
    ['nine requirements', { Steps: [step({ AndExpression: Array.from({ length: 9 }, () => skilled('a', 1)) })] }],
    ['eleven preferred agents', { Steps: [step(preferring(...Array.from({ length: 11 }, (_, n) => `${n}`)))] }],
    ['two members in one expression', { Steps: [step({ ...skilled('a', 1), AndExpression: [skilled('b', 1)] })] }],
    ['an unknown operator', { Steps: [step({ AttributeCondition: { Name: 'a', Value: 'b', ProficiencyLevel: 1 } })] }],
  ])('refuses %s', (_, given) => {
    expect(readRoutingSteps(given)).toMatchObject({ ok: false, problem: expect.any(String) });
  });

  it('takes numbers as text, as flows write them', () => {
    const written = {
      Steps: [
        {
          Expression: {
            AttributeCondition: {
              Name: 'a',
              Value: 'b',
              ProficiencyLevel: '4.0',
              ComparisonOperator: 'NumberGreaterOrEqualTo',
            },
          },
          Expiry: { DurationInSeconds: '30' },
        },
      ],
    };
    expect(readRoutingSteps(written)).toMatchObject({ ok: true, steps: [{ expiryS: 30, expression: { minimum: 4 } }] });
  });

  const values = fc.constantFrom('French', 'English');
  const levels = fc.integer({ min: 1, max: 5 });
  const leaf = fc.oneof(
    fc.tuple(values, levels).map(([value, least]) => skilled(value, least)),
    fc.tuple(values, levels, levels, fc.boolean()).map(([Value, one, other, not]) => ({
      [not ? 'NotAttributeCondition' : 'AttributeCondition']: {
        Name: 'Language',
        Value,
        ComparisonOperator: 'Range',
        Range: { MinProficiencyLevel: Math.min(one, other), MaxProficiencyLevel: Math.max(one, other) },
      },
    })),
    fc.constantFrom(preferring('ana'), preferring('ben', 'ana')),
  );
  const all = fc.array(leaf, { minLength: 1, maxLength: 8 }).map((AndExpression) => ({ AndExpression }));
  const any = fc.array(fc.oneof(leaf, all), { minLength: 1, maxLength: 3 }).map((OrExpression) => ({ OrExpression }));
  const expression = fc.oneof(leaf, all, any);

  it('shows what it read as it was written', () => {
    fc.assert(
      fc.property(expression, (written) => {
        const [read] = steps(step(written, 20));
        if (read === undefined) throw new Error('nothing was read');
        const shown = shownRoutingCriteria(
          { index: 0, steps: [{ ...read, status: 'INACTIVE' }] },
          (at) => new Date(at),
        );
        expect(shown).toEqual({
          Index: 0,
          Steps: [{ Expression: written, Expiry: { DurationInSeconds: 20 }, Status: 'INACTIVE' }],
        });
      }),
    );
  });

  /** By the written form, apart from the code that reads it. */
  const wanted = (written: Record<string, unknown>, known: Readonly<Record<string, number>>): boolean => {
    if (Array.isArray(written.AndExpression)) return written.AndExpression.every((part) => wanted(part, known));
    if (Array.isArray(written.OrExpression)) return written.OrExpression.some((part) => wanted(part, known));
    const { Value, ProficiencyLevel, Range, MatchCriteria } = Object(
      written.AttributeCondition ?? written.NotAttributeCondition,
    );
    if (MatchCriteria !== undefined) return MatchCriteria.AgentsCriteria.AgentIds.includes('ben');
    const level = known[Value] ?? 0;
    const least = Range?.MinProficiencyLevel ?? ProficiencyLevel;
    const inside = level >= least && level <= (Range?.MaxProficiencyLevel ?? 5);
    return written.NotAttributeCondition === undefined ? inside : !inside;
  };

  it('chooses the agents that the written form means', () => {
    const languages = fc.dictionary(values, levels);
    fc.assert(
      fc.property(expression, languages, (written, known) => {
        const [read] = steps(step(written));
        const proficiencies = Object.entries(known).map(([value, level]) => ({ attribute: 'Language', value, level }));
        const ben = { id: 'b', arn: 'arn:ben', username: 'ben', proficiencies };
        expect(read !== undefined && fits(read.expression, ben)).toBe(wanted(written, known));
      }),
    );
  });
});
