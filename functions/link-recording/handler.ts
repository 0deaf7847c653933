import { dynamodbCallStore } from '#adapters/dynamodb-call-store.ts';
import { openTable, primeTable } from '#adapters/dynamodb-client.ts';
import { jsonLog } from '#adapters/json-log.ts';
import { s3Recordings } from '#adapters/s3-recordings.ts';
import { systemClock } from '#adapters/system-clock.ts';
import { linkRecording } from '#core/use-cases/link-recording.ts';
import { agentView } from '#middleware/agent-view.ts';
import { httpHandler } from '#middleware/http-handler.ts';
import { json } from '#middleware/http-response.ts';
import { pathParameter } from '#middleware/path-parameter.ts';

const table = openTable();
await primeTable(table);
const agents = agentView(table, {
  calls: dynamodbCallStore(table),
  recordings: s3Recordings(),
  clock: systemClock,
  log: jsonLog,
});

/** `GET /calls/{callId}/recordings/{recordingId}` */
export const handler = httpHandler(jsonLog, async (event, access) => {
  const { ports } = agents.of(event, access);
  const ids = [pathParameter(event, 'callId'), pathParameter(event, 'recordingId')] as const;
  const { call, link } = await linkRecording(ports, ...ids);
  access.shows([call]);
  return json(200, link);
});
