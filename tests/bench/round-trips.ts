/** Figure 5: requests to AWS per operation, and how many of them wait for another one. Fixed latency makes waiting visible. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FunctionName } from '../../functions/core/contracts/routes.ts';
import type { Variants } from './build-variants.ts';
import { callRequestEvent, functionEnvironment, SECRET } from './call-request-event.ts';
import type { Figure } from './figure.ts';
import { type Asked, sequentialRoundTrips, startServiceStub } from './service-stub.ts';

/** What the closest published sample needs (research, part B5): messages, dial, unconditional put, one after the other. */
const PEER_ROUND_TRIPS = { call: 3, duplicate: 3 } as const;

type Handler = (event: unknown, context: unknown) => Promise<unknown>;
const context = { awsRequestId: 'bench', getRemainingTimeInMillis: () => 15_000 };

export async function measureRoundTrips(variants: Variants): Promise<readonly Figure[]> {
  const stub = await startServiceStub(SECRET);
  Object.assign(process.env, functionEnvironment(stub.origin));
  const load = async (name: FunctionName): Promise<Handler> =>
    ((await import(pathToFileURL(join(variants.ours[name], 'index.mjs')).href)) as { handler: Handler }).handler;
  const count = async (run: () => Promise<unknown>): Promise<readonly Asked[]> => {
    stub.asked.length = 0;
    stub.latencyMs = 40;
    await run();
    stub.latencyMs = 0;
    return [...stub.asked];
  };
  try {
    const receive = await load('receive-call-request');
    // The function's first: its source's secret has been read while it loaded.
    const call = await count(() => receive(callRequestEvent(), context));

    let stored: unknown;
    stub.answer = (operation, body) => {
      const isRequest = JSON.stringify(body).includes('REQUEST#');
      if (operation !== 'PutItem' || !isRequest) return undefined;
      if (stored === undefined) {
        stored = body.Item;
        return undefined;
      }
      return {
        status: 400,
        body: {
          __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException',
          message: 'The conditional request failed',
          Item: stored,
        },
      };
    };
    const event = callRequestEvent('msg_twice');
    await receive(event, context);
    const duplicate = await count(() => receive(event, context));
    return [
      figure('first call request', call, PEER_ROUND_TRIPS.call, 0.67),
      figure('duplicate', duplicate, PEER_ROUND_TRIPS.duplicate, 0.34),
    ];
  } finally {
    await stub.stop();
  }
}

function figure(name: string, asked: readonly Asked[], peer: number, target: number): Figure {
  const sequential = sequentialRoundTrips(asked);
  const operations = Object.fromEntries(
    Object.entries(Object.groupBy(asked, ({ operation }) => operation)).map(([operation, all]) => [
      operation,
      all?.length ?? 0,
    ]),
  );
  return {
    name: `round trips one after the other: ${name}`,
    peer: 'sample-amazon-connect-outbound-call',
    ratio: sequential / peer,
    target,
    facts: { sequential, total: asked.length, ...operations },
  };
}
