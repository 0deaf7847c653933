/** The people of an opportunity: its contact roles, and the users of its team. */
import * as v from 'valibot';
import { type ContactInput, contactSchema, MAX_CONTACTS } from '#core/contracts/call-request.ts';
import type { SalesforceSource } from '#core/contracts/configuration.ts';
import { asJson, type Json, optional, textOf } from '../json.ts';
import { contactSubject } from '../record-subjects.ts';
import { phonesFrom } from './salesforce-phones.ts';
import { soql } from './soql.ts';

/** Picklists and accounts have names of up to 255 characters. */
const MAX_TEXT = 200;

/** The primary one first, so that it stays whatever is cut. */
export const rolesQuery = (opportunityId: string): string =>
  `${soql`SELECT ContactId, Role, IsPrimary FROM OpportunityContactRole WHERE OpportunityId = ${opportunityId}`} ORDER BY IsPrimary DESC, CreatedDate, Id`;

/**
 * Roles name contacts that are deleted or that our user may not see, too (Object Reference, OpportunityContactRole): the contacts
 * themselves tell who there is.
 */
export const contactsQuery = (opportunityId: string): string =>
  soql`SELECT Id, Name, Title, Email, DoNotCall, ReportsToId, Account.Name, MobilePhone, Phone, OtherPhone, HomePhone FROM Contact WHERE Id IN (SELECT ContactId FROM OpportunityContactRole WHERE OpportunityId = ${opportunityId})`;

export const teamQuery = (opportunityId: string): string =>
  soql`SELECT UserId, TeamMemberRole, User.Name, User.Title, User.Email, User.CompanyName, User.MobilePhone, User.Phone FROM OpportunityTeamMember WHERE OpportunityId = ${opportunityId} ORDER BY CreatedDate, Id`;

interface People {
  readonly roles: readonly Json[];
  readonly contacts: readonly Json[];
  readonly team: readonly Json[];
}

/** Everybody, the primary contact first; the caller cuts. */
export function peopleFrom(
  { roles, contacts, team }: People,
  source: SalesforceSource,
  subjects: ReadonlyMap<string, string>,
): ContactInput[] {
  const byId = new Map(contacts.map((contact) => [textOf(contact.Id) ?? '', contact]));
  const ours = (id: string): string => contactSubject.idIn(subjects.get(id)) ?? id;
  // One contact may have several roles: the first counts, which is the primary one.
  const firstRoles = new Map(roles.toReversed().map((role) => [textOf(role.ContactId) ?? '', role]));
  const ids = [...new Set(roles.map(({ ContactId }) => textOf(ContactId) ?? ''))].slice(0, MAX_CONTACTS);
  const shown = new Set(ids.filter((id) => byId.has(id)));
  const stakeholders = [...shown].map((id): ContactInput => {
    const [role, contact] = [asJson(firstRoles.get(id)), asJson(byId.get(id))];
    const boss = textOf(contact.ReportsToId);
    return {
      ...personFrom(ours(id), contact, textOf(asJson(contact.Account).Name), source),
      ...{ group: 'stakeholder', primary: role.IsPrimary === true, doNotCall: contact.DoNotCall === true },
      ...optional('role', textOf(role.Role)?.slice(0, MAX_TEXT)),
      ...optional('reportsTo', boss !== undefined && shown.has(boss) ? ours(boss) : undefined),
    };
  });
  const colleagues = team.flatMap((member): ContactInput[] => {
    const [id, user] = [textOf(member.UserId), asJson(member.User)];
    if (id === undefined) return [];
    return [
      {
        ...personFrom(id, user, textOf(user.CompanyName), source),
        ...{ group: 'team', primary: false, doNotCall: false },
        ...optional('role', textOf(member.TeamMemberRole)?.slice(0, MAX_TEXT)),
      },
    ];
  });
  return [...stakeholders, ...colleagues];
}

function personFrom(id: string, record: Json, company: string | undefined, { defaultCountry }: SalesforceSource) {
  const email = textOf(record.Email);
  return {
    ...{ id, name: textOf(record.Name) ?? email ?? id, attributes: {}, phones: phonesFrom(record, defaultCountry) },
    ...optional('title', textOf(record.Title)),
    ...optional('company', company?.slice(0, MAX_TEXT)),
    // Salesforce takes addresses that we do not.
    ...optional('email', v.is(contactSchema.entries.email, email) ? email : undefined),
  };
}
