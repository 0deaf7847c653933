/** A CRM, as any CRM would speak to the connector: a webhook address, a secret, the public Standard Webhooks library. */
import { randomInt, randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { CallAccepted } from '../../functions/core/contracts/call.ts';
import type { Problem } from '../../functions/core/contracts/problem.ts';
import type { Endpoints } from '../../local/parts.ts';

export const SOURCE_ID = 'demo-crm';

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  /** An acceptance or a problem: both kinds of fields, so that a test can expect either. */
  readonly body: Omit<CallAccepted, 'status'> & Omit<Problem, 'status'> & { readonly status: string | number };
}

export interface Delivery {
  /** Of another source than the demo's. */
  readonly sourceId?: string;
  readonly id?: string;
  readonly at?: Date;
  readonly secret?: string;
  /** Headers to leave out or to change after signing. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

/** Signs and posts; `body` is an object, or the raw text when it is to be wrong. */
export async function post(endpoints: Endpoints, body: unknown, delivery: Delivery = {}): Promise<Answer> {
  const { sourceId = SOURCE_ID } = delivery;
  const source = endpoints.sources[sourceId];
  if (source === undefined) throw new Error(`the source ${sourceId} is missing`);
  const raw = typeof body === 'string' ? body : JSON.stringify(body);
  const id = delivery.id ?? `msg_${randomUUID()}`;
  const at = delivery.at ?? new Date();
  const headers = Object.entries({
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(delivery.secret ?? source.secret).sign(id, at, raw),
    ...delivery.headers,
  }).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const response = await fetch(source.url, { method: 'POST', headers, body: raw });
  return {
    status: response.status,
    contentType: response.headers.get('content-type') ?? '',
    body: (await response.json()) as Answer['body'],
  };
}

export interface Wish {
  readonly opportunityId?: string;
  readonly phone?: string;
  readonly agent?: string;
  readonly contact?: Readonly<Record<string, unknown>>;
  readonly opportunity?: Readonly<Record<string, unknown>>;
  readonly documents?: readonly Readonly<Record<string, unknown>>[];
  readonly call?: Readonly<Record<string, unknown>>;
}

/** A number that no other test uses: calls of different tests never meet on one phone. */
export const freshPhone = (): string => `+1415${randomInt(2_000_000, 9_999_999)}`;

/** A complete `call.requested` with an opportunity of its own. */
export function callRequested(wish: Wish = {}) {
  const phone = wish.phone ?? freshPhone();
  return {
    type: 'call.requested',
    timestamp: new Date().toISOString(),
    data: {
      opportunity: {
        id: wish.opportunityId ?? `opp-${randomUUID()}`,
        name: 'Fleet renewal 2027',
        stage: 'Negotiation',
        amount: 125_000,
        currency: 'EUR',
        owner: { username: 'ana' },
        attributes: { industry: 'Logistics' } as Record<string, unknown>,
        ...wish.opportunity,
      },
      contacts: [
        {
          id: 'c-1',
          name: 'Dana Reyes',
          title: 'CFO',
          company: 'Northwind',
          phones: [{ number: phone, label: 'mobile' }],
          role: 'Decision maker',
          primary: true,
          ...wish.contact,
        } as Record<string, unknown>,
      ],
      documents: wish.documents ?? [],
      call: { contactId: 'c-1', phone, agent: { username: wish.agent ?? 'ana' }, ...wish.call } as Record<
        string,
        unknown
      >,
    },
  };
}
