import type { Configuration } from '../functions/core/contracts/configuration.ts';

/** The operator's bucket with the instance's call recordings, which this project reads and never changes. */
export interface RecordingsBucket {
  /** What the locations of its recordings begin with, as Connect writes them: `bucket/prefix/CallRecordings/`. */
  readonly place: string;
  readonly objectsArn: string;
  /** Who asks the key's service in the reader's name. */
  readonly service: string;
  readonly kmsKeyArn?: string | undefined;
}

/** Undefined where the deployment lets nobody hear recordings. */
export function recordingsBucket({ connect, region }: Configuration): RecordingsBucket | undefined {
  const { recordings, instanceArn } = connect;
  if (recordings === undefined) return undefined;
  const { bucket, prefix, kmsKeyArn } = recordings;
  const [, partition] = instanceArn.split(':');
  // Connect's own layout (Administrator Guide, "where are recordings stored").
  const place = `${bucket}/${prefix}/CallRecordings/`;
  return { place, objectsArn: `arn:${partition}:s3:::${place}*`, service: `s3.${region}.amazonaws.com`, kmsKeyArn };
}

/** Where an agent's browser plays them from. */
export const recordingsOrigin = ({ connect, region, endpoints }: Configuration): string | undefined =>
  connect.recordings && (endpoints.recordings ?? `https://${connect.recordings.bucket}.s3.${region}.amazonaws.com`);
