import type { Source } from '../core/contracts/configuration.ts';
import { CtiError } from '../core/errors.ts';
import type { SourceSecrets } from '../core/ports.ts';
import type { Headers, SignedRequest } from '../crm/connector.ts';
import { inboundOf } from '../crm/inbound.ts';
import { verifySignature } from './signature.ts';

export const bearerToken = (headers: Headers): string | undefined =>
  /^Bearer +([\w.~+/-]+=*)$/i.exec(headers.authorization ?? '')?.[1];

/**
 * The source whose secret has signed the request; the path does not name it.
 * @throws CtiError `unauthorized` without a token and a signature, else what the signature's check says
 */
export async function signingSource(
  request: SignedRequest,
  sources: ReadonlyMap<string, Source>,
  secrets: SourceSecrets,
  now: Date,
): Promise<string> {
  let refusal = new CtiError('unauthorized', 'Needs an access token or a signature.');
  if (request.headers['webhook-signature'] === undefined) throw refusal;
  for (const source of sources.values()) {
    try {
      await verifySignature(inboundOf(source), source, request, secrets, now);
      return source.id;
    } catch (error) {
      if (!(error instanceof CtiError)) throw error;
      refusal = error;
    }
  }
  throw refusal;
}
