/**
 * Which observations are active and which have happened, as the Administrator Guide describes it ("Observe block"): those
 * that nothing leads to are active from the beginning; when its event happens, an observation becomes inactive, its actions
 * run, and if they succeed the observations it leads to become active.
 */
import { failedAssertion } from './check-assertion.ts';
import type { Override } from './flow-actions.ts';
import type { Observation, TestAction } from './language.ts';
import { type CallEvent, type EventSurroundings, matchesEvent } from './match-event.ts';

export type ObservationState = 'not reached' | 'active' | 'matched' | 'failed';

export interface ObservationResult {
  readonly observation: Observation;
  state: ObservationState;
  atMs?: number;
  problem?: string;
  readonly logged: Record<string, string>;
}

/** What the actions of a test do to the call. */
export interface CallControl extends EventSurroundings {
  override(override: Override): void;
  /** False when nobody is on the line. */
  press(keys: string): boolean;
  hangUp(): boolean;
  end(why: 'EndTest' | 'failed check'): void;
  elapsedMs(): number;
}

export interface Execution {
  readonly results: readonly ObservationResult[];
  happened(event: CallEvent): void;
  /** One message that the customer hears. */
  heard(kind: 'text' | 'prompt', text: string): void;
  /** True when everything that was to be observed has been. */
  passed(): boolean;
}

/** In the order in which they run: those that no other leads to, each followed by what it leads to. */
const inOrder = (actions: readonly TestAction[]): readonly TestAction[] => {
  const targets = new Set(actions.map(({ Transitions }) => Transitions.NextAction));
  const ordered: TestAction[] = [];
  for (const first of actions.filter(({ Identifier }) => !targets.has(Identifier))) {
    let next: TestAction | undefined = first;
    while (next !== undefined && !ordered.includes(next)) {
      ordered.push(next);
      const id: string | undefined = next.Transitions.NextAction;
      next = actions.find(({ Identifier }) => Identifier === id);
    }
  }
  return ordered;
};

export const createExecution = (observations: readonly Observation[], call: CallControl): Execution => {
  const targets = new Set(observations.flatMap(({ Transitions }) => Transitions.NextObservations ?? []));
  const results = observations.map(
    (observation): ObservationResult => ({
      observation,
      state: targets.has(observation.Identifier) ? 'not reached' : 'active',
      logged: {},
    }),
  );
  /** Messages without a pause between them, and how many of them were over when an observation became active. */
  let speech: string[] = [];
  let activeFrom = new Map<ObservationResult, number>();
  const newUtterance = () => {
    speech = [];
    activeFrom = new Map();
  };

  /** Says what went wrong, if anything did. */
  const perform = (action: TestAction, result: ObservationResult): string | undefined => {
    switch (action.Type) {
      case 'Assert':
        return failedAssertion(action.Parameters, call.value);
      case 'OverrideSystemBehavior':
        call.override(action.Parameters.Behavior.Properties);
        return undefined;
      case 'SendInstruction': {
        const { Instruction } = action.Parameters;
        if (Instruction.Type !== 'DtmfInput') return call.hangUp() ? undefined : 'nobody is on the line';
        newUtterance();
        return call.press(Instruction.Properties.Value) ? undefined : 'nobody is on the line';
      }
      case 'TestControl': {
        const { Command } = action.Parameters;
        if (Command.Type === 'EndTest') call.end('EndTest');
        else {
          for (const [label, path] of Object.entries(Command.Properties.Expressions))
            result.logged[label] = call.value(path);
        }
      }
    }
    return undefined;
  };

  const fulfil = (result: ObservationResult): void => {
    result.state = 'matched';
    result.atMs = call.elapsedMs();
    for (const action of inOrder(result.observation.Actions)) {
      const problem = perform(action, result);
      if (problem === undefined) continue;
      Object.assign(result, { state: 'failed', problem: `${action.Identifier}: ${problem}` });
      call.end('failed check');
      return;
    }
    for (const id of result.observation.Transitions.NextObservations ?? []) {
      const next = results.find(({ observation }) => observation.Identifier === id);
      if (next?.state !== 'not reached') continue;
      next.state = 'active';
      activeFrom.set(next, speech.length);
    }
  };

  const tell = (eventFor: (result: ObservationResult) => CallEvent): void => {
    // What becomes active by this event waits for the next one.
    const active = results.filter(({ state }) => state === 'active');
    for (const result of active) {
      if (matchesEvent(result.observation.Event, eventFor(result), call)) fulfil(result);
    }
  };

  return {
    results,
    happened: (event) => tell(() => event),
    heard: (kind, text) => {
      if (kind === 'prompt') newUtterance();
      else speech.push(text);
      const lines = [...speech];
      const from = new Map(activeFrom);
      tell((result) => ({
        type: 'MessageReceived',
        kind,
        text,
        utterance: lines.slice(from.get(result) ?? 0).join(' '),
      }));
    },
    passed: () => results.every(({ state }) => state === 'matched'),
  };
};
