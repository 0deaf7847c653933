/** Asynchronous invocation as Lambda does it: the caller does not wait, failures are tried again, then set aside. */
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { Trace } from '../../parts.ts';
import type { Cloud } from '../cloud.ts';
import type { Deployment } from '../deployment.ts';
import type { InvocationResult } from '../lambda/function-pool.ts';
import { type Functions, InvocationRefused } from '../lambda/functions.ts';
import type { Invoker } from '../lambda/resource-policy.ts';

/** Lambda tries an asynchronous event twice more. */
const DEFAULT_RETRIES = 2;
/** In the cloud one and two minutes; here somebody is watching. */
const RETRY_DELAYS_MS = [1_000, 2_000];

export interface AsyncOptions {
  readonly invoker: Invoker;
  /** Dead-letter queue of the rule's target, for what could not be handed over at all. */
  readonly deadLetterArn?: string;
}

export interface AsyncInvoker {
  invoke(functionArn: string, event: unknown, options: AsyncOptions): void;
  sendToQueue(queueArn: string, body: unknown): void;
  /** Gives up waiting retries and lets what runs finish. */
  stop(): Promise<void>;
}

export function openAsyncInvoker(
  deployment: Deployment,
  functions: Functions,
  cloud: Pick<Cloud, 'sqs'>,
  trace: Trace,
): AsyncInvoker {
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  const track = (work: Promise<void>): void => {
    running.add(work);
    void work.finally(() => running.delete(work));
  };

  const send = async (queueArn: string, body: unknown): Promise<void> => {
    const url = deployment.queueUrls.get(queueArn);
    if (url === undefined) {
      trace.record({ part: 'queue', title: `no queue ${queueArn}`, ok: false });
      return;
    }
    try {
      await cloud.sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: JSON.stringify(body) }));
    } catch (error) {
      trace.record({ part: 'queue', title: `SendMessage ${queueArn}`, ok: false, detail: { error: String(error) } });
    }
  };

  const run = async (functionArn: string, event: unknown, options: AsyncOptions): Promise<void> => {
    const configured = deployment.asyncInvocations.find((entry) => entry.functionArn === functionArn);
    const retries = configured?.maximumRetryAttempts ?? DEFAULT_RETRIES;
    let last: InvocationResult | undefined;
    for (let attempt = 0; attempt <= retries && !stopping.signal.aborted; attempt += 1) {
      if (attempt > 0) await pause(RETRY_DELAYS_MS[attempt - 1] ?? 2_000, stopping.signal);
      try {
        last = await functions.invoke(functionArn, event, options.invoker);
      } catch (error) {
        if (!(error instanceof InvocationRefused)) throw error;
        trace.record({ part: 'events', title: error.message, ok: false });
        if (options.deadLetterArn !== undefined) await send(options.deadLetterArn, event);
        return;
      }
      if (last.ok) return;
    }
    if (last === undefined || last.ok || stopping.signal.aborted) return;
    const deadLetter = configured?.onFailureArn ?? deployment.functions.get(functionArn)?.deadLetterArn;
    if (deadLetter === undefined) return;
    const record = {
      version: '1.0',
      timestamp: new Date().toISOString(),
      requestContext: {
        requestId: last.requestId,
        functionArn: `${functionArn}:$LATEST`,
        condition: 'RetriesExhausted',
        approximateInvokeCount: retries + 1,
      },
      requestPayload: event,
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: last.error,
    };
    await send(deadLetter, configured?.onFailureArn === undefined ? event : record);
  };

  return {
    invoke: (functionArn, event, options) => track(run(functionArn, event, options)),
    sendToQueue: (queueArn, body) => track(send(queueArn, body)),
    async stop() {
      stopping.abort();
      await Promise.allSettled(running);
    },
  };
}

const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
  });
