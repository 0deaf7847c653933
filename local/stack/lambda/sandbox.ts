/** One execution environment of a function: a worker thread with its own variables, for one invocation at a time. */
import { Worker } from 'node:worker_threads';
import type { InvokeMessage, LambdaError, WorkerMessage, WorkerSettings } from './messages.ts';

export type SandboxOutcome =
  | { readonly ok: true; readonly payload: string }
  | { readonly ok: false; readonly error: LambdaError };

export interface Sandbox {
  /** Settles when the bundle is loaded; rejects with a `LoadError` when it throws. */
  readonly loaded: Promise<void>;
  /** False once it ended, by itself or by `end`. */
  readonly alive: boolean;
  run(message: InvokeMessage): Promise<SandboxOutcome>;
  end(): Promise<void>;
}

export class LoadError extends Error {
  readonly error: LambdaError;
  constructor(error: LambdaError) {
    super(`${error.errorType}: ${error.errorMessage}`);
    this.name = 'LoadError';
    this.error = error;
  }
}

/** Lambda gives a bundle this long to load. */
const INIT_WITHIN_MS = 10_000;

export function openSandbox(
  settings: WorkerSettings,
  environment: Readonly<Record<string, string>>,
  onLog: (text: string) => void,
): Sandbox {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    env: { ...environment },
    workerData: settings,
    execArgv: ['--enable-source-maps', '--no-warnings'],
    resourceLimits: { maxOldGenerationSizeMb: settings.memoryMegabytes },
    name: settings.functionName,
  });
  const initTimer = setTimeout(() => {
    died({ errorType: 'Sandbox.Timedout', errorMessage: `Init did not end within ${INIT_WITHIN_MS / 1000} seconds` });
    void worker.terminate();
  }, INIT_WITHIN_MS);
  let alive = true;
  let finish: ((outcome: SandboxOutcome) => void) | undefined;
  const loading = Promise.withResolvers<void>();
  // Nobody may be waiting yet when a bundle fails; whoever runs it asks again.
  loading.promise.catch(() => undefined);

  const settle = (outcome: SandboxOutcome): void => {
    finish?.(outcome);
    finish = undefined;
  };
  const died = (error: LambdaError): void => {
    alive = false;
    clearTimeout(initTimer);
    loading.reject(new LoadError(error));
    settle({ ok: false, error });
  };
  worker.on('message', (message: WorkerMessage) => {
    if (message.type === 'log') onLog(message.text);
    else if (message.type === 'ready') {
      clearTimeout(initTimer);
      loading.resolve();
    } else if (message.type === 'init-failed') {
      died(message.error);
      void worker.terminate();
    } else if (message.type === 'result') settle({ ok: true, payload: message.payload });
    else settle({ ok: false, error: message.error });
  });
  worker.on('error', (error) =>
    died({
      errorType: 'Runtime.UnhandledPromiseRejection',
      errorMessage: error instanceof Error ? error.message : String(error),
    }),
  );
  worker.on('exit', (code) =>
    died({ errorType: 'Runtime.ExitError', errorMessage: `Runtime exited with error: exit status ${code}` }),
  );

  return {
    loaded: loading.promise,
    get alive() {
      return alive;
    },
    run(message) {
      const { promise, resolve } = Promise.withResolvers<SandboxOutcome>();
      finish = resolve;
      worker.postMessage(message);
      return promise;
    },
    async end() {
      alive = false;
      clearTimeout(initTimer);
      await worker.terminate();
    },
  };
}
