/** What we send while a source's secret is changed, by the reference implementation of Standard Webhooks. */
import { Webhook } from 'standardwebhooks';
import * as v from 'valibot';
import { expect, it } from 'vitest';
import { genericSourceSchema } from '#core/contracts/configuration.ts';
import type { SourceEvent } from '#core/contracts/source-events.ts';
import { genericTelling } from '#crm/generic/generic-telling.ts';
import { recordsInMemory } from './support/crm-under-test.ts';

const [OLD, NEW] = ['the one from before, 24 b', 'the one from now on, 24 b'].map((text) =>
  Buffer.from(text).toString('base64'),
) as [string, string];
const clock = { now: () => new Date() };

async function told(credentials: Readonly<Record<string, string>>) {
  let sent: { headers: Record<string, string>; body: string } | undefined;
  const telling = genericTelling({
    source: v.parse(genericSourceSchema, { id: 'g', kind: 'generic', callbackUrl: 'https://crm.example/hooks' }),
    ...{ clock, records: recordsInMemory(clock), credentials: async () => credentials },
    web: {
      async request(_url, { headers, body }) {
        sent = { headers: { ...headers }, body: String(body) };
        return { outcome: 'answered', status: 204, headers: {}, body: (async function* () {})() };
      },
    },
  });
  const event: SourceEvent = {
    ...{ type: 'contact.updated', timestamp: clock.now().toISOString() },
    data: { opportunityId: 'o', contactId: 'c', changes: [], by: 'ana' },
  };
  expect(await telling.deliver(event, 'event-1')).toEqual({ outcome: 'delivered' });
  const { headers, body } = sent ?? expect.fail('nothing was sent');
  return (secret: string): boolean => {
    try {
      new Webhook(secret).verify(body, headers);
      return true;
    } catch {
      return false;
    }
  };
}

it('is believed by a receiver with either secret while both are there, and by the new one only afterwards', async () => {
  const during = await told({ current: NEW, previous: OLD });
  expect([during(OLD), during(NEW), during(Buffer.alloc(24).toString('base64'))]).toEqual([true, true, false]);
  const after = await told({ current: NEW });
  expect([after(OLD), after(NEW)]).toEqual([false, true]);
});
