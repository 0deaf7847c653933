import { randomUUID } from 'node:crypto';
import { type Engine, traceContact } from '../../engine.ts';
import { functionAssociated } from '../../instance.ts';
import { sleep } from '../../scheduler.ts';
import {
  type ActionDefinition,
  done,
  type FlowRun,
  failed,
  type Invocation,
  NO_MATCHING_ERROR,
  textOf,
} from '../action.ts';
import { flowEvent } from '../flow-event.ts';
import { isRecord } from '../language.ts';
import { lambda, oneOf, optional, record, required, wholeNumber } from '../parameter-rules.ts';
import { resolvedMembers } from '../resolve.ts';

/** "A sequence of functions is limited to 20 seconds" without a prompt in between (Administrator Guide). */
const CHAIN_LIMIT_MS = 20_000;
/** A flow waits 8 seconds at most; nobody waits for an asynchronous invocation, which may take a minute. */
const MAX_SYNCHRONOUS_S = 8;
const MAX_ASYNCHRONOUS_S = 60;
const MAX_TRIES = 3;
const MAX_RESPONSE_BYTES = 32 * 1024;
/** Throttling, a 500 of the Lambda service and function errors are tried again; a refusal is not. */
const NOT_RETRIED = new Set(['ResourceNotFoundException', 'AccessDeniedException', 'TimedOut']);

const parametersOf = (run: FlowRun, parameters: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  resolvedMembers(run, parameters.LambdaInvocationAttributes);

/** Complains about a response that the flow could not use. */
const responseProblem = (response: unknown, type: string): string | undefined => {
  if (Buffer.byteLength(JSON.stringify(response ?? null)) >= MAX_RESPONSE_BYTES) return 'the response is 32 KB or more';
  if (!isRecord(response)) return 'the response is no object';
  if (type === 'STRING_MAP' && !Object.values(response).every((value) => typeof value === 'string')) {
    return 'the response is no flat map of strings';
  }
  return undefined;
};

const responseTypeOf = ({ ResponseValidation }: Readonly<Record<string, unknown>>): string =>
  isRecord(ResponseValidation) ? String(ResponseValidation.ResponseType) : 'STRING_MAP';

const describe = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);

/** One invocation; rejects with `TimedOut` when the time is up on the flow's clock. */
const invokeOnce = (engine: Engine, functionArn: string, event: object, limitMs: number, signal: AbortSignal) => {
  const timeUp = new AbortController();
  return Promise.race([
    engine.surroundings.invokeFunction(functionArn, event, limitMs),
    sleep(engine.scheduler, limitMs, AbortSignal.any([signal, timeUp.signal])).then(() => {
      throw Object.assign(new Error('over its time limit'), { name: 'TimedOut' });
    }),
  ]).finally(() => timeUp.abort(new Error('answered')));
};

/** The flow goes on at once; LoadLambdaResult and an event-based Wait come back to it by its id. */
const invokeAndGoOn = (
  run: FlowRun,
  functionArn: string,
  parameters: Readonly<Record<string, unknown>>,
): ReturnType<typeof done> => {
  const { engine, contact, memory } = run;
  const limitMs = Number(textOf(parameters, 'InvocationTimeLimitSeconds') ?? '3') * 1_000;
  const event = flowEvent(run, parametersOf(run, parameters));
  const finished = async (): Promise<Invocation['outcome']> => {
    try {
      const response = await invokeOnce(engine, functionArn, event, limitMs, engine.stopping);
      const problem = responseProblem(response, responseTypeOf(parameters));
      return problem === undefined && isRecord(response) ? { response } : { problem: problem ?? 'no response' };
    } catch (error) {
      return { problem: describe(error) };
    }
  };
  const invocation: Invocation = {
    settled: finished().then((outcome) => {
      if (outcome !== undefined) invocation.outcome = outcome;
      if (outcome === undefined || !('problem' in outcome)) return;
      traceContact(engine, contact, 'flow', 'asynchronous invocation failed', {
        ok: false,
        detail: { error: outcome.problem },
      });
    }),
  };
  memory.invocationId = randomUUID();
  memory.invocations.set(memory.invocationId, invocation);
  return done(memory.invocationId);
};

export const invokeLambdaFunction: ActionDefinition = {
  type: 'InvokeLambdaFunction',
  parameters: {
    LambdaFunctionARN: required(lambda),
    InvocationTimeLimitSeconds: required(wholeNumber(1, MAX_ASYNCHRONOUS_S)),
    InvocationType: optional(oneOf('SYNCHRONOUS', 'ASYNCHRONOUS')),
    LambdaInvocationAttributes: optional(record),
    ResponseValidation: optional((value) =>
      isRecord(value) && (value.ResponseType === 'STRING_MAP' || value.ResponseType === 'JSON')
        ? undefined
        : 'ResponseType must be STRING_MAP or JSON',
    ),
  },
  check: ({ InvocationType, InvocationTimeLimitSeconds }) =>
    InvocationType !== 'ASYNCHRONOUS' && Number(InvocationTimeLimitSeconds) > MAX_SYNCHRONOUS_S
      ? `InvocationTimeLimitSeconds must be at most ${MAX_SYNCHRONOUS_S} when the flow waits`
      : undefined,
  errors: NO_MATCHING_ERROR,
  run: async (run, parameters) => {
    const { engine, memory } = run;
    const functionArn = run.value(textOf(parameters, 'LambdaFunctionARN') ?? '');
    if (!functionAssociated(engine.instance, functionArn))
      return failed(`${functionArn} is not associated with the instance`);
    if (parameters.InvocationType === 'ASYNCHRONOUS') return invokeAndGoOn(run, functionArn, parameters);
    const limitMs = Math.min(
      Number(textOf(parameters, 'InvocationTimeLimitSeconds') ?? '3') * 1_000,
      CHAIN_LIMIT_MS - memory.lambdaChainMs,
    );
    if (limitMs <= 0) return failed('functions in a row have used up their 20 seconds');
    const responseType = responseTypeOf(parameters);
    const startedAt = engine.scheduler.now();
    const event = flowEvent(run, parametersOf(run, parameters));
    let problem = '';
    for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
      const leftMs = limitMs - (engine.scheduler.now() - startedAt);
      if (leftMs <= 0) break;
      try {
        const response = await invokeOnce(engine, functionArn, event, leftMs, run.signal);
        memory.lambdaChainMs += engine.scheduler.now() - startedAt;
        problem = responseProblem(response, responseType) ?? '';
        if (problem !== '' || !isRecord(response)) return failed(problem);
        memory.external = response;
        return done(functionArn.slice(functionArn.lastIndexOf(':') + 1));
      } catch (error) {
        if (run.signal.aborted) throw error;
        problem = describe(error);
        if (error instanceof Error && NOT_RETRIED.has(error.name)) break;
      }
    }
    memory.lambdaChainMs += engine.scheduler.now() - startedAt;
    return failed(problem === '' ? 'over its time limit' : problem);
  },
};
