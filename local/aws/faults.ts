/**
 * Faults on purpose, for tests and for people who want to see what happens:
 *
 *     PUT /_local/faults   [{"service":"dynamodb","operation":"PutItem","error":"ProvisionedThroughputExceededException","count":3}]
 *     GET /_local/faults   what is left of them
 *     DELETE /_local/faults
 *
 * - `service`, `operation`: `*` is any; `resource` narrows to calls whose table, bucket, queue or secret contains it
 * - `error`: an error code, or `connection-lost` (the socket is closed without an answer); `status` overrides its HTTP status
 * - `latencyMs`: waits before anything else
 * - `when`: `before` (default) refuses the call, `after` does the work and then answers with the error: a lost answer
 * - `count`: how often, then the fault is gone; `rate`: 0 to 1, how likely; neither: always
 */
import { setTimeout as delay } from 'node:timers/promises';
import * as v from 'valibot';
import type { ServiceRequest, ServiceResponse } from '../parts.ts';
import { AwsError } from './errors.ts';
import type { ServiceCall } from './service.ts';

export const FAULTS_PATH = '/_local/faults';

const faultSchema = v.strictObject({
  service: v.optional(v.string(), '*'),
  operation: v.optional(v.string(), '*'),
  resource: v.optional(v.string()),
  error: v.optional(v.pipe(v.string(), v.regex(/^[\w.-]+$/))),
  status: v.optional(v.pipe(v.number(), v.integer(), v.minValue(400), v.maxValue(599))),
  latencyMs: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(60_000))),
  when: v.optional(v.picklist(['before', 'after']), 'before'),
  count: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  rate: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
});
type Fault = v.InferOutput<typeof faultSchema> & { left?: number };

/** The caller's socket is to be closed without an answer. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}

export interface Faults {
  /** Answers a request to `FAULTS_PATH`. */
  control(request: ServiceRequest): ServiceResponse;
  /**
   * Does `work`, with the faults that are set for the call.
   * @throws AwsError or ConnectionLost
   */
  around(service: string, call: ServiceCall, work: () => Promise<ServiceResponse>): Promise<ServiceResponse>;
}

export const createFaults = (random: () => number = Math.random): Faults => {
  let faults: Fault[] = [];

  const take = (service: string, { operation, subject }: ServiceCall): Fault | undefined => {
    const fault = faults.find(
      (candidate) =>
        (candidate.service === '*' || candidate.service === service) &&
        (candidate.operation === '*' || candidate.operation === operation) &&
        (candidate.resource === undefined || subject.includes(candidate.resource)) &&
        (candidate.rate === undefined || random() < candidate.rate),
    );
    if (fault?.left !== undefined) {
      fault.left -= 1;
      if (fault.left === 0) faults = faults.filter((candidate) => candidate !== fault);
    }
    return fault;
  };

  return {
    control({ method, body }) {
      if (method === 'DELETE') faults = [];
      if (method === 'PUT') {
        const parsed = v.safeParse(v.array(faultSchema), parse(body));
        if (!parsed.success) return json(422, { problems: v.flatten(parsed.issues) });
        faults = parsed.output.map((fault) => ({
          ...fault,
          ...(fault.count === undefined ? {} : { left: fault.count }),
        }));
      }
      return json(200, faults);
    },
    async around(service, call, work) {
      const fault = faults.length === 0 ? undefined : take(service, call);
      if (fault === undefined) return work();
      if (fault.latencyMs !== undefined) await delay(fault.latencyMs);
      if (fault.error === undefined) return work();
      if (fault.when === 'after') await work();
      if (fault.error === 'connection-lost') throw new ConnectionLost('A fault closes the connection');
      throw new AwsError(fault.error, `A fault set at ${FAULTS_PATH}`, fault.status ?? statusOf(fault.error));
    },
  };
};

/** As AWS does: throttling is the caller's (400, S3's SlowDown 503), the rest that one would inject the service's. */
const statusOf = (error: string): number => {
  if (/SlowDown|Unavailable/.test(error)) return 503;
  return /Internal|Timeout/.test(error) ? 500 : 400;
};

const parse = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
};

const json = (status: number, value: unknown): ServiceResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});
