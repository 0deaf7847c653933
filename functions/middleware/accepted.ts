import type { MessageAccepted } from '../core/use-cases/receive-source-message.ts';
import type { CrmInbound } from '../crm/connector.ts';
import { type HttpResponse, json } from './http-response.ts';

/** One thing said is answered by itself. A CRM that wants an answer in its own words gets that. */
export function accepted({ acknowledge }: CrmInbound, results: readonly MessageAccepted[]): HttpResponse {
  if (acknowledge !== undefined) {
    const { contentType, body } = acknowledge();
    return { statusCode: 200, headers: { 'content-type': contentType, 'cache-control': 'no-store' }, body };
  }
  const [only] = results;
  return json(202, results.length === 1 ? only : { accepted: results });
}
