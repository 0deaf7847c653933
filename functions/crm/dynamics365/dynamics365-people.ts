/** People of an opportunity: its contact, its customer when that is a person, and whoever is connected with it. */
import type { ContactInput } from '#core/contracts/call-request.ts';
import type { Dynamics365Source } from '#core/contracts/configuration.ts';
import { asJson, type Json, optional, textOf } from '../json.ts';
import { e164 } from '../phone-numbers.ts';
import { contactSubject } from '../record-subjects.ts';
import { formatted } from './dynamics365-client.ts';
import { guidOf, odataPath } from './odata.ts';

/** Columns of contacts and their labels here, in the order in which they are shown. */
export const CONTACT_PHONES = [
  ['mobilephone', 'mobile'],
  ['telephone1', 'business'],
  ['telephone2', 'home'],
] as const;
const USER_PHONES = [
  ['mobilephone', 'mobile'],
  ['address1_telephone1', 'business'],
] as const;

export const CONTACT_COLUMNS = [
  ...['contactid', 'fullname', 'jobtitle', 'emailaddress1', 'donotphone', 'merged', '_parentcustomerid_value'],
  ...CONTACT_PHONES.map(([column]) => column),
].join(',');
const USER_COLUMNS = [
  ...['systemuserid', 'fullname', 'title', 'internalemailaddress', 'isdisabled'],
  ...USER_PHONES.map(([column]) => column),
].join(',');

/** connectionrole, category ("Connection Role" table reference): 1000 is Stakeholder. */
const SALES_TEAM = 1001;

/** Both ways round: a connection has a reciprocal one only when it was made in the application. */
export const connectionsPath = (opportunityId: string): string =>
  odataPath('connections', {
    $select: '_record1id_value,_record2id_value',
    $filter: `(_record1id_value eq ${opportunityId} or _record2id_value eq ${opportunityId}) and statecode eq 0`,
    $expand: ['record1', 'record2']
      .flatMap((side) => [
        `${side}id_contact($select=${CONTACT_COLUMNS})`,
        `${side}id_systemuser($select=${USER_COLUMNS})`,
        `${side}roleid($select=name,category)`,
      ])
      .join(','),
  });

interface Person {
  readonly id: string;
  readonly record: Json;
  readonly isUser: boolean;
  readonly role?: string;
  readonly isTeam: boolean;
}

/** Each person once, the primary one first. */
export function peopleOf(
  opportunity: Json,
  connections: readonly Json[],
  source: Dynamics365Source,
  subjects: ReadonlyMap<string, string>,
): readonly ContactInput[] {
  const opportunityId = guidOf(opportunity.opportunityid);
  const own = [opportunity.parentcontactid, opportunity.customerid_contact].flatMap((contact) =>
    personFrom({ contact }),
  );
  const connected = connections.flatMap((connection) => {
    const isFirst = guidOf(connection._record1id_value) === opportunityId;
    const [contact, user, role] = isFirst
      ? [connection.record2id_contact, connection.record2id_systemuser, connection.record2roleid]
      : [connection.record1id_contact, connection.record1id_systemuser, connection.record1roleid];
    return personFrom({ contact, user, role });
  });
  const people = new Map<string, Person>();
  for (const person of [...own, ...connected]) {
    const known = people.get(person.id);
    if (known?.role === undefined) people.set(person.id, person);
  }
  return [...people.values()].map((person, index) => contactInput(person, source, subjects, index === 0));
}

function personFrom({ contact, user, role }: { contact?: unknown; user?: unknown; role?: unknown }): Person[] {
  const isUser = guidOf(asJson(contact).contactid) === undefined;
  const record = asJson(isUser ? user : contact);
  const id = guidOf(isUser ? record.systemuserid : record.contactid);
  // Merged into another, whose connections it has left its own to ("Merge table rows"); or a user who has gone.
  if (id === undefined || record.merged === true || record.isdisabled === true) return [];
  const isTeam = asJson(role).category === SALES_TEAM || (isUser && role === null);
  return [{ id, record, isUser, isTeam, ...optional('role', textOf(asJson(role).name)) }];
}

function contactInput(
  { id, record, isUser, isTeam, role }: Person,
  { defaultCountry }: Dynamics365Source,
  subjects: ReadonlyMap<string, string>,
  primary: boolean,
): ContactInput {
  const phones = (isUser ? USER_PHONES : CONTACT_PHONES).flatMap(([column, label]) => {
    const number = e164(record[column], defaultCountry);
    return number === undefined ? [] : [{ number, label }];
  });
  const email = textOf(isUser ? record.internalemailaddress : record.emailaddress1);
  return {
    ...{ id: contactSubject.idIn(subjects.get(id)) ?? id, name: textOf(record.fullname) ?? email ?? id },
    ...{ phones: [...new Map(phones.map((phone) => [phone.number, phone])).values()] },
    ...{ group: isTeam ? 'team' : 'stakeholder', primary, doNotCall: record.donotphone === true, attributes: {} },
    ...optional('title', textOf(isUser ? record.title : record.jobtitle)),
    ...optional('company', formatted(record, '_parentcustomerid_value')),
    ...optional('email', email),
    ...optional('role', role),
  };
}
