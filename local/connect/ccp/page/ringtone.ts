/** Two tones per second, then two seconds of silence, until stopped. */
const TONES_HZ = [440, 480];
const RING_SECONDS = 1;
const PERIOD_MS = 3000;
const VOLUME = 0.08;

/** Firefox and Safari cannot choose; a device that is gone leaves the one that rings now. */
const choose = async (audio: AudioContext & { setSinkId?(id: string): Promise<void> }, sinkId: string) => {
  if (sinkId !== '') await audio.setSinkId?.(sinkId).catch(() => undefined);
};

export class Ringtone {
  /** The device that rings; empty is the browser's choice. */
  sinkId = '';
  #audio: AudioContext | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;

  get ringing(): boolean {
    return this.#timer !== undefined;
  }

  /** Silent where the browser wants a gesture first; the screen still shows and announces the call. */
  start(): void {
    if (this.ringing) return;
    this.#timer = setInterval(() => this.#ring(), PERIOD_MS);
    this.#ring();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#audio?.close();
    this.#audio = undefined;
  }

  async #ring(): Promise<void> {
    this.#audio ??= new AudioContext();
    const audio = this.#audio;
    await choose(audio, this.sinkId);
    if (audio.state === 'suspended') await audio.resume().catch(() => undefined);
    if (audio.state !== 'running' || !this.ringing) return;
    const gain = audio.createGain();
    const { currentTime } = audio;
    gain.gain.setValueAtTime(0, currentTime);
    gain.gain.linearRampToValueAtTime(VOLUME, currentTime + 0.02);
    gain.gain.setValueAtTime(VOLUME, currentTime + RING_SECONDS - 0.05);
    gain.gain.linearRampToValueAtTime(0, currentTime + RING_SECONDS);
    gain.connect(audio.destination);
    for (const hertz of TONES_HZ) {
      const tone = audio.createOscillator();
      tone.frequency.value = hertz;
      tone.connect(gain);
      tone.start(currentTime);
      tone.stop(currentTime + RING_SECONDS);
    }
  }
}
