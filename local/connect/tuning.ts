/** What a person at the desk may want shorter or longer than in the cloud; service rules are not here. */
export interface Tuning {
  /** Speech takes this long per character … */
  readonly speechMsPerCharacter: number;
  /** … but never longer than this, so that a demonstration keeps flowing. */
  readonly speechMaximumMs: number;
  /** One recorded prompt (music, beep) of any length. */
  readonly promptMs: number;
  /** Contact events reach the bus this long after they happen: near real time, never within the API call. */
  readonly eventDelayMs: number;
  /** Contact records reach their stream this long after the contact is completed or changed; the service takes minutes. */
  readonly recordDelayMs: number;
  /** Time a phone needs to start ringing. */
  readonly postDialDelayMs: number;
  /** How long an answering machine keeps the line when nobody hangs up. */
  readonly voicemailMs: number;
}

export const DEFAULT_TUNING: Tuning = {
  speechMsPerCharacter: 20,
  speechMaximumMs: 1_200,
  promptMs: 1_200,
  eventDelayMs: 25,
  recordDelayMs: 250,
  postDialDelayMs: 150,
  voicemailMs: 30_000,
};

/** "Agents have 20 seconds to accept" (Connect Administrator Guide, about the CCP; fixed, not a setting). */
export const ACCEPT_TIMEOUT_MS = 20_000;
/** "The interrupt call rings for 30 seconds. This is not configurable." (Administrator Guide, "Interrupt agent") */
export const INTERRUPT_TIMEOUT_MS = 30_000;
/** Whisper flows are cut after two minutes (Administrator Guide, "Set whisper flow"). */
export const WHISPER_LIMIT_MS = 120_000;
/** API reference: RingTimeoutInSeconds 15..60, default 60. */
export const DEFAULT_RING_TIMEOUT_S = 60;
/** Quota "contacts in one agent queue". */
export const AGENT_QUEUE_CAPACITY = 10;
