/** Each function of a story killed in every wave of effects that it has, with every part of the wave done and the rest not. */
import { expect } from 'vitest';
import { type Chaos, calm, type Fate, type Wave } from './invocation.ts';
import { mulberry32 } from './random.ts';
import { broken, play, type Scenario } from './scenarios.ts';
import { templateSettings } from './template-settings.ts';

/** Every effect that one of the functions has on something outside: a new one has to be listed, and so is covered. */
export const EFFECTS = [
  ...['attempts.claim', 'attempts.release'],
  ...['calls.change', 'calls.find', 'calls.findByConnectContact', 'calls.get'],
  ...['circuits.get', 'circuits.replace', 'connect.associated', 'connect.attributes', 'connect.describe'],
  ...['connect.start', 'connect.startPreview', 'connect.stop', 'connect.updateAttributes'],
  ...['contactEvent.acknowledge', 'contacts.get', 'crm.post'],
  ...['dial.answer', 'dialQueue.delete', 'dialQueue.send', 'discard.answer', 'doNotCall.isListed'],
  ...['documentQueue.send', 'erasures.of', 'opportunities.loadContext', 'opportunities.project'],
  ...['requests.accept', 'requests.forget', 'requests.get', 'requests.recordAnswer'],
  ...['slots.claim', 'slots.giveBack', 'slots.join', 'slots.lastSlotFor', 'slots.passOn', 'slots.reserve'],
  ...['users.usernameOf', 'wakeUps.set', 'webhook.answer'],
  ...['writeBackQueue.delete', 'writeBackQueue.postpone', 'writeBackQueue.send'],
];
/** Those that only cancelling has. */
export const CANCELLING_EFFECTS = ['calls.find', 'cancel.answer', 'slots.leave', 'wakeUps.cancel'];

/** Those that only a callback has. */
export const CALLBACK_EFFECTS = [
  ...['activity.record', 'calls.find', 'opportunities.getOpportunity', 'outcome.answer', 'requests.keepUntilDue'],
];

/** Those that only saying what an inbound call is about has. */
export const ATTACHING_EFFECTS = [
  ...['admissions.end', 'attach.answer', 'callsAtHand.stageOf'],
  ...['opportunities.findByPhone', 'opportunities.getOpportunity'],
];

export interface Sweep {
  readonly runs: number;
  readonly failures: readonly string[];
  /** Effects after which, and instead of which, a function died at least once. */
  readonly killedAfter: ReadonlySet<string>;
  readonly killedBefore: ReadonlySet<string>;
  readonly effects: ReadonlySet<string>;
}

const settings = templateSettings();

async function wavesOf(scenario: Scenario): Promise<readonly Wave[]> {
  const waves: Wave[] = [];
  const deployment = await play(scenario, settings, {
    ...calm,
    strike: (wave) => {
      waves.push(wave);
      return undefined;
    },
  });
  expect(broken(scenario, deployment), `${scenario.name}, undisturbed`).toEqual([]);
  return waves;
}

const isSame = (one: Wave, other: Wave): boolean => one.invocation === other.invocation && one.wave === other.wave;
/** All of them; of a wave of more effects than `EXHAUSTIVE` a sample, always with none, with all, and with each effect. */
function subsetsOf(count: number): readonly number[] {
  const total = 2 ** count;
  if (count <= EXHAUSTIVE) return Array.from({ length: total }, (_, subset) => subset);
  const random = mulberry32(count);
  const single = Array.from({ length: count }, (_, index) => 1 << index);
  const sampled = Array.from({ length: 2 ** EXHAUSTIVE }, () => Math.floor(random() * total));
  return [...new Set([0, total - 1, ...single, ...single.map((subset) => total - 1 - subset), ...sampled])];
}
const EXHAUSTIVE = 6;
export const holds = (subset: number, index: number): boolean => (subset & (1 << index)) !== 0;

/** The whole of one story; once, however often it is asked for. */
export function swept(scenario: Scenario): Promise<Sweep> {
  const known = sweeps.get(scenario) ?? sweep(scenario);
  sweeps.set(scenario, known);
  return known;
}
const sweeps = new Map<Scenario, Promise<Sweep>>();

async function sweep(scenario: Scenario): Promise<Sweep> {
  const failures: string[] = [];
  const [killedAfter, killedBefore, effects] = [new Set<string>(), new Set<string>(), new Set<string>()];
  let runs = 0;
  const attempt = async (what: string, chaos: Partial<Chaos>): Promise<void> => {
    runs += 1;
    const deployment = await play(scenario, settings, { ...calm, ...chaos });
    failures.push(...broken(scenario, deployment).map((promise) => `${what}: not so: ${promise}`));
  };
  for (const wave of await wavesOf(scenario)) {
    for (const effect of wave.effects) effects.add(effect);
    for (const subset of subsetsOf(wave.effects.length)) {
      const done = wave.effects.filter((_, index) => holds(subset, index));
      for (const effect of wave.effects) (done.includes(effect) ? killedAfter : killedBefore).add(effect);
      const what = `${wave.name} #${wave.invocation} killed in [${wave.effects}] after [${done}]`;
      await attempt(what, {
        strike: (seen) => (isSame(seen, wave) ? (index) => holds(subset, index) : undefined),
      });
    }
    for (const [position, effect] of wave.effects.entries()) {
      for (const fate of ['fails-before', 'fails-after', 'twice'] satisfies Fate[]) {
        await attempt(`${wave.name} #${wave.invocation}: ${effect} ${fate}`, {
          fate: (_effect, seen, index) => (isSame(seen, wave) && index === position ? fate : 'works'),
        });
      }
    }
  }
  return { runs, failures, killedAfter, killedBefore, effects };
}

/** What several sweeps have come to. */
export async function sweptAll(scenarios: readonly Scenario[]) {
  const all = await Promise.all(scenarios.map(swept));
  const sorted = (effects: (sweep: Sweep) => ReadonlySet<string>) =>
    [...new Set(all.flatMap((sweep) => [...effects(sweep)]))].sort();
  return {
    runs: all.reduce((sum, { runs }) => sum + runs, 0),
    effects: sorted(({ effects }) => effects),
    killedAfter: sorted(({ killedAfter }) => killedAfter),
    killedBefore: sorted(({ killedBefore }) => killedBefore),
  };
}
