/** Tells a source of kind `generic` what happened, by webhooks signed as its own are. */
import { parseRetryAfter } from '#core/backoff.ts';
import type { GenericSource } from '#core/contracts/configuration.ts';
import type { DocumentDownload, SourceEvent } from '#core/contracts/source-events.ts';
import { SECOND, TOLD_LINK_SECONDS, WRITE_BACK_TIMEOUT } from '#core/policy.ts';
import type { OpenableFile } from '#core/ports.ts';
import { sourceHosts } from '#core/source-hosts.ts';
import { discard } from '#core/use-cases/fetch-document.ts';
import type { CrmAccess, CrmTelling } from '../connector.ts';
import { sign } from './standard-webhooks.ts';

/** 410: the receiver wants no more of it (Standard Webhooks 1.0). */
const GONE = 410;

export const genericTelling = ({
  source,
  web,
  credentials,
  clock,
}: Pick<CrmAccess<GenericSource>, 'source' | 'web' | 'credentials' | 'clock'>): CrmTelling => ({
  async deliver(told, eventId, file) {
    const { current = '' } = await credentials();
    const now = clock.now();
    const body = JSON.stringify(file === undefined ? told : await withDownload(told, file, now));
    const answer = await web.request(source.callbackUrl, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'opportunity-cti',
        ...sign(current, eventId, now, body),
      },
      ...{ body, hosts: sourceHosts(source), maxRedirects: 0, timeoutMs: WRITE_BACK_TIMEOUT },
    });
    if (answer.outcome !== 'answered') return { outcome: 'failed', status: 0, retryAfter: 0 };
    await discard(answer.body);
    const { status } = answer;
    if (status >= 200 && status < 300) return { outcome: 'delivered' };
    if (status === GONE) return { outcome: 'dropped', reason: 'gone' };
    return { outcome: 'failed', status, retryAfter: parseRetryAfter(answer.headers['retry-after'], now) };
  },
});

async function withDownload(event: SourceEvent, file: OpenableFile, now: Date): Promise<SourceEvent> {
  if (event.type !== 'document.added') return event;
  const download: DocumentDownload = {
    url: await file.link(TOLD_LINK_SECONDS),
    expiresAt: new Date(now.getTime() + TOLD_LINK_SECONDS * SECOND).toISOString(),
  };
  return { ...event, data: { ...event.data, download } };
}
