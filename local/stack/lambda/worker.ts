/** Runs inside a worker thread: loads one function's bundle and answers one invocation at a time. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type { InvokeMessage, LambdaError, WorkerMessage, WorkerSettings } from './messages.ts';

type Handler = (event: unknown, context: object) => unknown;

const settings = workerData as WorkerSettings;
const send = (message: WorkerMessage): void => parentPort?.postMessage(message);

/** Through the same channel as the results, so that the log keeps its order. */
for (const stream of [process.stdout, process.stderr]) {
  stream.write = (chunk: string | Uint8Array): boolean => {
    send({ type: 'log', text: typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8') });
    return true;
  };
}

function describe(error: unknown): LambdaError {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
}

async function load(): Promise<Handler> {
  const dot = settings.handler.lastIndexOf('.');
  const [module, exported] = [settings.handler.slice(0, dot), settings.handler.slice(dot + 1)];
  const file = ['.mjs', '.js', '.cjs'].map((ending) => join(settings.codeFolder, module + ending)).find(existsSync);
  if (file === undefined) throw named('Runtime.ImportModuleError', `Cannot find module '${module}'`);
  const exports: Readonly<Record<string, unknown>> = await import(pathToFileURL(file).href);
  const fallback = exports.default;
  const handler =
    exports[exported] ??
    (typeof fallback === 'object' && fallback !== null ? (fallback as Record<string, unknown>)[exported] : undefined);
  if (typeof handler !== 'function') {
    throw named('Runtime.HandlerNotFound', `${settings.handler} is undefined or not exported`);
  }
  return handler as Handler;
}

function named(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}

async function invoke(handler: Handler, message: InvokeMessage): Promise<void> {
  const { requestId } = message;
  process.env._X_AMZN_TRACE_ID = message.traceId;
  const context = {
    callbackWaitsForEmptyEventLoop: true,
    functionName: settings.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: settings.functionArn,
    memoryLimitInMB: String(settings.memoryMegabytes),
    awsRequestId: requestId,
    logGroupName: settings.logGroup,
    logStreamName: settings.logStream,
    getRemainingTimeInMillis: () => Math.max(0, message.deadline - Date.now()),
  };
  try {
    const result: unknown = await handler(JSON.parse(message.event), context);
    send({ type: 'result', requestId, payload: JSON.stringify(result) ?? 'null' });
  } catch (error) {
    send({ type: 'failed', requestId, error: describe(error) });
  }
}

try {
  const handler = await load();
  parentPort?.on('message', (message: InvokeMessage) => void invoke(handler, message));
  send({ type: 'ready' });
} catch (error) {
  send({ type: 'init-failed', error: describe(error) });
}
