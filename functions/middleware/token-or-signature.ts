import type { Source } from '../core/contracts/configuration.ts';
import { CtiError } from '../core/errors.ts';
import type { SourceSecrets } from '../core/ports/crm.ts';
import type { Headers, SignedRequest } from '../crm/connector.ts';
import { verify } from '../crm/generic/standard-webhooks.ts';
import { verifySignature } from './signature.ts';

export const bearerToken = (headers: Headers): string | undefined =>
  /^Bearer +([\w.~+/-]+=*)$/i.exec(headers.authorization ?? '')?.[1];

/**
 * Whose secret signs Standard Webhooks. Another kind's secret is a key in its CRM's own scheme, which says nothing of requests to us;
 * and its scheme's code stays out of functions that only show and change calls.
 */
const SIGNING_KINDS: readonly Source['kind'][] = ['generic', 'salesforce'];

/**
 * The source whose secret has signed the request, as Standard Webhooks has it; the path does not name it.
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
    if (!SIGNING_KINDS.includes(source.kind)) continue;
    try {
      await verifySignature({ verify }, source, request, secrets, now);
      return source.id;
    } catch (error) {
      if (!(error instanceof CtiError)) throw error;
      refusal = error;
    }
  }
  throw refusal;
}
