/** One JSON line per event on standard output, as CloudWatch takes them. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { digestId } from '../core/ids.ts';
import { LOG_FACTS, type LogFacts } from '../core/log-facts.ts';
import type { AccessedRecord, AccessTrail, InvocationLog } from '../core/ports/log.ts';
import { errorStatus } from './service-client.ts';

/** What is known of each invocation that is under way: several messages of a batch are, at once. */
const invocations = new AsyncLocalStorage<{ facts: LogFacts }>();

export const jsonLog: InvocationLog & AccessTrail = {
  info: (event, facts) => write('info', event, facts),
  error: (event, error, facts) => write('error', event, facts, describe(error)),
  note(facts) {
    const invocation = invocations.getStore();
    if (invocation !== undefined) invocation.facts = { ...invocation.facts, ...facts };
  },
  accessed: ({ by, route, status, records }) => audit('record-accessed', { by, route, status }, records),
  refused: ({ by, route, records }) => audit('record-refused', { by, route }, records),
  within: (facts, work) => invocations.run({ facts: { ...invocations.getStore()?.facts, ...facts } }, work),
};

/** What the current invocation's lines carry. */
export const knownFacts = (): Readonly<Record<string, unknown>> => shown(invocations.getStore()?.facts ?? {});

export function writeLine(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function write(level: 'info' | 'error', event: string, facts: LogFacts = {}, error: object = {}): void {
  writeLine({ level, at: new Date().toISOString(), event, ...knownFacts(), ...shown(facts), ...error });
}

function audit(event: string, request: object, records: readonly AccessedRecord[]): void {
  const common = { level: 'info', at: new Date().toISOString(), event, ...knownFacts(), ...request };
  for (const record of records) writeLine({ ...common, ...auditable(record) });
}

/** An id or a code. A CRM may use a person's address or number as an id; such a value is not shown. */
const ID = /^[\w.:-]{1,128}$/;

/** An audit must be able to tell every record: one with such an id is told by a digest, which who knows the id can make too. */
const auditable = (record: AccessedRecord): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(record).map(([name, id]) => [name, ID.test(id) ? id : `sha256-${digestId(id)}`]));

const ROUTE = /^[A-Z]+ \/[\w/{}-]*$/;

/** The compiler lets nobody name another fact in so many words; this holds for spread objects too, and for values. */
const shown = (facts: LogFacts): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    LOG_FACTS.flatMap((name) => {
      const value = facts[name];
      if (value === undefined) return [];
      const isShown = typeof value !== 'string' || ID.test(value) || (name === 'route' && ROUTE.test(value));
      return [[name, isShown ? value : '<withheld>']];
    }),
  );

/** Errors of AWS services whose messages speak of roles, resources and rates only. */
const SPEAKS_OF_RESOURCES =
  /^(AccessDenied|NotAuthorized|UnrecognizedClient|ExpiredToken|Throttling|ProvisionedThroughput)/;

/**
 * Messages may quote what somebody typed: `JSON.parse` does, so do services when they refuse a parameter. So an error is told
 * by its kind, where it happened and what the service may be asked by; a message only where it cannot be about a person.
 */
function describe(error: unknown): Readonly<Record<string, string | number | undefined>> {
  if (!(error instanceof Error)) return { error: typeof error };
  const { code, $metadata: metadata } = error as Error & { code?: unknown; $metadata?: { requestId?: unknown } };
  const awsRequestId = metadata?.requestId;
  return {
    error: error.name,
    code: typeof code === 'string' && ID.test(code) ? code : undefined,
    httpStatus: errorStatus(error),
    awsRequestId: typeof awsRequestId === 'string' ? awsRequestId : undefined,
    message: metadata !== undefined && SPEAKS_OF_RESOURCES.test(error.name) ? redact(error.message) : undefined,
    frames: framesOf(error),
    cause: error.cause instanceof Error ? error.cause.name : undefined,
  };
}

/** A stack begins with the message, and a message may have lines of its own. */
function framesOf({ stack = '', message }: Error): string {
  const start = message === '' ? 0 : Math.max(stack.indexOf(message), 0) + message.length;
  const frames = stack
    .slice(start)
    .split('\n')
    .filter((line) => line.startsWith('    at '));
  return frames
    .slice(0, 6)
    .map((line) => line.trim())
    .join(' | ');
}

const redact = (text: string): string =>
  text
    .replace(/\+?\d{6,}/g, '<number>')
    .replace(/[^\s@]+@[^\s@]+/g, '<address>')
    .slice(0, 300);
