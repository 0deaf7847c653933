/** PCM in a RIFF container: 8 kHz, 16 bit, two channels, as call recordings are. */
export const SAMPLE_RATE = 8_000;
const CHANNELS = 2;
const BYTES_PER_SAMPLE = 2;
const BYTES_PER_FRAME = CHANNELS * BYTES_PER_SAMPLE;
const HEADER_BYTES = 44;
/** Of full scale; tones that sound together share it. */
const LOUDNESS = 0.2;

/** Sine waves in one channel (0 is left), from one frame up to, not including, another. */
export interface Tone {
  readonly channel: 0 | 1;
  readonly hertz: readonly number[];
  readonly from: number;
  readonly to: number;
}

const header = (dataBytes: number): Buffer => {
  const bytes = Buffer.alloc(HEADER_BYTES);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(HEADER_BYTES - 8 + dataBytes, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(CHANNELS, 22);
  bytes.writeUInt32LE(SAMPLE_RATE, 24);
  bytes.writeUInt32LE(SAMPLE_RATE * BYTES_PER_FRAME, 28);
  bytes.writeUInt16LE(BYTES_PER_FRAME, 32);
  bytes.writeUInt16LE(BYTES_PER_SAMPLE * 8, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(dataBytes, 40);
  return bytes;
};

/** Tones of one channel do not add up: a later one replaces an earlier one. In `silent` nothing is heard at all. */
export const wav = (
  frames: number,
  tones: readonly Tone[],
  silent: readonly { readonly from: number; readonly to: number }[] = [],
): Buffer => {
  const data = Buffer.alloc(frames * BYTES_PER_FRAME);
  for (const { channel, hertz, from, to } of tones) {
    const amplitude = (LOUDNESS * 0x7fff) / Math.max(1, hertz.length);
    for (let frame = Math.max(0, from); frame < Math.min(frames, to); frame += 1) {
      let sample = 0;
      for (const frequency of hertz) sample += Math.sin((2 * Math.PI * frequency * frame) / SAMPLE_RATE);
      data.writeInt16LE(Math.round(amplitude * sample), frame * BYTES_PER_FRAME + channel * BYTES_PER_SAMPLE);
    }
  }
  for (const { from, to } of silent) data.fill(0, from * BYTES_PER_FRAME, to * BYTES_PER_FRAME);
  return Buffer.concat([header(data.length), data]);
};
