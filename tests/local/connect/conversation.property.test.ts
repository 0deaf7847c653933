/**
 * A model of one conversation: whatever two agents, a customer and a third party do to each other, in whatever order,
 * nobody is left alone on the line, and everything ends.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CtiError } from '../../../local/connect/agent-session.ts';
import { isOver } from '../../../local/connect/contacts/contact.ts';
import { checkLive, type Desk, desk, LEGAL, quickConnect } from './desk.ts';
import { CUSTOMER } from './instance.ts';

/** Contacts by what happened to them, so that the property cannot hold for want of events. */
interface Reached {
  consulted: number;
  transferred: number;
  conferred: number;
}

class Step implements fc.AsyncCommand<Reached, Desk> {
  readonly #name: string;
  readonly #act: (real: Desk, reached: Reached) => Promise<unknown>;
  constructor(name: string, act: (real: Desk, reached: Reached) => Promise<unknown>) {
    this.#name = name;
    this.#act = act;
  }
  check = () => true;
  run = async (reached: Reached, real: Desk) => {
    try {
      await this.#act(real, reached);
    } catch (error) {
      if (!(error instanceof CtiError)) throw error;
    }
    await real.scheduler.advance(1);
    checkLive(real);
    const contacts = [...real.engine.contacts.values()];
    const others = contacts.filter(
      ({ initiationMethod, state }) => initiationMethod === 'TRANSFER' && state === 'connected',
    );
    if (others.length > 0) {
      reached.consulted += 1;
      if (isOver(real.call)) reached.transferred += 1;
      else if (real.call.legs.filter(({ state }) => state === 'connected').length > 2) reached.conferred += 1;
    }
  };
  toString = () => this.#name;
}

const contactOf = (real: Desk, user: string) => ({
  contactId: real.agents.snapshot(user).contacts[0]?.contactId ?? 'none',
});
const byContact = [
  'acceptContact',
  'rejectContact',
  'clearContact',
  'toggleActiveConnections',
  'conferenceConnections',
] as const;
const byConnection = ['holdConnection', 'resumeConnection', 'destroyConnection', 'muteParticipant'] as const;
const user = fc.constantFrom('ana', 'ben');
const phone = fc.constantFrom(CUSTOMER, LEGAL);

const COMMANDS = [
  fc
    .tuple(user, fc.constantFrom(...byContact))
    .map(([who, does]) => new Step(`${who} ${does}`, (real) => real.perform(who, does, contactOf(real, who)))),
  fc.constant(new Step('ben accepts', (real) => real.perform('ben', 'acceptContact', contactOf(real, 'ben')))),
  fc
    .tuple(
      user,
      fc.constantFrom(...byConnection),
      fc.constantFrom('own' as const, 'customer' as const, 'other' as const),
    )
    .map(([who, does, whom]) => new Step(`${who} ${does} ${whom}`, (real) => real.does(who, does, whom))),
  fc
    .tuple(
      user,
      fc.constantFrom('createAdditionalConnection' as const, 'transferContact' as const),
      fc.constantFrom('ana', 'ben', 'team'),
    )
    .map(
      ([who, does, to]) =>
        new Step(`${who} ${does} ${to}`, (real) =>
          real.perform(who, does, { ...contactOf(real, who), endpoint: quickConnect(to) }),
        ),
    ),
  user.map(
    (who) =>
      new Step(`${who} adds legal`, (real) =>
        real.perform(who, 'createAdditionalConnection', {
          ...contactOf(real, who),
          endpoint: { type: 'phone_number', phoneNumber: LEGAL },
        }),
      ),
  ),
  phone.map((number) => new Step(`${number} hangs up`, async (real) => real.engine.phones.hangUp(number))),
  fc.constantFrom(500, 500, 25_000).map((ms) => new Step(`${ms} ms`, (real) => real.scheduler.advance(ms))),
];

it('ends for everybody, with sums that fit, whatever they do', async () => {
  const reached: Reached = { consulted: 0, transferred: 0, conferred: 0 };
  await fc.assert(
    fc.asyncProperty(fc.commands(COMMANDS, { maxCommands: 40, size: 'max' }), async (commands) => {
      const real = await desk();
      await fc.asyncModelRun(() => ({ model: reached, real }), commands);
      for (const number of [CUSTOMER, LEGAL]) real.engine.phones.hangUp(number);
      for (const who of ['ana', 'ben']) {
        for (const { contactId, connections } of real.agents.snapshot(who).contacts) {
          const own = connections.find(({ type }) => type === 'agent')?.connectionId;
          await real.perform(who, 'destroyConnection', { contactId, connectionId: own }).catch(() => undefined);
        }
      }
      await real.scheduler.advance(60_000);
      for (const who of ['ana', 'ben']) {
        for (const { contactId } of real.agents.snapshot(who).contacts)
          await real.perform(who, 'clearContact', { contactId });
        expect(real.agents.snapshot(who).state.name).toBe('Available');
      }
      for (const contact of real.engine.contacts.values()) {
        expect(contact.state).toBe('completed');
        expect(contact.legs.filter(({ state }) => state !== 'disconnected')).toEqual([]);
        const { connectedToAgentAt, disconnectedAt } = contact;
        const talkedMs = connectedToAgentAt === undefined ? 0 : (disconnectedAt ?? 0) - connectedToAgentAt;
        expect(contact.holdMs).toBeLessThanOrEqual(talkedMs);
        expect(contact.disconnectReason).toBeDefined();
      }
      expect(real.engine.phones.list().filter(({ line }) => line !== undefined)).toEqual([]);
      expect(real.engine.runtimes.size).toBe(0);
    }),
    { numRuns: 200 },
  );
  expect(Math.min(reached.consulted, reached.transferred, reached.conferred)).toBeGreaterThan(0);
});
