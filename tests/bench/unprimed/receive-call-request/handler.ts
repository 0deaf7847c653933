/** The peer of the cold-start figures: functions/receive-call-request without what it reads ahead. */
import { acceptance } from '#adapters/acceptance.ts';
import { dynamodbErasures } from '#adapters/dynamodb-erasures.ts';
import { configuredSources } from '#adapters/environment.ts';
import { s3PresignedLinks } from '#adapters/s3-presigned-links.ts';
import { openSecrets, sourceSecrets } from '#adapters/secrets.ts';
import { receiveSourceMessage } from '#core/use-cases/receive-source-message.ts';
import { connectorOf } from '#crm/connectors.ts';
import { configuredSource } from '#middleware/configured-source.ts';
import { httpHandler } from '#middleware/http-handler.ts';
import { json } from '#middleware/http-response.ts';
import { pathParameter } from '#middleware/path-parameter.ts';
import { rawBody } from '#middleware/request-body.ts';
import { verifySignature } from '#middleware/signature.ts';

const { table, ports } = acceptance();
const sources = configuredSources();
const secrets = sourceSecrets(openSecrets(), sources);
const receive = receiveSourceMessage({ ...ports, erasures: dynamodbErasures(table), files: s3PresignedLinks() });

export const handler = httpHandler(ports.log, async (event) => {
  const source = configuredSource(sources, pathParameter(event, 'sourceId'));
  const signed = { headers: event.headers, body: rawBody(event) };
  const connector = connectorOf(source);
  const requestId = await verifySignature(connector, source.id, signed, secrets, ports.clock.now());
  return json(202, await receive(source, requestId, connector.parse(signed.body)));
});
