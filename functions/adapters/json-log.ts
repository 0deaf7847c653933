/** One JSON line per event on standard output, as CloudWatch takes them. Facts are ids, codes, counts and times. */
import type { Log } from '../core/ports.ts';

type Facts = Parameters<Log['info']>[1];

export const jsonLog: Log = {
  info: (event, facts) => write('info', event, facts),
  error: (event, error, facts) => write('error', event, { ...facts, ...describe(error) }),
};

function write(level: 'info' | 'error', event: string, facts: Facts): void {
  process.stdout.write(`${JSON.stringify({ level, at: new Date().toISOString(), event, ...facts })}\n`);
}

/**
 * An error's message may quote what somebody typed (JSON.parse does), so only messages of AWS services are kept, with
 * numbers and addresses taken out; of every other error its kind and where it happened.
 */
function describe(error: unknown): Record<string, string | number | undefined> {
  if (!(error instanceof Error)) return { error: typeof error };
  const { code } = error as Error & { code?: unknown };
  return {
    error: error.name,
    code: typeof code === 'string' ? code : undefined,
    message: '$metadata' in error ? redact(error.message) : undefined,
    frames: error.stack
      ?.split('\n')
      .filter((line) => line.startsWith('    at '))
      .slice(0, 6)
      .map((line) => line.trim())
      .join(' | '),
    cause: error.cause instanceof Error ? error.cause.name : undefined,
  };
}

const redact = (text: string): string =>
  text
    .replace(/\+?\d{6,}/g, '<number>')
    .replace(/[^\s@]+@[^\s@]+/g, '<address>')
    .slice(0, 300);
