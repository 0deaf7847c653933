import { Readable } from 'node:stream';
import { ConnectClient } from '@aws-sdk/client-connect';
import { type HttpRequest, HttpResponse } from '@smithy/core/protocols';
import type { Engine } from '../../../local/connect/engine.ts';
import { createService } from '../../../local/connect/service/serve.ts';
import { PLACE } from './instance.ts';

const UNHURRIED = { perSecond: 1e9, burst: 1e9 };

/** The genuine client, whose requests the service answers without a network, on the engine's own time and without quotas. */
export const clientOf = (engine: Engine): ConnectClient => {
  engine.quotas.replace({ ...engine.quotas.settings(), default: UNHURRIED, operations: {}, concurrentCalls: 1e9 });
  const serve = createService(engine, async () => ({ allowed: true, principal: 'test' }));
  return new ConnectClient({
    endpoint: 'http://connect.test',
    region: PLACE.region,
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'test' },
    maxAttempts: 1,
    requestHandler: {
      handle: async ({ method, path, query, headers, body }: HttpRequest) => {
        const parameters = Object.entries(query ?? {}).flatMap(([key, value]) =>
          [value ?? []].flat().map((entry): [string, string] => [key, entry]),
        );
        const { status, ...answer } = await serve({
          method,
          path,
          query: new URLSearchParams(parameters).toString(),
          headers,
          body: Buffer.from(body ?? ''),
        });
        const response = { statusCode: status, headers: { ...answer.headers }, body: Readable.from([answer.body]) };
        return { response: new HttpResponse(response) };
      },
    },
  });
};
