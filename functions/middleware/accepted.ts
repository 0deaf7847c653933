import type { MessageAccepted } from '../core/use-cases/receive-source-message.ts';
import type { CrmInbound, SignedRequest } from '../crm/connector.ts';
import { type HttpResponse, json } from './http-response.ts';

/** One thing said is answered by itself. A CRM that wants an answer in its own words gets that. */
export function accepted(
  { acknowledge }: CrmInbound,
  request: SignedRequest,
  results: readonly MessageAccepted[],
): HttpResponse {
  const acknowledgement = acknowledge?.(request);
  if (acknowledgement !== undefined) {
    const { contentType, body } = acknowledgement;
    return { statusCode: 200, headers: { 'content-type': contentType, 'cache-control': 'no-store' }, body };
  }
  const [only] = results;
  return json(202, results.length === 1 ? only : { accepted: results });
}
