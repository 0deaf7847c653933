/**
 * What of a call is recorded, and where it lies. Layout of the keys: Administrator Guide, "where are recordings stored";
 * the time is when the recorded part began.
 */
import type { Contact, Period } from '../contacts/contact.ts';
import type { Instance } from '../instance.ts';
import { isoTime } from '../scheduler.ts';

/** As the flow's recording behaviour and the recording operations have left it. */
export interface RecordingState {
  agent: boolean;
  customer: boolean;
  ivr: boolean;
  /** StartContactRecording is a one-time action; a call that had none before it is recorded from here on. */
  startedAt?: number;
  /** StopContactRecording cannot be taken back. */
  stoppedAt?: number;
  /** Suspended times are filled with silence; the last one may still be open. */
  readonly pauses: { readonly from: number; to?: number }[];
}

export const notRecorded = (): RecordingState => ({ agent: false, customer: false, ivr: false, pauses: [] });

export const isRecorded = ({ recording }: Contact): boolean =>
  recording.stoppedAt === undefined && (recording.agent || recording.customer || recording.ivr);

export interface Recording extends Period {
  /** `ivr` is the part with the flow, before an agent was there. */
  readonly part: 'call' | 'ivr';
  readonly bucket: string;
  readonly key: string;
}

const period = (from: number | undefined, to: number | undefined): Period | undefined =>
  from === undefined || to === undefined || to <= from ? undefined : { from, to };

/** The recordings of a call that is over, in the order of their parts; without a bucket there are none. */
export const recordingsOf = (instance: Instance, contact: Contact): readonly Recording[] => {
  const { recording, connectedToAgentAt, connectedToSystemAt, disconnectedAt } = contact;
  const config = instance.storage.get('CALL_RECORDINGS')?.config;
  if (config?.StorageType !== 'S3' || disconnectedAt === undefined) return [];
  const { BucketName: bucket, BucketPrefix: prefix } = config.S3Config;
  const end = Math.min(disconnectedAt, recording.stoppedAt ?? disconnectedAt);
  const began = recording.startedAt ?? 0;
  const place = (part: Recording['part'], recorded: Period | undefined): Recording[] => {
    if (recorded === undefined) return [];
    const time = isoTime(recorded.from);
    const day = time.slice(0, 10);
    const folder = `${prefix}/CallRecordings/${part === 'ivr' ? 'ivr/' : ''}${day.replaceAll('-', '/')}`;
    const stamp = `${day.replaceAll('-', '')}T${time.slice(11, 16)}`;
    return [{ part, bucket, key: `${folder}/${contact.id}_${stamp}_UTC.wav`, ...recorded }];
  };
  const talked = connectedToAgentAt !== undefined && (recording.agent || recording.customer);
  const withFlow = recording.ivr && connectedToSystemAt !== undefined;
  return [
    ...place('call', talked ? period(Math.max(connectedToAgentAt, began), end) : undefined),
    ...place(
      'ivr',
      withFlow ? period(Math.max(connectedToSystemAt, began), Math.min(end, connectedToAgentAt ?? end)) : undefined,
    ),
  ];
};
