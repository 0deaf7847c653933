/**
 * Outbound Messages are not signed. Whoever sends one must know the key in the address, which is made of the source's secret and is
 * not that secret, because addresses stand in logs; and it must be of our organisation.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SalesforceSource, Source } from '#core/contracts/configuration.ts';
import { CtiError } from '#core/errors.ts';
import { digestId } from '#core/ids.ts';
import type { SourceNotice } from '#core/source-notice.ts';
import { fieldError, invalidFields } from '#core/validation.ts';
import type { SignedRequest } from '../connector.ts';
import { ACKNOWLEDGED, type OutboundNotification, parseOutboundMessage } from './outbound-message.ts';
import { isOf, salesforceId } from './salesforce-id.ts';

export const isOutboundMessage = ({ headers }: Pick<SignedRequest, 'headers'>): boolean =>
  /^(?:text|application)\/(?:soap\+)?xml\b/i.test(headers['content-type'] ?? '');

/** What stands in the address as `?key=…`: hexadecimal HMAC-SHA256 of the source's id, keyed with the secret as it is written. */
export const addressKey = (secret: string, sourceId: string): string =>
  createHmac('sha256', secret).update(sourceId).digest('hex');

/** @throws CtiError `signature-missing`, `signature-invalid`, `invalid-fields` */
export function verifyOutboundMessage(
  { url, body }: Pick<SignedRequest, 'url' | 'body'>,
  secrets: readonly string[],
  source: Source,
): string {
  const { organizationId } = source as SalesforceSource;
  const key = new URL(url).searchParams.get('key') ?? '';
  if (organizationId === undefined || key === '') {
    throw new CtiError('signature-missing', 'An Outbound Message needs ?key=… and the source’s organizationId.');
  }
  const matches = secrets.map((secret) => isEqual(addressKey(secret, source.id), key));
  if (!matches.includes(true)) throw new CtiError('signature-invalid', 'No secret of this source gives this key.');
  const from = salesforceId(parseOutboundMessage(body).organizationId) ?? '';
  if (!isEqual(from, salesforceId(organizationId) ?? '')) {
    throw new CtiError('signature-invalid', 'The message is of another organisation.');
  }
  return `salesforce-${digestId(Buffer.from(body).toString('base64'))}`;
}

/**
 * The opportunities are read again; with `?action=call` in the address, each is one about which a call is to be made.
 * @throws CtiError `invalid-fields`
 */
export function noticesOfOutboundMessage({ url, body }: Pick<SignedRequest, 'url' | 'body'>): readonly SourceNotice[] {
  const isCall = new URL(url).searchParams.get('action') === 'call';
  return parseOutboundMessage(body).notifications.map((notification, index) => ({
    requestId: `salesforce-${salesforceId(notification.id) ?? refuse(index, 'Id')}`,
    read: { opportunityId: opportunityOf(notification, index), ...(isCall && { call: {} }) },
  }));
}

/** Salesforce sends it again, for a day, until it has read this. */
export const acknowledgement = (request: SignedRequest) =>
  isOutboundMessage(request) ? { contentType: 'text/xml; charset=utf-8', body: ACKNOWLEDGED } : undefined;

function opportunityOf({ object, recordId }: OutboundNotification, index: number): string {
  const id = salesforceId(recordId) ?? '';
  return object === 'Opportunity' && isOf('opportunity', id) ? id : refuse(index, 'sObject');
}

function refuse(index: number, name: string): never {
  const detail = name === 'Id' ? 'must be an id' : 'must be an Opportunity with its Id';
  throw invalidFields([fieldError(['Notification', index, name], detail)]);
}

/** Digests are of one length: contents and lengths stay unknown. */
function isEqual(one: string, two: string): boolean {
  const digest = (text: string): Buffer => createHmac('sha256', 'equal').update(text).digest();
  return timingSafeEqual(digest(one), digest(two));
}
