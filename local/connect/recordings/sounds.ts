/**
 * What a recording sounds like, since nobody has spoken: the customer left and the agent right, as in the service's
 * (Administrator Guide, "set up recording behavior"). Talking is a low tone in turns of two seconds, keys are their DTMF
 * tones (ITU-T Q.23), what a flow says is a tone as long as it took, hold and suspended times are silent.
 */
import type { Contact, Period } from '../contacts/contact.ts';
import type { Tuning } from '../tuning.ts';
import type { Recording } from './recording.ts';
import { SAMPLE_RATE, type Tone, wav } from './wav.ts';

/** Longer calls are cut: 32 KB for every second. */
export const LONGEST_S = 300;
const CUSTOMER_HZ = 220;
const AGENT_HZ = 330;
const FLOW_HZ = 440;
const TURN_MS = 2_000;
const KEY_MS = 100;
const KEY_GAP_MS = 60;
const KEYS = ['123A', '456B', '789C', '*0#D'];
const ROW_HZ = [697, 770, 852, 941];
const COLUMN_HZ = [1_209, 1_336, 1_477, 1_633];
const LEFT = 0;
const RIGHT = 1;

const dtmf = (key: string): readonly number[] => {
  const row = KEYS.findIndex((keys) => keys.includes(key));
  return [ROW_HZ[row], COLUMN_HZ[KEYS[row]?.indexOf(key) ?? -1]].filter((hertz) => hertz !== undefined);
};

/** Times of a sound are those of the call, in milliseconds. */
interface Sound extends Period {
  readonly channel: typeof LEFT | typeof RIGHT;
  readonly hertz: readonly number[];
}

const turns = ({ from, to }: Period): Sound[] =>
  Array.from({ length: Math.ceil((to - from) / TURN_MS) }, (_, turn) => {
    const start = from + turn * TURN_MS;
    const agent = turn % 2 === 0;
    const end = Math.min(to, start + TURN_MS / 2);
    return { channel: agent ? RIGHT : LEFT, hertz: [agent ? AGENT_HZ : CUSTOMER_HZ], from: start, to: end };
  });

const keys = (contact: Contact): Sound[] =>
  contact.keys.flatMap(({ at, by, digits }) =>
    [...digits].map((key, index) => {
      const from = at + index * (KEY_MS + KEY_GAP_MS);
      return { channel: by === 'agent' ? RIGHT : LEFT, hertz: dtmf(key), from, to: from + KEY_MS } as const;
    }),
  );

const flowSpeech = (contact: Contact, tuning: Tuning): Sound[] =>
  contact.spoken
    .filter(({ to }) => to === 'customer')
    .map(({ at, kind, text }) => {
      const from = Date.parse(at);
      const { promptMs, speechMaximumMs, speechMsPerCharacter } = tuning;
      const length = kind === 'prompt' ? promptMs : Math.min(speechMaximumMs, text.length * speechMsPerCharacter);
      return { channel: RIGHT, hertz: [FLOW_HZ], from, to: from + length };
    });

export const soundOf = (contact: Contact, recording: Recording, tuning: Tuning): Buffer => {
  const { from, part } = recording;
  const to = Math.min(recording.to, from + LONGEST_S * 1_000);
  const frame = (at: number) => Math.round(((Math.min(Math.max(at, from), to) - from) * SAMPLE_RATE) / 1_000);
  const heard = ({ channel }: Sound) =>
    part === 'ivr' || (channel === LEFT ? contact.recording.customer : contact.recording.agent);
  const sounds = [...(part === 'ivr' ? flowSpeech(contact, tuning) : turns({ from, to })), ...keys(contact)];
  const tones = sounds
    .filter(heard)
    .map(({ channel, hertz, ...time }): Tone => ({ channel, hertz, from: frame(time.from), to: frame(time.to) }));
  const silent = [...contact.holdPeriods, ...contact.recording.pauses].map((pause) => ({
    from: frame(pause.from),
    to: frame(pause.to ?? to),
  }));
  return wav(frame(to), tones, silent);
};
