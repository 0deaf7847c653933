/**
 * A burst of calls from several processes against one quota, on the wall clock: our shared line in DynamoDB, and the SDK's own
 * adaptive retry, which each process has for itself. The large burst runs on a virtual clock, in tests/reliability/load.test.ts.
 */
import { type ConnectClient, StartOutboundVoiceContactCommand } from '@aws-sdk/client-connect';
import { dynamodbDialLine } from '#adapters/dynamodb-dial-line.ts';
import { pacingOf } from '#core/pacing.ts';
import { INSTANCE_ID, MAIN_NUMBER } from '../../local/connect/standalone/seed.ts';
import { startTestTable } from '../functions/support/test-table.ts';
import type { Figure } from './figure.ts';
import { clientOf, control, publish, start, stop } from './local-connect.ts';

/** Faster than the service's own two a second, so that the burst takes seconds. */
const QUOTA = { rate: 5, burst: 5 };
const CALLS = 50;
const PROCESSES = 4;
/** The SDK gives up after as many; more than any call needs here. */
const PATIENCE = 50;

interface Burst {
  readonly seconds: number;
  readonly attempts: number;
  readonly started: number;
}

const FLOOR = (CALLS - QUOTA.burst) / QUOTA.rate;

/** Sends what is asked, and counts every attempt on the wire. */
function counting(client: ConnectClient, counts: { attempts: number }): ConnectClient {
  client.middlewareStack.add(
    (next) => (args) => {
      counts.attempts += 1;
      return next(args);
    },
    { step: 'finalizeRequest', priority: 'low', name: 'attempts' },
  );
  return client;
}

/** `dial` of each call, all at once; the time until the last one has been started. */
async function burstOf(
  clients: readonly ConnectClient[],
  counts: { attempts: number },
  dial: (client: ConnectClient, index: number) => Promise<unknown>,
): Promise<Burst> {
  const from = performance.now();
  const ended = await Promise.allSettled(
    Array.from({ length: CALLS }, (_, index) => {
      const client = clients[index % clients.length];
      return client === undefined ? Promise.reject(new Error('no client')) : dial(client, index);
    }),
  );
  const seconds = (performance.now() - from) / 1_000;
  return { seconds, attempts: counts.attempts, started: ended.filter(({ status }) => status === 'fulfilled').length };
}

export async function measurePacedDialling(): Promise<readonly Figure[]> {
  const running = await start();
  const test = await startTestTable();
  try {
    const setUp = clientOf(running.origin);
    const flowId = await publish(setUp, 'dialled', [
      { Identifier: 'end', Type: 'DisconnectParticipant', Parameters: {}, Transitions: {} },
    ]);
    await control(running.origin, 'PUT', 'quotas', {
      StartOutboundVoiceContact: { perSecond: QUOTA.rate, burst: QUOTA.burst },
      concurrentCalls: CALLS * 4,
    });
    const startCall = (client: ConnectClient, run: string, index: number) =>
      client.send(
        new StartOutboundVoiceContactCommand({
          ...{ InstanceId: INSTANCE_ID, ContactFlowId: flowId, SourcePhoneNumber: MAIN_NUMBER.number },
          ...{ DestinationPhoneNumber: `+1415${6_000_000 + index}`, ClientToken: `${run}-${index}` },
        }),
      );

    const line = dynamodbDialLine(test.table, pacingOf({ perSecond: QUOTA.rate, burst: QUOTA.burst }));
    const ourCounts = { attempts: 0 };
    const ours = await burstOf(
      Array.from({ length: PROCESSES }, () => counting(clientOf(running.origin), ourCounts)),
      ourCounts,
      async function inSlot(client, index): Promise<unknown> {
        const { dialAt } = await line.reserve(new Date(), {
          ...{ callId: `call-${index}`, sourceId: `source-${index % 3}`, requestId: `request-${index}` },
          agentUsername: `agent-${index % 5}`,
        });
        const wait = dialAt.getTime() - Date.now();
        if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
        try {
          return await startCall(client, 'ours', index);
        } catch (error) {
          // As the dial queue does: another slot.
          if (error instanceof Error && /Throttl|TooManyRequests/.test(error.name)) return inSlot(client, index);
          throw error;
        }
      },
    );

    // The bucket of the service is full again.
    await new Promise((resolve) => setTimeout(resolve, (1_000 * QUOTA.burst) / QUOTA.rate + 500));
    const theirCounts = { attempts: 0 };
    const adaptive = { retryMode: 'adaptive', maxAttempts: PATIENCE } as const;
    const theirs = await burstOf(
      Array.from({ length: PROCESSES }, () => counting(clientOf(running.origin, adaptive), theirCounts)),
      theirCounts,
      (client, index) => startCall(client, 'theirs', index),
    );
    const facts = {
      ...{ 'floor s': FLOOR, 'ours s': ours.seconds, 'peer s': theirs.seconds },
      ...{ 'ours started': ours.started, 'peer started': theirs.started },
      'ours attempts per start': ours.attempts / Math.max(1, ours.started),
      'peer attempts per start': theirs.attempts / Math.max(1, theirs.started),
    };
    return [
      {
        name: `a burst of ${CALLS} calls from ${PROCESSES} processes, until the last is started`,
        ...{
          peer: 'the least that the quota allows',
          ratio: ours.started === CALLS ? ours.seconds / FLOOR : Number.NaN,
        },
        ...{ target: 1.05, facts },
      },
      {
        name: `attempts for each of the ${CALLS} calls`,
        peer: 'the SDK’s adaptive retry',
        ratio: ours.attempts / ours.started / (theirs.attempts / Math.max(1, theirs.started)),
        ...{ target: 0.6, facts },
      },
    ];
  } finally {
    await Promise.all([stop(running), test.stop()]);
  }
}
