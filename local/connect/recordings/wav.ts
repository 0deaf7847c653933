/** PCM in a RIFF container: 8 kHz, 16 bit, two channels, as call recordings are. */
export const SAMPLE_RATE = 8_000;
const CHANNELS = 2;
const BYTES_PER_SAMPLE = 2;
const HEADER_BYTES = 44;

/** `sample` answers the two amplitudes, from -1 to 1, of one frame. */
export const wav = (frames: number, sample: (frame: number) => readonly [left: number, right: number]): Buffer => {
  const dataBytes = frames * CHANNELS * BYTES_PER_SAMPLE;
  const file = Buffer.alloc(HEADER_BYTES + dataBytes);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(HEADER_BYTES - 8 + dataBytes, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(CHANNELS, 22);
  file.writeUInt32LE(SAMPLE_RATE, 24);
  file.writeUInt32LE(SAMPLE_RATE * CHANNELS * BYTES_PER_SAMPLE, 28);
  file.writeUInt16LE(CHANNELS * BYTES_PER_SAMPLE, 32);
  file.writeUInt16LE(BYTES_PER_SAMPLE * 8, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(dataBytes, 40);
  for (let frame = 0; frame < frames; frame += 1) {
    const at = HEADER_BYTES + frame * CHANNELS * BYTES_PER_SAMPLE;
    for (const [channel, amplitude] of sample(frame).entries()) {
      file.writeInt16LE(Math.round(Math.max(-1, Math.min(1, amplitude)) * 0x7fff), at + channel * BYTES_PER_SAMPLE);
    }
  }
  return file;
};
