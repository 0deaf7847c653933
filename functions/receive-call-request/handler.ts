import { acceptance } from '#adapters/acceptance.ts';
import { primeTable } from '#adapters/dynamodb-client.ts';
import { dynamodbErasures } from '#adapters/dynamodb-erasures.ts';
import { configuredSources } from '#adapters/environment.ts';
import { s3PresignedLinks } from '#adapters/s3-presigned-links.ts';
import { openSecrets, primeSecrets, sourceSecrets } from '#adapters/secrets.ts';
import { openQueues, readQueue } from '#adapters/sqs-queues.ts';
import { receiveNotices } from '#core/use-cases/receive-notices.ts';
import { inboundOf } from '#crm/inbound.ts';
import { accepted } from '#middleware/accepted.ts';
import { configuredSource } from '#middleware/configured-source.ts';
import { countRefusals } from '#middleware/count-refusals.ts';
import { httpHandler } from '#middleware/http-handler.ts';
import { pathParameter } from '#middleware/path-parameter.ts';
import { verifySignature } from '#middleware/signature.ts';
import { signedRequest } from '#middleware/signed-request.ts';

const { table, ports } = acceptance();
const sources = configuredSources();
const secrets = sourceSecrets(openSecrets(), sources);
const receive = receiveNotices({
  ...ports,
  erasures: dynamodbErasures(table),
  files: s3PresignedLinks(),
  reads: readQueue(openQueues()),
});
await Promise.all([primeTable(table), primeSecrets(secrets, sources.keys())]);

/** `POST /webhooks/{sourceId}` */
export const handler = httpHandler(ports.log, async (event) => {
  const source = configuredSource(sources, pathParameter(event, 'sourceId'));
  return countRefusals(ports.metrics, source.id, async () => {
    const request = signedRequest(event);
    const inbound = inboundOf(source);
    const deliveryId = await verifySignature(inbound, source, request, secrets, ports.clock.now());
    return accepted(inbound, await receive(source, inbound.parse(request, deliveryId, source)));
  });
});
