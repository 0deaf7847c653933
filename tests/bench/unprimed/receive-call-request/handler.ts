/** The peer of the cold-start figures: functions/receive-call-request without what it reads ahead. */
import { acceptance } from '#adapters/acceptance.ts';
import { configuredSources } from '#adapters/configured-sources.ts';
import { dynamodbErasureOrders } from '#adapters/dynamodb-erasure-orders.ts';
import { dynamodbPersonalData } from '#adapters/dynamodb-personal-data.ts';
import { s3PresignedLinks } from '#adapters/s3-presigned-links.ts';
import { openSecrets, sourceSecrets } from '#adapters/secrets.ts';
import { erasureQueue, readQueue } from '#adapters/sqs-queues.ts';
import { receiveNotices } from '#core/use-cases/receive-notices.ts';
import { inboundOf } from '#crm/inbound.ts';
import { accepted } from '#middleware/accepted.ts';
import { configuredSource } from '#middleware/configured-source.ts';
import { countRefusals } from '#middleware/count-refusals.ts';
import { httpHandler } from '#middleware/http-handler.ts';
import { pathParameter } from '#middleware/path-parameter.ts';
import { repeatableFaults } from '#middleware/repeatable-faults.ts';
import { verifySignature } from '#middleware/signature.ts';
import { signedRequest } from '#middleware/signed-request.ts';

const { table, queues, ports } = acceptance();
const sources = configuredSources();
const secrets = sourceSecrets(openSecrets(), sources);
const receive = receiveNotices({
  ...ports,
  erasureOrders: dynamodbErasureOrders(table),
  personalData: dynamodbPersonalData(table),
  erasureQueue: erasureQueue(queues),
  files: s3PresignedLinks(),
  reads: readQueue(queues),
});

export const handler = httpHandler(ports.log, async (event) => {
  const source = configuredSource(sources, pathParameter(event, 'sourceId'));
  return countRefusals(ports.metrics, source.id, async () => {
    const request = signedRequest(event);
    const inbound = inboundOf(source);
    return repeatableFaults(inbound, async () => {
      const deliveryId = await verifySignature(inbound, source, request, secrets, ports.clock.now());
      return accepted(inbound, request, await receive(source, inbound.parse(request, deliveryId, source)));
    });
  });
});
