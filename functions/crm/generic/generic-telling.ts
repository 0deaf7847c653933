/** Tells a source of kind `generic` what happened: by webhooks signed as its own are, in its API by its description, or both. */
import { parseRetryAfter } from '#core/backoff.ts';
import type { GenericSource } from '#core/contracts/configuration.ts';
import type { DocumentDownload, SourceEvent } from '#core/contracts/source-events.ts';
import { SECOND, TOLD_LINK_SECONDS, WRITE_BACK_TIMEOUT } from '#core/policy.ts';
import type { OpenableFile } from '#core/ports/crm.ts';
import { sourceHosts } from '#core/source-hosts.ts';
import { discard } from '#core/use-cases/fetch-document.ts';
import type { CrmAccess, CrmTelling } from '../connector.ts';
import { restTelling } from './rest/rest-telling.ts';
import { sign } from './standard-webhooks.ts';

type Access = Omit<CrmAccess<GenericSource>, 'log' | 'pause'>;

/** 410: the receiver wants no more of it (Standard Webhooks 1.0). */
const GONE = 410;

export function genericTelling(access: Access): CrmTelling {
  const { callbackUrl, rest } = access.source;
  const webhook = callbackUrl === undefined ? undefined : webhooks(access, callbackUrl);
  const api = rest === undefined ? undefined : restTelling(access, rest);
  return {
    async deliver(event, eventId, file) {
      // What has failed comes again as a whole: both know what they have been told.
      const told = await api?.deliver(event, eventId, file);
      if (told?.outcome === 'failed') return told;
      return (await webhook?.deliver(event, eventId, file)) ?? told ?? { outcome: 'dropped', reason: 'nobody-to-tell' };
    },
  };
}

const webhooks = ({ source, web, credentials, clock }: Access, callbackUrl: string): CrmTelling => ({
  async deliver(told, eventId, file) {
    const { current = '', previous } = await credentials();
    const now = clock.now();
    const body = JSON.stringify(file === undefined ? told : await withDownload(told, file, now));
    const answer = await web.request(callbackUrl, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'opportunity-cti',
        ...sign(previous === undefined ? current : [current, previous], eventId, now, body),
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
