/**
 * An Outbound Message (SOAP API Developer Guide, "Understanding the Outbound Messaging WSDL"): XML of one organisation's, with up to
 * a hundred notifications, each about one record. Read strictly: with its namespaces, and without a document type, which could
 * define entities.
 */
import sax from 'sax';
import type { FieldError } from '#core/contracts/problem.ts';
import type { CtiError } from '#core/errors.ts';
import { fieldError, invalidFields } from '#core/validation.ts';

const MAX_NOTIFICATIONS = 100;
const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const OUTBOUND = 'http://soap.sforce.com/2005/09/outbound';
const MESSAGE = `${SOAP}:Envelope/${SOAP}:Body/${OUTBOUND}:notifications`;
const NOTIFICATION = `${MESSAGE}/${OUTBOUND}:Notification`;
const RECORD_ID = /^urn:sobject\.(?:enterprise|partner)\.soap\.sforce\.com:Id$/;

export interface OutboundMessage {
  readonly organizationId: string;
  readonly notifications: readonly OutboundNotification[];
}

export interface OutboundNotification {
  /** The same when it is sent again. */
  readonly id: string;
  /** Such as `Opportunity`. */
  readonly object: string;
  readonly recordId: string;
}

/** @throws CtiError `invalid-fields` for what is no such message */
export function parseOutboundMessage(body: Uint8Array): OutboundMessage {
  const reading = { organizationId: '', notifications: [] as { id: string; object: string; recordId: string }[] };
  const path: string[] = [];
  let text = '';
  const parser = sax.parser(true, { xmlns: true, position: false });
  parser.onerror = (error) => {
    throw error;
  };
  parser.ondoctype = () => {
    throw new Error('a document type is not allowed');
  };
  parser.onopentag = (tag) => {
    if (!('uri' in tag)) return;
    path.push(`${tag.uri}:${tag.local}`);
    text = '';
    const place = path.join('/');
    if (place === NOTIFICATION) reading.notifications.push({ id: '', object: '', recordId: '' });
    const current = reading.notifications.at(-1);
    if (current !== undefined && place === `${NOTIFICATION}/${OUTBOUND}:sObject`) {
      const type = Object.values(tag.attributes).find(({ local }) => local === 'type');
      current.object = type?.value.replace(/^.*:/, '') ?? '';
    }
  };
  parser.ontext = parser.oncdata = (more) => {
    text += more;
  };
  parser.onclosetag = () => {
    const [place, name, value] = [path.join('/'), path.pop() ?? '', text.trim()];
    text = '';
    const current = reading.notifications.at(-1);
    if (place === `${MESSAGE}/${OUTBOUND}:OrganizationId`) reading.organizationId = value;
    else if (current === undefined) return;
    else if (place === `${NOTIFICATION}/${OUTBOUND}:Id`) current.id = value;
    else if (path.join('/') === `${NOTIFICATION}/${OUTBOUND}:sObject` && RECORD_ID.test(name)) current.recordId = value;
  };
  try {
    parser.write(new TextDecoder('utf-8', { fatal: true }).decode(body)).close();
  } catch {
    throw refusal(fieldError([], 'must be an Outbound Message of Salesforce’s, in XML without a document type'));
  }
  if (reading.organizationId === '') throw refusal(fieldError(['OrganizationId'], 'is required'));
  const { length } = reading.notifications;
  if (length < 1 || length > MAX_NOTIFICATIONS) {
    throw refusal(fieldError(['Notification'], `must be there 1 to ${MAX_NOTIFICATIONS} times`));
  }
  return reading;
}

const refusal = (error: FieldError): CtiError => invalidFields([error]);

/** All of them are taken: one answer counts for the whole message. */
export const ACKNOWLEDGED = `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="${SOAP}"><soapenv:Body><notificationsResponse xmlns="${OUTBOUND}"><Ack>true</Ack></notificationsResponse></soapenv:Body></soapenv:Envelope>`;
