/**
 * What the contract suite judges: the local Connect of the running system, or with `CTI_TARGET=aws` the service itself.
 *
 * | variable | for the service |
 * |---|---|
 * | `AWS_REGION` and the SDK's usual credentials | whom to ask, and as whom |
 * | `CTI_INSTANCE_ID` | instance to test in; flows are created there and deleted again |
 * | `CTI_QUEUE_ID`, `CTI_SOURCE_PHONE_NUMBER` | an existing standard queue, and a claimed number |
 * | `CTI_FUZZ_RUNS` | how often a property is tried, here as there |
 * | `CTI_DIAL_TO` | a number that may really be rung; without it nothing is dialled and those tests are left out |
 */
import { randomInt, randomUUID } from 'node:crypto';
import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { text } from 'node:stream/consumers';
import { Sha256 } from '@aws-crypto/sha256-js';
import { ConnectClient, type StartOutboundVoiceContactCommandInput } from '@aws-sdk/client-connect';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import { inject } from 'vitest';
import { PHONE_NUMBERS, QUEUES } from '../../local/seed.ts';

export const ON_AWS = process.env.CTI_TARGET === 'aws';
/** How often a property is tried: the service's pace allows few. */
export const runs = (local: number, service: number): number =>
  Number(process.env.CTI_FUZZ_RUNS ?? (ON_AWS ? service : local));
/** Locally every number may be rung. */
export const MAY_DIAL = !ON_AWS || process.env.CTI_DIAL_TO !== undefined;

const variable = (name: string): string => {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`CTI_TARGET=aws needs ${name}`);
  return value;
};
const local = ON_AWS ? undefined : inject('endpoints');

export const REGION = local?.region ?? variable('AWS_REGION');
export const INSTANCE_ID = local?.instanceId ?? variable('CTI_INSTANCE_ID');
export const QUEUE_ID = ON_AWS ? variable('CTI_QUEUE_ID') : QUEUES[0].id;
export const SOURCE_PHONE_NUMBER = ON_AWS ? variable('CTI_SOURCE_PHONE_NUMBER') : PHONE_NUMBERS[0].number;

// The SDKs know this variable too.
const endpoint = local?.connect ?? process.env.AWS_ENDPOINT_URL_CONNECT ?? `https://connect.${REGION}.amazonaws.com`;

/** A service that does not answer within ten seconds hangs. */
const TIMEOUT_MS = 10_000;

export const client = new ConnectClient({
  region: REGION,
  // The service's own pace is 2 requests a second, so that the suite has to wait its turn there.
  maxAttempts: ON_AWS ? 6 : 1,
  requestHandler: { requestTimeout: TIMEOUT_MS },
  ...(local !== undefined && { endpoint, credentials: local.credentials }),
});

export interface RawAnswer {
  readonly status: number;
  /** Name of the error alone, as the SDKs read it from `x-amzn-errortype`. */
  readonly errorType: string | undefined;
  readonly body: string;
}

export interface RawRequest {
  readonly method: string;
  /** As it goes over the wire. */
  readonly path: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Signed unless told otherwise. */
  readonly signed?: boolean;
}

/** Signed by hand, since no SDK would send what is wrong. */
export const send = async ({
  method,
  path,
  body = '',
  headers = {},
  signed = true,
}: RawRequest): Promise<RawAnswer> => {
  const { protocol, hostname, port, host } = new URL(endpoint);
  const plain = new HttpRequest({
    method,
    protocol,
    hostname,
    ...(port !== '' && { port: Number(port) }),
    path,
    headers: { host, 'content-type': 'application/json', ...headers },
    body,
  });
  const signer = new SignatureV4({
    service: 'connect',
    region: REGION,
    sha256: Sha256,
    credentials: client.config.credentials,
  });
  const { headers: sent } = signed ? await signer.sign(plain) : plain;
  return new Promise((resolve, reject) => {
    const start = protocol === 'https:' ? overHttps : overHttp;
    const outgoing = start({ method, hostname, port, path, headers: sent, timeout: TIMEOUT_MS }, (response) => {
      text(response).then(
        (received) =>
          resolve({
            status: response.statusCode ?? 0,
            errorType: String(response.headers['x-amzn-errortype'] ?? '').split(':')[0] || undefined,
            body: received,
          }),
        reject,
      );
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer within ${TIMEOUT_MS} ms`)));
    outgoing.on('error', reject);
    outgoing.end(body);
  });
};

export interface Refusal {
  readonly name: string | undefined;
  readonly status: number | undefined;
  readonly problems: readonly string[];
}

/** How an attempt is refused; all empty when it is not. */
export const refusalOf = async (attempt: Promise<unknown>): Promise<Refusal> => {
  const error = await attempt.then(
    () => ({}),
    (thrown: unknown) => Object(thrown),
  );
  const problems: unknown = error.problems ?? error.Problems;
  return {
    name: error.name,
    status: error.$metadata?.httpStatusCode,
    problems: Array.isArray(problems) ? problems.map((problem) => String(Object(problem).message)) : [],
  };
};

/** A number for one call: locally one that nobody else uses. */
export const dialTo = (): string => (ON_AWS ? variable('CTI_DIAL_TO') : `+1415${randomInt(2_000_000, 9_999_999)}`);
/** A number that is never reached, because the request is refused before. */
export const NEVER_DIALLED = '+14155550100';
export const freshName = (): string => `contract-${randomUUID()}`;

export const orderOf = (
  flowId: string,
  more: Partial<StartOutboundVoiceContactCommandInput> = {},
): StartOutboundVoiceContactCommandInput => ({
  InstanceId: INSTANCE_ID,
  ContactFlowId: flowId,
  DestinationPhoneNumber: NEVER_DIALLED,
  QueueId: QUEUE_ID,
  ...more,
});

/** The local Connect's controls; in the service people do this. */
export const control = async (method: string, path: string, body?: unknown): Promise<unknown> => {
  if (local === undefined) throw new Error('the service has no controls');
  const response = await fetch(`${local.connect}/simulator/${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
  return answer;
};

const UNHURRIED = { perSecond: 1_000, burst: 1_000 };
/** So that tests meet no quota but the one they ask for; the service keeps its own. */
export const liftQuotas = async (): Promise<void> => {
  if (local === undefined) return;
  const named = ['DescribeContact', 'StopContact', 'GetContactAttributes', 'UpdateContactAttributes', 'UpdateContact'];
  await control('PUT', 'quotas', {
    default: UNHURRIED,
    operations: Object.fromEntries(named.map((operation) => [operation, UNHURRIED])),
    concurrentCalls: 1_000,
  });
};
