import type { Source } from '../contracts/configuration.ts';
import { documentObjectKey } from '../document-file.ts';
import { isShareOpen, isShareToken, shareTokenHash } from '../document-sharing.ts';
import { CtiError } from '../errors.ts';
import { SHARED_LINK_SECONDS } from '../policy.ts';
import type { Clock } from '../ports/clock.ts';
import type { DocumentFiles } from '../ports/document-files.ts';
import type { DocumentStore, FoundShare, ShareStore } from '../ports/document-store.ts';
import type { Log } from '../ports/log.ts';
import type { ActivityLog } from '../ports/opportunity-store.ts';

export interface OpenSharePorts {
  readonly documents: Pick<DocumentStore, 'get'>;
  readonly shares: Pick<ShareStore, 'find' | 'countOpening'>;
  readonly files: Pick<DocumentFiles, 'linkForReading'>;
  readonly activity: Pick<ActivityLog, 'record'>;
  readonly sources: ReadonlyMap<string, Pick<Source, 'sharing'>>;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * The address of the document's current bytes, as a download, for a minute. A link that never was, is over, was revoked or
 * whose document is gone gets one and the same answer: it tells nothing about which.
 * @throws CtiError `not-found`
 */
export async function openShare(ports: OpenSharePorts, token: string): Promise<{ url: string; share: FoundShare }> {
  const now = ports.clock.now();
  const share = isShareToken(token) ? await ports.shares.find(shareTokenHash(token)) : undefined;
  const source = share && ports.sources.get(share.sourceId);
  if (share === undefined || source === undefined || !isShareOpen(share, source, now)) throw nothingHere();
  const document = await ports.documents.get(share, share.documentId);
  if (document?.state !== 'ready' || document.current === undefined) throw nothingHere();
  const { id, fileName, contentType } = document.current;
  const [url] = await Promise.all([
    ports.files.linkForReading(documentObjectKey(share, share.documentId, id), {
      ...{ fileName, contentType, disposition: 'attachment', seconds: SHARED_LINK_SECONDS },
    }),
    noteOpening(ports, share, document.title, now.toISOString()),
  ]);
  return { url, share };
}

const nothingHere = (): CtiError =>
  new CtiError('not-found', 'This link does not work (any more). Ask for a new one whoever sent it to you.');

/** Best effort: nobody is kept from a document because it cannot be counted. One line a day, however often it is opened. */
async function noteOpening(ports: OpenSharePorts, share: FoundShare, title: string, at: string): Promise<void> {
  try {
    const { lastOpenedAt } = await ports.shares.countOpening(share, at);
    if (lastOpenedAt?.slice(0, 10) === at.slice(0, 10)) return;
    await ports.activity.record(share, {
      ...{ type: 'document.opened', by: share.createdBy, at, subjectId: share.documentId, subjectName: title },
    });
  } catch (error) {
    ports.log.error('opening-not-noted', error, { documentId: share.documentId, sourceId: share.sourceId });
  }
}
