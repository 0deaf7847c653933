import type { Source } from '../core/contracts/configuration.ts';
import { CtiError } from '../core/errors.ts';
import type { SourceSecrets } from '../core/ports/crm.ts';
import type { CrmInbound, SignedRequest } from '../crm/connector.ts';

/**
 * The request's id, when one of the source's secrets has signed it. On a mismatch the secrets are read once more, so that a
 * rotation works at once.
 * @throws CtiError `signature-missing`, `signature-expired`, `signature-invalid`
 */
export async function verifySignature(
  inbound: Pick<CrmInbound, 'verify'>,
  source: Source,
  request: SignedRequest,
  secrets: SourceSecrets,
  now: Date,
): Promise<string> {
  const known = await secrets.secretsOf(source.id);
  try {
    return inbound.verify(request, known, now, source);
  } catch (error) {
    if (!(error instanceof CtiError) || error.code !== 'signature-invalid') throw error;
    const fresh = await secrets.secretsOf(source.id, { fresh: true });
    if (fresh === known) throw error;
    return inbound.verify(request, fresh, now, source);
  }
}
