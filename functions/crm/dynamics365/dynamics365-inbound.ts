/**
 * Dataverse's webhooks (learn.microsoft.com, "Register a webhook", "Use webhooks"): one address for all steps.
 *
 * | table, message | means |
 * |---|---|
 * | `phonecall` Create, open, outgoing, regarding an opportunity | a call is to be made: at its start, by its owner, to its recipient |
 * | `opportunity` Delete | it is erased |
 * | `opportunity` any other | it is read again. Opportunities cannot be merged ("Merge" knows accounts, cases, contacts, leads) |
 * | `connection`, `annotation` of an opportunity | the opportunity is read again |
 * | any other | nothing |
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { cutText } from '#core/attributes.ts';
import { MAX_TOPIC } from '#core/contracts/call-request.ts';
import type { Dynamics365Source } from '#core/contracts/configuration.ts';
import { CtiError } from '#core/errors.ts';
import { digestId } from '#core/ids.ts';
import type { SourceNotice } from '#core/source-notice.ts';
import { fieldError, invalidFields, parseJson, validated } from '#core/validation.ts';
import type { CrmInbound } from '../connector.ts';
import { isDerived } from './derived-guid.ts';
import {
  type ExecutionContext,
  executionContextSchema,
  optionOf,
  partiesIn,
  reference,
  type Target,
  targetsOf,
  timeOf,
} from './execution-context.ts';

export const dynamics365Inbound: CrmInbound = {
  /** "The WebHook service will make one more attempt only when" 502, 503 or 504 is returned (learn.microsoft.com, "Use webhooks"). */
  repeatsOnlyUnavailable: true,

  /**
   * A static key, in a header (HttpHeader) or as `?code=` (WebhookKey). Dataverse signs nothing: not the body, not the time. What is
   * sent again is a repetition, by its content.
   */
  verify({ headers, url, body }, secrets, _now, source) {
    const { webhookHeader } = source as Dynamics365Source;
    const given = headers[webhookHeader] ?? new URL(url).searchParams.get('code') ?? '';
    if (given === '')
      throw new CtiError('signature-missing', `Needs the webhook’s key, as ${webhookHeader} or ?code=.`);
    if (!secrets.map((secret) => isEqual(secret, given)).includes(true)) {
      throw new CtiError('signature-invalid', 'This is no key of this source’s webhooks.');
    }
    return `dynamics365-${digestId(Buffer.from(body).toString('base64'))}`;
  },

  parse({ body }, deliveryId) {
    const context = validated(executionContextSchema, parseJson(body));
    const requestId = `dynamics365-${digestId(context.CorrelationId ?? deliveryId, context.MessageName)}`;
    switch (context.PrimaryEntityName) {
      case 'opportunity':
        return opportunityNotices(context, requestId);
      case 'phonecall':
        return context.MessageName === 'Create' ? callAskedBy(context) : [];
      case 'connection':
      case 'annotation':
        return targetsOf(context).flatMap(({ attributes }) =>
          [...attributes.values()].flatMap((value) => readOf(reference(value, 'opportunity'), requestId)),
        );
      default:
        return [];
    }
  },
};

/** Digests have one length: neither the key's contents nor its length shows in the time that it takes. */
const isEqual = (one: string, two: string): boolean => timingSafeEqual(digestOf(one), digestOf(two));
const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

const NOBODY = '00000000-0000-0000-0000-000000000000';
/** The message's own time is of no account: an erasure counts from when it arrives. */
const UNTIMED = new Date(0).toISOString();

function opportunityNotices(context: ExecutionContext, requestId: string): SourceNotice[] {
  const { PrimaryEntityId: named } = context;
  const ids = named === undefined || named === NOBODY ? targetsOf(context).flatMap(({ id }) => id ?? []) : [named];
  if (ids.length === 0) throw invalidFields([fieldError(['PrimaryEntityId'], 'must name the opportunity')]);
  if (context.MessageName !== 'Delete') return ids.flatMap((id) => readOf(id, `${requestId}-${id}`));
  return ids.map((id) => ({
    requestId: `${requestId}-${id}`,
    message: { type: 'opportunity.deleted', timestamp: UNTIMED, data: { opportunity: { id } } },
  }));
}

const readOf = (opportunityId: string | undefined, requestId: string): SourceNotice[] =>
  opportunityId === undefined ? [] : [{ requestId, read: { opportunityId } }];

function callAskedBy(context: ExecutionContext): SourceNotice[] {
  const { PrimaryEntityId: id } = context;
  if (id === undefined) throw invalidFields([fieldError(['PrimaryEntityId'], 'must name the phone call')]);
  // Our own entry of the call log: it is made open, and completed afterwards.
  if (isDerived(id)) return [];
  if (context.InputParameters === undefined || context.InputParameters === null) {
    const detail = 'is left out by Dataverse when a message is too large: the phone call cannot be read from it';
    throw invalidFields([fieldError(['InputParameters'], detail)]);
  }
  return targetsOf(context).flatMap((target) => plannedCall(id, target));
}

/** A call that somebody logs by hand is completed or incoming, or is about no opportunity. */
function plannedCall(recordId: string, { attributes }: Target): SourceNotice[] {
  const opportunityId = reference(attributes.get('regardingobjectid'), 'opportunity');
  const isOpen = (optionOf(attributes.get('statecode')) ?? 0) === 0;
  if (opportunityId === undefined || !isOpen || attributes.get('directioncode') === false) return [];
  const [contactId] = partiesIn(attributes.get('to'), 'contact');
  const ownerId = reference(attributes.get('ownerid'), 'systemuser');
  const notBefore = timeOf(attributes.get('scheduledstart'));
  const subject = attributes.get('subject');
  return [
    {
      requestId: `dynamics365-phonecall-${recordId}`,
      read: {
        opportunityId,
        call: {
          recordId,
          ...(contactId !== undefined && { contactId }),
          ...(ownerId !== undefined && { agent: { crmUserId: ownerId } }),
          ...(notBefore !== undefined && { notBefore }),
          ...(typeof subject === 'string' && subject.trim() !== '' && { topic: cutText(subject, MAX_TOPIC) }),
        },
      },
    },
  ];
}
