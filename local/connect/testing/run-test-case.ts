/** Runs one test case against a fresh instance on virtual time: five minutes of a call take milliseconds. */
import { createClock } from '../clock.ts';
import { type Contact, isOver } from '../contacts/contact.ts';
import { conversationOf } from '../contacts/conversation.ts';
import { createContact } from '../contacts/create-contact.ts';
import { customerLine } from '../contacts/customer-line.ts';
import { startEntryFlow } from '../contacts/run-contact-flow.ts';
import type { Engine } from '../engine.ts';
import { type AroundAction, type FlowRun, failed } from '../flow/action.ts';
import { referenceRoot } from '../flow/flow-event.ts';
import { interpolate } from '../flow/language.ts';
import { type Flow, findFlow, idOf } from '../instance.ts';
import type { Coverage } from './coverage.ts';
import { seatAgents } from './desk.ts';
import { createExecution, type ObservationResult } from './execution.ts';
import type { TestInstance } from './instance-file.ts';
import { createOverrides } from './overrides.ts';
import { createTestEngine } from './test-engine.ts';
import type { TestCase } from './test-file.ts';

/** "Each test simulation has a maximum duration of 5 minutes" (Administrator Guide, "Execute test cases"). */
const TIME_LIMIT_MS = 5 * 60_000;
/** A Monday morning. */
const STARTS_AT = Date.parse('2026-01-05T09:00:00Z');
const DEFAULT_CALLER = '+14155550100';

export interface TestResult {
  readonly name: string;
  readonly passed: boolean;
  readonly endedBy: 'EndTest' | 'failed check' | 'the call is over' | 'the time limit of 5 minutes';
  /** Time in the call, not on this machine. */
  readonly seconds: number;
  readonly observations: readonly ObservationResult[];
  /** `<flow> / <action>`, in order. */
  readonly path: readonly string[];
  /** Overrides that nothing used, and blocks that were to break and were not reached. */
  readonly unused: readonly string[];
}

const entryFlow = (engine: Engine, { entryPoint: { flowId, to } }: TestCase): Flow => {
  const flow = findFlow(engine.instance, flowId ?? engine.instance.numberFlows.get(to ?? '') ?? '');
  if (flow === undefined) throw new Error(`no flow answers ${flowId ?? to ?? 'the call'}`);
  return flow;
};

/** The simulated customer calls in; the initialization data are on the contact before the flow begins. */
const callIn = (engine: Engine, test: TestCase, from: string, flow: Flow): Contact => {
  const { to = engine.instance.seed.phoneNumbers[0]?.number } = test.entryPoint;
  const contact = createContact(engine, {
    initiationMethod: 'INBOUND',
    customerPhone: from,
    ...(to !== undefined && { systemPhone: to }),
    attributes: test.attributes,
  });
  const line = customerLine(engine, contact, () => undefined);
  conversationOf(engine, contact).line = engine.phones.dialIn(from, contact.id, line);
  if (test.desk.answeredBy !== undefined) contact.answeringMachineDetectionStatus = test.desk.answeredBy;
  contact.connectedToSystemAt = engine.scheduler.now();
  startEntryFlow(engine, contact, flow);
  return contact;
};

/** Resolves references as the flow that runs would; before the call there is nothing to resolve them with. */
const resolver =
  (engine: Engine, now: () => { contact: Contact | undefined; run: FlowRun | undefined }) =>
  (text: string): string => {
    const { contact, run } = now();
    if (contact === undefined || run === undefined) return text;
    const agent = engine.agents.get(contact.agent ?? '');
    const root = referenceRoot({ ...run, contact, ...(agent !== undefined && { agent }) });
    // "The flow-language alias $.LambdaInvocation.ResultData.orderStatus resolves to the same value" as $.External.
    return interpolate(text.replaceAll('$.LambdaInvocation.ResultData.', '$.External.'), root);
  };

/** Throws when the test cannot be run at all: no such flow, agent or status, or a flow that cannot be published. */
export const runTestCase = async (instance: TestInstance, test: TestCase, coverage: Coverage): Promise<TestResult> => {
  const stopping = new AbortController();
  const clock = createClock({ mode: 'virtual', startAt: STARTS_AT });
  const caller = test.entryPoint.from ?? DEFAULT_CALLER;
  const overrides = createOverrides();
  const breaking = new Map(Object.entries(test.desk.fails));
  const path: string[] = [];
  const call: { contact: Contact | undefined; run: FlowRun | undefined } = { contact: undefined, run: undefined };
  let endedBy: TestResult['endedBy'] | undefined;

  const around: AroundAction = async (run, action, perform) => {
    if (run.side === 'customer') Object.assign(call, { contact: run.contact, run });
    execution.happened({ type: 'FlowActionStarted', run, action });
    const name = `${run.flow.name}/${action.Identifier}`;
    const error = breaking.get(name);
    breaking.delete(name);
    if (endedBy === undefined) path.push(`${run.flow.name} / ${action.Identifier}`);
    const result =
      error === undefined ? await overrides.around(run, action, perform) : failed('broken by the test', error);
    run.signal.throwIfAborted();
    if (endedBy === undefined) coverage.record(run, action, result);
    if (result.next === 'default') execution.happened({ type: 'FlowActionCompleted', run, action });
    return result;
  };
  const bare = createTestEngine(instance, clock, stopping.signal);
  const engine: Engine = {
    ...bare,
    aroundAction: around,
    phones: {
      ...bare.phones,
      hear: (number, contactId, text, kind) => {
        bare.phones.hear(number, contactId, text, kind);
        // Afterwards, so that a customer who hangs up on hearing it does so while it is being said.
        if (kind !== 'digits') clock.after(0, () => execution.heard(kind, text));
      },
    },
  };
  const execution = createExecution(test.observations, {
    value: resolver(engine, () => call),
    promptName: (idOrArn) => instance.seed.prompts.find(({ id }) => id === idOf(idOrArn))?.name,
    override: overrides.add,
    press: (keys) => engine.phones.pressDigits(caller, keys),
    hangUp: () => engine.phones.hangUp(caller),
    end: (why) => {
      endedBy ??= why;
    },
    elapsedMs: () => clock.now() - STARTS_AT,
  });
  const flow = entryFlow(engine, test);
  const over = () => call.contact !== undefined && isOver(call.contact) && call.contact.nextContactId === undefined;

  seatAgents(engine, test.desk);
  execution.happened({ type: 'TestInitiated' });
  clock.after(0, () => {
    call.contact ??= callIn(engine, test, caller, flow);
  });
  await clock.run(TIME_LIMIT_MS, () => endedBy !== undefined || over());
  endedBy ??= over() ? 'the call is over' : 'the time limit of 5 minutes';
  const seconds = Math.round((clock.now() - STARTS_AT) / 1_000);
  execution.happened({ type: 'TestCompleted' });
  stopping.abort(new Error('the test is over'));
  return {
    name: test.name,
    passed: execution.passed(),
    endedBy,
    seconds,
    observations: execution.results,
    path,
    unused: [...overrides.unused(), ...breaking.keys()],
  };
};
