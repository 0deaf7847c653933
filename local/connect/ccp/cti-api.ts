import { type AgentEngine, CTI_OPERATIONS, CtiError, type CtiOperation } from '../agent-session.ts';
import type { Session } from './sessions.ts';

type Params = Readonly<Record<string, unknown>>;

const LONGEST_POLL_MS = 30_000;
const TRANSPORT_SECONDS = 3600;

const isOperation = (name: string): name is CtiOperation => (CTI_OPERATIONS as readonly string[]).includes(name);
const fromWire = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);

/** `AmazonConnectCTIService`: the engine's operations, and those that belong to the page's transport. */
export class CtiApi {
  readonly #engine: AgentEngine;

  constructor(engine: AgentEngine) {
    this.#engine = engine;
  }

  /**
   * `operation` as on the wire (`GetAgentSnapshot`). Times in the answer are epoch seconds.
   * Throws {@link CtiError}.
   */
  async call(session: Session, operation: string, params: Params, socketOrigin: string): Promise<unknown> {
    const name = fromWire(operation);
    if (name === 'createTransport') return transport(params, socketOrigin);
    if (name === 'getNewAuthToken')
      return { newAuthToken: session.bearer, expirationDateTime: session.expiresAt.getTime() / 1000 };
    // Quick responses belong to Q in Connect, which is not here; Streams resolves with the bare answer.
    if (name === 'qrIntegrationExists') return false;
    if (!isOperation(name)) throw new CtiError('UnknownOperationException', `There is no operation ${operation}.`);
    if (name === 'getAgentSnapshot') await this.#changed(session.username, params);
    return epochSeconds(await this.#engine.perform(session.username, name, params));
  }

  /** Holds a long poll until the agent's snapshot is another than the caller's, or its timeout has passed. */
  async #changed(username: string, { nextToken, timeout }: Params): Promise<void> {
    if (nextToken !== String(this.#engine.version(username))) return;
    const longest = typeof timeout === 'number' ? Math.min(timeout, LONGEST_POLL_MS) : LONGEST_POLL_MS;
    const { promise, resolve } = Promise.withResolvers<void>();
    const unsubscribe = this.#engine.subscribe(username, () => resolve());
    const timer = setTimeout(resolve, longest).unref();
    await promise;
    clearTimeout(timer);
    unsubscribe();
  }
}

/** Streams asks for a socket that starts with `wss://` and lives 300 s at least; voice does without it if it never opens. */
const transport = ({ transportType }: Params, socketOrigin: string): unknown => {
  const expiry = new Date(Date.now() + TRANSPORT_SECONDS * 1000).toISOString();
  if (transportType === 'web_socket')
    return {
      webSocketTransport: { url: `${socketOrigin}/socket`, transportLifeTimeInSeconds: TRANSPORT_SECONDS, expiry },
    };
  if (transportType === 'softphone') return { softphoneTransport: { softphoneMediaConnections: [] } };
  throw new CtiError('InvalidParameterException', `There is no transport of type ${String(transportType)}.`);
};

const TIMES = new Set(['timestamp', 'startTimestamp', 'timeStamp', 'snapshotTimestamp', 'queueTimestamp']);

const epochSeconds = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(epochSeconds);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      TIMES.has(key) && typeof inner === 'string' ? Date.parse(inner) / 1000 : epochSeconds(inner),
    ]),
  );
};
