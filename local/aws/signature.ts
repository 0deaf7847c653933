/**
 * AWS Signature Version 4, from the receiving side: read what a request claims, and compute what its signature must be.
 * The canonical forms come from the library that the SDKs sign with.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { HttpRequest } from '@smithy/protocol-http';
import { createScope, getCanonicalHeaders, getSigningKey, SignatureV4Base } from '@smithy/signature-v4';
import type { Credentials, ServiceRequest } from '../parts.ts';
import { firstOf, parseQuery } from './query-string.ts';

export interface SignatureClaim {
  readonly presigned: boolean;
  readonly accessKeyId: string;
  /** YYYYMMDD of the credential scope. */
  readonly scopeDate: string;
  readonly region: string;
  readonly service: string;
  readonly terminator: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** YYYYMMDDTHHMMSSZ */
  readonly date: string;
  /** Of a presigned URL. */
  readonly expiresSeconds?: number;
  readonly sessionToken?: string;
}

/** @returns undefined when the request carries no signature at all, `malformed` when it cannot be read. */
export const readClaim = (request: ServiceRequest): SignatureClaim | 'malformed' | undefined => {
  const query = parseQuery(request.query);
  if (firstOf(query['X-Amz-Algorithm']) !== undefined) return readPresigned(query);
  const authorization = request.headers.authorization;
  if (authorization === undefined) return undefined;
  return readAuthorization(authorization, request.headers);
};

const readAuthorization = (authorization: string, headers: ServiceRequest['headers']): SignatureClaim | 'malformed' => {
  if (!authorization.startsWith('AWS4-HMAC-SHA256 ')) return 'malformed';
  const part = (name: string) => new RegExp(`(?:^|[ ,])${name}=([^ ,]+)`).exec(authorization)?.[1];
  return assemble({
    presigned: false,
    credential: part('Credential'),
    signedHeaders: part('SignedHeaders'),
    signature: part('Signature'),
    date: headers['x-amz-date'] ?? basicDate(headers.date),
    sessionToken: headers['x-amz-security-token'],
  });
};

const readPresigned = (query: Record<string, string | string[]>): SignatureClaim | 'malformed' => {
  if (firstOf(query['X-Amz-Algorithm']) !== 'AWS4-HMAC-SHA256') return 'malformed';
  const expires = firstOf(query['X-Amz-Expires']) ?? '';
  if (!/^\d{1,9}$/.test(expires)) return 'malformed';
  return assemble({
    presigned: true,
    credential: firstOf(query['X-Amz-Credential']),
    signedHeaders: firstOf(query['X-Amz-SignedHeaders']),
    signature: firstOf(query['X-Amz-Signature']),
    date: firstOf(query['X-Amz-Date']),
    sessionToken: firstOf(query['X-Amz-Security-Token']),
    expiresSeconds: Number(expires),
  });
};

const assemble = (read: {
  presigned: boolean;
  credential: string | undefined;
  signedHeaders: string | undefined;
  signature: string | undefined;
  date: string | undefined;
  sessionToken: string | undefined;
  expiresSeconds?: number;
}): SignatureClaim | 'malformed' => {
  const { credential, signedHeaders, signature, date, sessionToken, expiresSeconds } = read;
  const scope = credential?.split('/') ?? [];
  const [accessKeyId, scopeDate, region, service, terminator] = scope;
  if (scope.length !== 5 || !accessKeyId || !scopeDate || !region || !service || !terminator) return 'malformed';
  if (signedHeaders === undefined || signature === undefined || date === undefined) return 'malformed';
  if (Number.isNaN(timeOf(date)) || !/^[0-9a-f]{64}$/.test(signature)) return 'malformed';
  return {
    presigned: read.presigned,
    accessKeyId,
    scopeDate,
    region,
    service,
    terminator,
    signedHeaders: signedHeaders.split(';'),
    signature,
    date,
    ...(expiresSeconds === undefined ? {} : { expiresSeconds }),
    ...(sessionToken === undefined ? {} : { sessionToken }),
  };
};

const basicDate = (date: string | undefined): string | undefined => {
  const time = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isNaN(time) ? undefined : toBasicDate(new Date(time));
};

/** 20261124T064105Z */
export const toBasicDate = (date: Date): string => date.toISOString().replace(/[-:]|\.\d{3}/g, '');

/** Milliseconds, NaN when it is no `YYYYMMDDTHHMMSSZ`. */
export const timeOf = (date: string): number => {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date);
  if (parts === null) return Number.NaN;
  const [, year, month, day, hour, minute, second] = parts;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
};

/** What `x-amz-content-sha256` says, or what it would have to say. */
export const payloadHashOf = (request: ServiceRequest, claim: SignatureClaim): string => {
  const declared = request.headers['x-amz-content-sha256'];
  if (declared !== undefined && !claim.presigned) return declared;
  if (claim.service !== 's3' || !claim.presigned) return createHash('sha256').update(request.body).digest('hex');
  return declared ?? firstOf(parseQuery(request.query)['X-Amz-Content-Sha256']) ?? 'UNSIGNED-PAYLOAD';
};

export const signatureMatches = async (
  request: ServiceRequest,
  claim: SignatureClaim,
  secret: Credentials,
): Promise<boolean> => {
  // S3 signs the path as it is sent, every other service the path encoded once more.
  const signer = new ReceivedRequestSigner(claim.service, claim.service !== 's3');
  const expected = await signer.signatureOf(request, claim, secret);
  return timingSafeEqual(Buffer.from(expected), Buffer.from(claim.signature));
};

class ReceivedRequestSigner extends SignatureV4Base {
  constructor(service: string, uriEscapePath: boolean) {
    const nobody = { accessKeyId: '', secretAccessKey: '' };
    super({ service, region: '', credentials: nobody, sha256: Sha256, uriEscapePath });
  }

  async signatureOf(request: ServiceRequest, claim: SignatureClaim, secret: Credentials): Promise<string> {
    const signed = new Set(claim.signedHeaders);
    const headers: Record<string, string> = {};
    for (const name of signed) headers[name] = request.headers[name] ?? '';
    const canonicalRequest = this.createCanonicalRequest(
      new HttpRequest({ method: request.method, path: request.path, query: parseQuery(request.query), headers }),
      getCanonicalHeaders(new HttpRequest({ headers }), undefined, signed),
      payloadHashOf(request, claim),
    );
    const scope = createScope(claim.scopeDate, claim.region, claim.service);
    const text = await this.createStringToSign(claim.date, scope, canonicalRequest, 'AWS4-HMAC-SHA256');
    const key = await getSigningKey(Sha256, secret, claim.scopeDate, claim.region, claim.service);
    return createHmac('sha256', key).update(text).digest('hex');
  }
}

/** node's own SHA-256 in the shape that the library asks for. */
class Sha256 {
  #hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret));
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytesOf(data));
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
  reset(): void {
    this.#hash = createHash('sha256');
  }
}

const bytesOf = (data: string | ArrayBuffer | ArrayBufferView): Buffer => {
  if (typeof data === 'string') return Buffer.from(data);
  return ArrayBuffer.isView(data) ? Buffer.from(data.buffer, data.byteOffset, data.byteLength) : Buffer.from(data);
};
