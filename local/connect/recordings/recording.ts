/** The recording of a call: made when it is asked for, since nobody has spoken. */
import type { Contact } from '../contacts/contact.ts';
import type { Instance } from '../instance.ts';
import { isoTime } from '../scheduler.ts';
import { SAMPLE_RATE, wav } from './wav.ts';

/** Longer calls are cut: 32 KB per second would be a lot of silence. */
const LONGEST_S = 60;
const MARK_S = 0.2;
const LOUDNESS = 0.2;
const CUSTOMER_HZ = 440;
const AGENT_HZ = 660;

/**
 * Bucket and key under the service's layout (`<prefix>/CallRecordings/YYYY/MM/DD/<contactId>_YYYYMMDDThh:mm_UTC.wav`), or
 * `undefined` when no agent was on the line or no flow asked for a recording.
 */
export const recordingLocation = (
  instance: Instance,
  contact: Contact,
): { readonly bucket: string; readonly key: string } | undefined => {
  if (!contact.recording || contact.connectedToAgentAt === undefined) return undefined;
  const time = isoTime(contact.connectedToAgentAt);
  const day = time.slice(0, 10);
  const stamp = `${day.replaceAll('-', '')}T${time.slice(11, 16)}`;
  return {
    bucket: `amazon-connect-${instance.alias}`,
    key: `connect/${instance.alias}/CallRecordings/${day.replaceAll('-', '/')}/${contact.id}_${stamp}_UTC.wav`,
  };
};

/** As long as the call was: a short tone for each side, customer left and agent right, then silence. */
export const recordingOf = (contact: Contact): Buffer => {
  const { connectedToAgentAt = 0, disconnectedAt = 0 } = contact;
  const lengthS = Math.min(LONGEST_S, Math.max(MARK_S, (disconnectedAt - connectedToAgentAt) / 1_000));
  const tone = (hertz: number, seconds: number) => LOUDNESS * Math.sin(2 * Math.PI * hertz * seconds);
  return wav(Math.round(lengthS * SAMPLE_RATE), (frame) => {
    const seconds = frame / SAMPLE_RATE;
    return seconds < MARK_S ? [tone(CUSTOMER_HZ, seconds), tone(AGENT_HZ, seconds)] : [0, 0];
  });
};
