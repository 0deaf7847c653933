import { randomBytes } from 'node:crypto';
import type { Clock } from '../../parts.ts';

export interface Session {
  readonly id: string;
  readonly username: string;
  /** Shared by the sessions that came out of one sign-in, one per cookie partition: they end together. */
  readonly signInId: string;
  /** For the CTI API's `X-Amz-Bearer`; never the cookie's value. */
  readonly bearer: string;
  readonly expiresAt: Date;
}

export type SessionEnd = 'signed-out' | 'expired';

/** Connect signs an agent out after 12 hours at the latest. */
export const SESSION_SECONDS = 12 * 60 * 60;
const HANDOVER_SECONDS = 60;

const secret = () => randomBytes(32).toString('base64url');

/** Who is signed in to the softphone, in memory: a restart of the local Connect signs everybody out. */
export class Sessions {
  readonly #sessions = new Map<string, Session>();
  readonly #handovers = new Map<string, Pick<Session, 'username' | 'signInId'> & { expiresAt: number }>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #beginListeners = new Set<(session: Session) => void>();
  readonly #listeners = new Set<(session: Session, reason: SessionEnd) => void>();
  readonly #clock: Clock;
  readonly #seconds: number;

  constructor(clock: Clock, seconds = SESSION_SECONDS) {
    this.#clock = clock;
    this.#seconds = seconds;
  }

  begin(username: string, signInId = secret()): Session {
    const expiresAt = new Date(this.#clock.now().getTime() + this.#seconds * 1000);
    const session = { id: secret(), username, signInId, bearer: secret(), expiresAt };
    this.#sessions.set(session.id, session);
    for (const listener of this.#beginListeners) listener(session);
    const timer = setTimeout(() => this.end(session.id, 'expired'), this.#seconds * 1000);
    this.#timers.set(session.id, timer.unref());
    return session;
  }

  find(id: string | undefined): Session | undefined {
    const session = id === undefined ? undefined : this.#sessions.get(id);
    if (session && session.expiresAt <= this.#clock.now()) {
      this.end(session.id, 'expired');
      return undefined;
    }
    return session;
  }

  findByBearer(bearer: string): Session | undefined {
    const match = [...this.#sessions.values()].find((session) => session.bearer === bearer);
    return this.find(match?.id);
  }

  /** Ends a session and those of the same sign-in. */
  end(id: string, reason: SessionEnd): void {
    const signInId = this.#sessions.get(id)?.signInId;
    for (const session of [...this.#sessions.values()]) {
      if (session.signInId !== signInId) continue;
      this.#sessions.delete(session.id);
      clearTimeout(this.#timers.get(session.id));
      this.#timers.delete(session.id);
      for (const listener of this.#listeners) listener(session, reason);
    }
  }

  onBegin(listener: (session: Session) => void): void {
    this.#beginListeners.add(listener);
  }

  onEnd(listener: (session: Session, reason: SessionEnd) => void): void {
    this.#listeners.add(listener);
  }

  /** A code that lets another page of this origin, in another cookie partition, begin a session of its own; works once. */
  offerHandover({ username, signInId }: Session): string {
    const code = secret();
    const expiresAt = this.#clock.now().getTime() + HANDOVER_SECONDS * 1000;
    this.#handovers.set(code, { username, signInId, expiresAt });
    return code;
  }

  takeHandover(code: string): Session | undefined {
    const offer = this.#handovers.get(code);
    this.#handovers.delete(code);
    return offer && offer.expiresAt > this.#clock.now().getTime()
      ? this.begin(offer.username, offer.signInId)
      : undefined;
  }

  close(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#sessions.clear();
    this.#handovers.clear();
  }
}
