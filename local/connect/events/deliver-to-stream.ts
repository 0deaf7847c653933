import type { Engine } from '../engine.ts';
import { streamFor } from '../instance.ts';

/** Into the stream that is associated for this kind of data when the message leaves; without one it is only shown. */
export const deliverToStream = (
  engine: Engine,
  resourceType: 'CONTACT_TRACE_RECORDS' | 'AGENT_EVENTS',
  partitionKey: string,
  message: Readonly<Record<string, unknown>>,
): void => {
  (resourceType === 'AGENT_EVENTS' ? engine.agentEvents : engine.records).add(message);
  const streamArn = streamFor(engine.instance, resourceType);
  if (streamArn === undefined) return;
  const put = engine.surroundings.putStreamRecord;
  const delivery =
    put === undefined
      ? Promise.reject(new Error('there is no Kinesis here'))
      : put({ streamArn, partitionKey, data: Buffer.from(JSON.stringify(message)) });
  delivery.catch((error: unknown) =>
    engine.trace.record({
      part: 'connect',
      title: `${resourceType} not delivered`,
      ok: false,
      detail: { streamArn, error: String(error) },
    }),
  );
};
