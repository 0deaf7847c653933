/**
 * EspoCRM's webhooks (docs.espocrm.com, administration/webhooks). A webhook belongs to one event, which its payload does not
 * name: it stands in the address that was given for it, as `?event=Call.create`.
 *
 * | event | means |
 * |---|---|
 * | `Call.create` | a call that is `Planned`, with an opportunity as its parent, is to be made: at its time, by its user |
 * | `Opportunity.create`, `.update`, `.fieldUpdate.…` | the opportunity is read again |
 * | `Opportunity.delete` | it is erased |
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import * as v from 'valibot';
import { cutText } from '#core/attributes.ts';
import { MAX_TOPIC } from '#core/contracts/call-request.ts';
import { idSchema } from '#core/contracts/primitives.ts';
import { CtiError } from '#core/errors.ts';
import { digestId } from '#core/ids.ts';
import type { SourceNotice } from '#core/source-notice.ts';
import { fieldError, invalidFields, parseJson, validated } from '#core/validation.ts';
import type { CrmInbound, SignedRequest } from '../connector.ts';
import { timeFromEspocrm } from './espocrm-time.ts';

const recordsSchema = v.array(v.object({ id: idSchema }));
const text = v.optional(v.nullable(v.string()));
const callsSchema = v.array(
  v.object({
    id: idSchema,
    ...{ name: text, status: text, parentType: text, parentId: text, assignedUserId: text, dateStart: text },
    contactsIds: v.optional(v.nullable(v.array(v.string()))),
  }),
);

export const espocrmInbound: CrmInbound = {
  /**
   * `Signature` is base64 of `<webhook id>:<hex HMAC-SHA256 of the payload>`, `X-Signature` (until version 11) of
   * `<webhook id>:<raw HMAC>`. Each webhook has a key of its own: a secret holds all of them, separated by spaces.
   * Nothing is said about time: what is sent again is a repetition, by its id.
   */
  verify({ headers, body }, secrets) {
    const { webhookId, isSignedBy } = signatureOf(headers);
    const keys = secrets.flatMap((secret) => secret.split(/\s+/)).filter((key) => key !== '');
    if (!keys.map((key) => isSignedBy(createHmac('sha256', key).update(body).digest())).includes(true)) {
      throw new CtiError('signature-invalid', 'No key of this source’s webhooks gives this signature.');
    }
    return `espocrm-${digestId(webhookId, Buffer.from(body).toString('base64'))}`;
  },

  parse({ url, body }, deliveryId) {
    const event = new URL(url).searchParams.get('event') ?? '';
    const records = parseJson(body);
    if (event === 'Call.create') return validated(callsSchema, records).flatMap(plannedCall);
    const opportunities = validated(recordsSchema, records);
    const requestIdOf = (index: number): string => `${deliveryId}-${index}`;
    if (event === 'Opportunity.delete') {
      return opportunities.map(({ id }, index) => ({
        requestId: requestIdOf(index),
        message: { type: 'opportunity.deleted', timestamp: NEVER_LATE, data: { opportunity: { id } } },
      }));
    }
    if (/^Opportunity\.(create|update|fieldUpdate\.\w+)$/.test(event)) {
      return opportunities.map(({ id }, index) => ({ requestId: requestIdOf(index), read: { opportunityId: id } }));
    }
    throw invalidFields([
      fieldError(['event'], 'the address must name the webhook’s event, such as ?event=Call.create'),
    ]);
  },
};

/** The message's own time is of no account: an erasure counts from when it arrives. */
const NEVER_LATE = new Date(0).toISOString();

/** A call that somebody logs by hand, or that we have logged, is not planned. */
function plannedCall(call: v.InferOutput<typeof callsSchema>[number]): SourceNotice[] {
  const { id, name, status, parentType, parentId, assignedUserId, contactsIds, dateStart } = call;
  if (status !== 'Planned' || parentType !== 'Opportunity' || !parentId) return [];
  const contactId = contactsIds?.[0];
  const notBefore = timeFromEspocrm(dateStart);
  return [
    {
      requestId: `espocrm-call-${id}`,
      read: {
        opportunityId: parentId,
        call: {
          recordId: id,
          ...(contactId && { contactId }),
          ...(assignedUserId && { agent: { crmUserId: assignedUserId } }),
          ...(notBefore && { notBefore }),
          ...(name && { topic: cutText(name, MAX_TOPIC) }),
        },
      },
    },
  ];
}

function signatureOf(headers: SignedRequest['headers']): {
  readonly webhookId: string;
  readonly isSignedBy: (digest: Buffer) => boolean;
} {
  const current = headers.signature;
  const decoded = Buffer.from(current ?? headers['x-signature'] ?? '', 'base64');
  const colon = decoded.indexOf(':');
  if (colon < 1) throw new CtiError('signature-missing', 'Needs EspoCRM’s header Signature.');
  const given = decoded.subarray(colon + 1);
  const signature = current === undefined ? given : Buffer.from(given.toString('latin1'), 'hex');
  return {
    webhookId: decoded.subarray(0, colon).toString('utf8'),
    // Lengths are public, contents are not.
    isSignedBy: (digest) => digest.length === signature.length && timingSafeEqual(digest, signature),
  };
}
