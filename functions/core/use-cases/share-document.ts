/** An agent gives somebody outside a link to a document, sees the links there are, and takes them back. */
import type { Source } from '../contracts/configuration.ts';
import type { DocumentShare, DocumentShares, ShareHours } from '../contracts/document-share.ts';
import { shareEnd, shareHours, shareTokenHash } from '../document-sharing.ts';
import { CtiError } from '../errors.ts';
import { digestId } from '../ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { DocumentStore, ShareStore } from '../ports/document-store.ts';
import type { ActivityLog, OpportunityKey } from '../ports/opportunity-store.ts';
import { fieldError, invalidFields } from '../validation.ts';

export interface SharePorts {
  readonly documents: Pick<DocumentStore, 'get'>;
  readonly shares: Pick<ShareStore, 'add' | 'list' | 'remove'>;
  readonly activity: Pick<ActivityLog, 'record'>;
  readonly clock: Clock;
}

export type SharingSource = Pick<Source, 'sharing'>;

/**
 * @param newToken unguessable, at least 128 bits; only its hash is kept
 * @throws CtiError `not-found`, `not-ready` while there are no bytes, `forbidden` where the source shares nothing,
 *   `invalid-fields` for a longer time than the source allows
 */
export async function shareDocument(
  ports: SharePorts & { readonly newToken: () => string },
  source: SharingSource,
  key: OpportunityKey,
  documentId: string,
  hours: ShareHours,
  by: string,
): Promise<{ share: DocumentShare; token: string }> {
  const allowed = shareHours(source);
  if (allowed.length === 0) throw new CtiError('forbidden', 'Documents of this source are not shared.');
  if (!allowed.includes(hours)) throw invalidFields([fieldError(['hours'], `must be one of ${allowed.join(', ')}`)]);
  const document = await documentOf(ports, key, documentId);
  if (document.state !== 'ready') throw new CtiError('not-ready', `The document is not here yet: ${document.state}.`);
  const now = ports.clock.now();
  const createdAt = now.toISOString();
  const token = ports.newToken();
  const tokenHash = shareTokenHash(token);
  const expiresAt = shareEnd(createdAt, hours);
  const share = { shareId: digestId(tokenHash), createdBy: by, createdAt, expiresAt, openCount: 0 };
  await ports.shares.add({ ...key, documentId, ...share }, tokenHash);
  await ports.activity.record(key, {
    ...{ type: 'document.shared', by, at: createdAt, subjectId: documentId, subjectName: document.title },
    changes: [{ field: 'until', to: expiresAt }],
  });
  return { share, token };
}

/** @throws CtiError `not-found` */
export async function listShares(
  ports: Pick<SharePorts, 'documents' | 'shares' | 'clock'>,
  source: SharingSource,
  key: OpportunityKey,
  documentId: string,
): Promise<DocumentShares> {
  const [shares] = await Promise.all([
    ports.shares.list(key, documentId, ports.clock.now().toISOString()),
    documentOf(ports, key, documentId),
  ]);
  return { shares, hours: shareHours(source) };
}

/** @throws CtiError `not-found`, also for a link that was revoked before */
export async function revokeShare(
  ports: SharePorts,
  key: OpportunityKey,
  documentId: string,
  shareId: string,
  by: string,
): Promise<void> {
  const document = await documentOf(ports, key, documentId);
  const revoked = await ports.shares.remove(key, documentId, shareId);
  if (!revoked) throw new CtiError('not-found', 'There is no such link (any more).');
  await ports.activity.record(key, {
    ...{ type: 'document.unshared', by, at: ports.clock.now().toISOString() },
    ...{ subjectId: documentId, subjectName: document.title },
  });
}

async function documentOf({ documents }: Pick<SharePorts, 'documents'>, key: OpportunityKey, documentId: string) {
  const document = await documents.get(key, documentId);
  if (document === undefined) throw new CtiError('not-found', 'There is no such document.');
  return document;
}
