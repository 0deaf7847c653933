/** All execution environments of one function: idle ones are kept, more are opened when invocations overlap. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { FunctionDefinition } from '../deployment.ts';
import type { FunctionLog } from './function-log.ts';
import type { LambdaError, WorkerSettings } from './messages.ts';
import { LoadError, openSandbox, type Sandbox, type SandboxOutcome } from './sandbox.ts';

/** Overlapping invocations per function; the account's default quota is 1,000, one machine's is its processor. */
const DEFAULT_CONCURRENCY = 10;
/** A burst opens many environments of some 20 MB each; unused ones go after this time. */
const IDLE_MS = 30_000;
/** Synchronous payload quota of Lambda, request and response each. */
const MAX_PAYLOAD_BYTES = 6 * 1024 * 1024;

interface InvocationFacts {
  readonly requestId: string;
  /** Root of the X-Ray trace id: every AWS call of the invocation carries it, so it joins what belongs together. */
  readonly traceRoot: string;
  readonly durationMs: number;
}

export type InvocationResult = InvocationFacts & SandboxOutcome;

export interface FunctionPool {
  readonly definition: FunctionDefinition;
  /** Loads the bundle once. Rejects with a `LoadError`. */
  warm(): Promise<void>;
  /** A full house waits in line: locally that is kinder than Lambda's throttle. */
  invoke(event: string): Promise<InvocationResult>;
  close(): Promise<void>;
}

export function openFunctionPool(
  definition: FunctionDefinition,
  environment: Readonly<Record<string, string>>,
  log: FunctionLog,
): FunctionPool {
  const limit = definition.reservedConcurrency ?? DEFAULT_CONCURRENCY;
  const idle: Sandbox[] = [];
  const open = new Set<Sandbox>();
  const retirements = new WeakMap<Sandbox, NodeJS.Timeout>();
  const waiting: (() => void)[] = [];
  let busy = 0;
  let closed = false;
  const settings: WorkerSettings = {
    codeFolder: definition.codeFolder,
    handler: definition.handler,
    functionName: definition.name,
    functionArn: definition.arn,
    memoryMegabytes: definition.memoryMegabytes,
    logGroup: definition.logGroup,
    logStream: environment.AWS_LAMBDA_LOG_STREAM_NAME ?? '',
  };

  const create = (): Sandbox => {
    const sandbox = openSandbox(settings, environment, (text) => log.write(text));
    open.add(sandbox);
    return sandbox;
  };
  const takeIdle = (): Sandbox | undefined => {
    for (let sandbox = idle.pop(); sandbox !== undefined; sandbox = idle.pop()) {
      clearTimeout(retirements.get(sandbox));
      if (sandbox.alive) return sandbox;
      open.delete(sandbox);
    }
    return undefined;
  };
  const giveBack = (sandbox: Sandbox): void => {
    if (!sandbox.alive || closed) {
      open.delete(sandbox);
      return;
    }
    idle.push(sandbox);
    retirements.set(sandbox, setTimeout(() => retire(sandbox), IDLE_MS).unref());
  };
  /** The last one stays, so that nobody at the desk waits for a cold start. */
  const retire = (sandbox: Sandbox): void => {
    const index = idle.indexOf(sandbox);
    if (index === -1 || open.size === 1) return;
    idle.splice(index, 1);
    open.delete(sandbox);
    void sandbox.end();
  };

  const runWithin = async (
    sandbox: Sandbox,
    event: string,
    ids: Pick<InvocationFacts, 'requestId' | 'traceRoot'>,
  ): Promise<InvocationResult> => {
    const { requestId, traceRoot } = ids;
    const started = performance.now();
    const timeoutMs = definition.timeoutSeconds * 1000;
    const message = {
      type: 'invoke',
      requestId,
      event,
      traceId: `Root=${traceRoot};Sampled=0`,
      deadline: Date.now() + timeoutMs,
    } as const;
    const timeout = Promise.withResolvers<{ ok: false; error: LambdaError }>();
    const timer = setTimeout(() => {
      timeout.resolve({
        ok: false,
        error: {
          errorType: 'Sandbox.Timedout',
          errorMessage: `RequestId: ${requestId} Error: Task timed out after ${definition.timeoutSeconds.toFixed(2)} seconds`,
        },
      });
      void sandbox.end();
    }, timeoutMs);
    const outcome = await Promise.race([sandbox.run(message), timeout.promise]);
    clearTimeout(timer);
    const durationMs = performance.now() - started;
    if (outcome.ok && Buffer.byteLength(outcome.payload) > MAX_PAYLOAD_BYTES) {
      const bytes = Buffer.byteLength(outcome.payload);
      const errorMessage = `Response payload size (${bytes} bytes) exceeded maximum allowed payload size (${MAX_PAYLOAD_BYTES} bytes).`;
      return { ok: false, error: { errorType: 'Function.ResponseSizeTooLarge', errorMessage }, ...ids, durationMs };
    }
    return { ...outcome, ...ids, durationMs };
  };

  const invokeOnce = async (event: string): Promise<InvocationResult> => {
    const requestId = randomUUID();
    const traceRoot = newTraceRoot();
    if (closed) {
      const error = { errorType: 'Runtime.ExitError', errorMessage: 'the local system is stopping' };
      return { ok: false, error, requestId, traceRoot, durationMs: 0 };
    }
    const kept = takeIdle();
    const sandbox = kept ?? create();
    const opened = performance.now();
    try {
      await sandbox.loaded;
    } catch (error) {
      open.delete(sandbox);
      if (!(error instanceof LoadError)) throw error;
      return { ok: false, error: error.error, requestId, traceRoot, durationMs: performance.now() - opened };
    }
    const initMs = kept === undefined ? performance.now() - opened : undefined;
    log.start(requestId);
    const result = await runWithin(sandbox, event, { requestId, traceRoot });
    if (!result.ok) log.write(`ERROR\tInvoke Error\t${JSON.stringify(result.error)}`);
    log.report(requestId, {
      durationMs: result.durationMs,
      memoryMegabytes: definition.memoryMegabytes,
      ...(initMs !== undefined && { initMs }),
    });
    giveBack(sandbox);
    return result;
  };

  return {
    definition,
    async warm() {
      const sandbox = create();
      await sandbox.loaded;
      giveBack(sandbox);
    },
    async invoke(event) {
      if (busy >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
      else busy += 1;
      try {
        return await invokeOnce(event);
      } finally {
        // The place goes to the next in line; only without one does it become free.
        const next = waiting.shift();
        if (next === undefined) busy -= 1;
        else next();
      }
    },
    async close() {
      closed = true;
      await Promise.all([...open].map((sandbox) => sandbox.end()));
      await log.close();
    },
  };
}

/** `1-<seconds, 8 hex digits>-<24 hex digits>` */
const newTraceRoot = (): string => `1-${Math.floor(Date.now() / 1000).toString(16)}-${randomBytes(12).toString('hex')}`;
