/**
 * What happens behind the CRM's Call button: a signed `call.requested` webhook, sent again with the same id while the
 * connector cannot take it. Signed by the public `standardwebhooks` library, so that our own verification has an
 * independent oracle.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import type { CallAccepted } from '../../../functions/core/contracts/call.ts';
import type { Problem } from '../../../functions/core/contracts/problem.ts';
import type { Clock } from '../../parts.ts';
import type { Crm, SentRequest } from './crm.ts';
import type { CrmOpportunity } from './opportunities.ts';
import { timeZoneFor } from './time-zone-for.ts';

export interface CallTarget {
  /** `POST {url}` and the secret of the source (`endpoints.json`). */
  readonly url: string;
  readonly secret: string;
}

export interface CallWish {
  readonly opportunityId: string;
  readonly contactId: string;
  readonly phone?: string;
  readonly agent: string;
  readonly notBefore?: string;
  /** Who is there first; the customer when nothing is said. */
  readonly mode?: 'customer-first' | 'agent-first';
}

/** Waits before the second, third and fourth attempt, in milliseconds. */
const RETRY_DELAYS = [500, 2_000, 5_000] as const;

export async function sendCallRequest(
  crm: Crm,
  target: CallTarget,
  wish: CallWish,
  crmUrl: string,
  clock: Clock,
): Promise<SentRequest> {
  const opportunity = crm.opportunity(wish.opportunityId);
  if (opportunity === undefined) throw new Error(`there is no opportunity ${wish.opportunityId}`);
  const now = clock.now();
  const request: SentRequest = {
    requestId: `msg_${randomUUID()}`,
    opportunityId: opportunity.id,
    contactId: wish.contactId,
    agent: wish.agent,
    at: now.toISOString(),
    body: JSON.stringify(callRequested(opportunity, wish, crmUrl, now)),
    attempts: 0,
  };
  crm.saveRequest(request);
  return deliver(crm, target, request, clock);
}

/** A true redelivery: same id, same body, new timestamp and signature. */
export async function deliver(crm: Crm, target: CallTarget, request: SentRequest, clock: Clock): Promise<SentRequest> {
  let current = request;
  for (const wait of [...RETRY_DELAYS, undefined]) {
    current = { ...current, attempts: current.attempts + 1, ...(await post(target, current, clock.now())) };
    crm.saveRequest(current);
    const mayRetry = current.status === undefined || current.status >= 500 || current.status === 429;
    if (!mayRetry || wait === undefined) return current;
    await delay(wait);
  }
  return current;
}

async function post(
  target: CallTarget,
  request: SentRequest,
  now: Date,
): Promise<{ status?: number; answer?: CallAccepted | Problem }> {
  try {
    const response = await fetch(target.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': request.requestId,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': new Webhook(target.secret).sign(request.requestId, now, request.body),
      },
      body: request.body,
      signal: AbortSignal.timeout(15_000),
    });
    return { status: response.status, answer: (await response.json()) as CallAccepted | Problem };
  } catch {
    return {};
  }
}

export function callRequested(opportunity: CrmOpportunity, wish: CallWish, crmUrl: string, now: Date) {
  const { account, nextStep, people, documents, ...deal } = opportunity;
  return {
    type: 'call.requested',
    timestamp: now.toISOString(),
    data: {
      opportunity: {
        ...deal,
        url: `${crmUrl}/?opportunity=${encodeURIComponent(opportunity.id)}`,
        attributes: { ...deal.attributes, account },
      },
      contacts: people.map(({ whereabouts, ...person }) => ({
        ...person,
        ...(whereabouts === undefined ? {} : { timeZone: timeZoneFor(whereabouts, now) }),
      })),
      documents: documents
        // What the agent uploaded is in the connector already.
        .filter(({ addedBy }) => addedBy === undefined)
        .map(({ addedBy, ...document }) => ({
          ...document,
          url: `${crmUrl}/crm/files/${encodeURIComponent(document.id)}`,
        })),
      call: {
        contactId: wish.contactId,
        ...(wish.phone === undefined ? {} : { phone: wish.phone }),
        agent: { username: wish.agent },
        mode: wish.mode ?? 'customer-first',
        ...(nextStep === undefined ? {} : { topic: nextStep }),
        ...(wish.notBefore === undefined ? {} : { notBefore: wish.notBefore }),
      },
    },
  };
}
