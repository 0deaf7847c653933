/** Lambda functions without a Lambda service: a URL, or a module of this machine. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FunctionTarget } from './options.ts';

type Invoke = (event: unknown, timeoutMs: number) => Promise<unknown>;

const failure = (name: string, message: string): Error => Object.assign(new Error(message), { name });

const post =
  (url: string): Invoke =>
  async (event, timeoutMs) => {
    const signal = AbortSignal.timeout(Math.max(1, Math.ceil(timeoutMs)));
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(event),
      signal,
    }).catch((error: unknown) => {
      throw signal.aborted ? failure('TimedOut', 'over its time limit') : error;
    });
    if (!response.ok) throw failure('Unhandled', `${url} answered ${response.status}`);
    return response.json();
  };

/** What it returns goes through JSON, as a response of Lambda does. */
const load = async (path: string): Promise<Invoke> => {
  const { handler }: { handler?: unknown } = await import(pathToFileURL(resolve(path)).href);
  if (typeof handler !== 'function') throw new Error(`${path} exports no function named handler`);
  return async (event) => {
    const result: unknown = await handler(structuredClone(event), {});
    return result === undefined ? null : JSON.parse(JSON.stringify(result));
  };
};

/** Rejects at once when a module cannot be used; the answer rejects as `ConnectSurroundings.invokeFunction` says. */
export const openFunctions = async (given: readonly FunctionTarget[]) => {
  const functions = new Map<string, Invoke>();
  for (const { arn, target } of given) {
    functions.set(arn, URL.canParse(target) && /^https?:/.test(target) ? post(target) : await load(target));
  }
  return async (functionArn: string, event: unknown, timeoutMs: number): Promise<unknown> => {
    const invoke = functions.get(functionArn);
    if (invoke === undefined) throw failure('ResourceNotFoundException', `no --function ${functionArn}=… was given`);
    return invoke(event, timeoutMs);
  };
};
