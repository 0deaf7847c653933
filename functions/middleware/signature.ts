import { CtiError } from '../core/errors.ts';
import type { SourceSecrets } from '../core/ports.ts';
import type { CrmConnector, SignedRequest } from '../crm/connector.ts';

/**
 * The request's id, when one of the source's secrets has signed it. On a mismatch the secrets are read once more, so that a
 * rotation works at once.
 * @throws CtiError `signature-missing`, `signature-expired`, `signature-invalid`
 */
export async function verifySignature(
  connector: Pick<CrmConnector, 'verify'>,
  sourceId: string,
  request: SignedRequest,
  secrets: SourceSecrets,
  now: Date,
): Promise<string> {
  const known = await secrets.secretsOf(sourceId);
  try {
    return connector.verify(request, known, now);
  } catch (error) {
    if (!(error instanceof CtiError) || error.code !== 'signature-invalid') throw error;
    const fresh = await secrets.secretsOf(sourceId, { fresh: true });
    if (fresh === known) throw error;
    return connector.verify(request, fresh, now);
  }
}
