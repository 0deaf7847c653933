/** The demo's deals as Salesforce's records. */
import { type CrmOpportunity, type CrmPerson, DEMO_OPPORTUNITIES } from '../../console/crm/opportunities.ts';
import type { Json } from '../double-http.ts';

const SUFFIX = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const TEAM = new Set(
  DEMO_OPPORTUNITIES.flatMap(({ people }) => people.flatMap(({ id, group }) => (group === 'team' ? [id] : []))),
);

/** Three characters that say which of the fifteen are capitals (Object Reference, "ID Field Type"). */
export const longId = (id: string): string =>
  `${id}${[0, 5, 10]
    .map((from) => {
      const capitals = [...id.slice(from, from + 5)].toReversed().map((one) => (/[A-Z]/.test(one) ? '1' : '0'));
      return SUFFIX[Number.parseInt(capitals.join(''), 2)];
    })
    .join('')}`;

const PREFIX: Readonly<Record<string, string>> = { opp: '006', c: '003', d: '069', v: '068', u: '005', role: '00K' };
export const idIn = (kind: string, number: string | number): string =>
  longId(`${PREFIX[kind] ?? kind}5gA0000${String(number).padStart(5, '0')}`);

/** Of a deal, person or document of the demo; colleagues are users. */
export function salesforceDemoId(id: string): string {
  const [, kind, number] = /^([a-z]+)-(\d+)$/.exec(id) ?? [];
  if (kind === undefined || number === undefined) return id;
  return idIn(TEAM.has(id) ? 'u' : kind, number);
}

/** The latest version of a document of the demo. */
export const versionId = (documentId: string): string => idIn('v', documentId.replace(/\D/g, ''));

export const DEMO_USERS: readonly Json[] = [
  { Id: idIn('u', 90_001), Email: 'ana@sales.example', IsActive: true, CreatedDate: '2020-01-01' },
  { Id: idIn('u', 90_002), Email: 'ben@sales.example', IsActive: true, CreatedDate: '2020-01-02' },
];

/** Of a company: one for each name. */
const accountId = (name: string): string =>
  idIn(
    '001',
    [...name].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) % 99_991, 7),
  );

export const accountOf = ({ account }: CrmOpportunity): Json => ({ Id: accountId(account), Name: account });

export const opportunityOf = (deal: CrmOpportunity): Json => ({
  ...{ Id: salesforceDemoId(deal.id), Name: deal.name, StageName: deal.stage ?? null, Amount: deal.amount ?? null },
  ...{ CloseDate: deal.closeDate ?? null, Probability: deal.probability ?? null, Type: null },
  ...{ CurrencyIsoCode: deal.currency ?? null, Account: { Name: deal.account }, AccountId: accountId(deal.account) },
  ...{ IsClosed: false, LastModifiedDate: '2026-11-01T09:00:00.000+0000' },
  OwnerId: ownerOf(deal)?.Id ?? idIn('u', 90_009),
  Owner: { Email: ownerOf(deal)?.Email ?? null },
});

const ownerOf = ({ owner }: CrmOpportunity): Json | undefined =>
  DEMO_USERS.find(({ Email }) => Email === `${owner?.username}@sales.example`);

export function contactOf(person: CrmPerson): Json {
  const words = person.name.split(' ');
  const numberOf = (label: string) => person.phones.find((phone) => phone.label === label)?.number ?? null;
  return {
    ...{ Id: salesforceDemoId(person.id), FirstName: words.slice(0, -1).join(' '), LastName: words.at(-1) },
    ...{ Title: person.title ?? null, Email: person.email ?? null, DoNotCall: person.doNotCall },
    ...{ Account: { Name: person.company ?? null }, MobilePhone: numberOf('mobile'), Phone: numberOf('office') },
    ...{ ReportsToId: person.reportsTo === undefined ? null : salesforceDemoId(person.reportsTo) },
  };
}

export const roleOf = (deal: CrmOpportunity, person: CrmPerson): Json => ({
  ...{ Id: idIn('role', person.id.replace(/\D/g, '')), OpportunityId: salesforceDemoId(deal.id) },
  ...{ ContactId: salesforceDemoId(person.id), Role: person.role ?? null, IsPrimary: person.primary },
  CreatedDate: '2026-01-01',
});

export const teamMemberOf = (deal: CrmOpportunity, person: CrmPerson): Json => ({
  ...{ Id: idIn('00q', person.id.replace(/\D/g, '')), OpportunityId: salesforceDemoId(deal.id) },
  ...{ UserId: salesforceDemoId(person.id), TeamMemberRole: person.role ?? null, CreatedDate: '2026-01-01' },
  User: { ...contactOf(person), Name: person.name, CompanyName: person.company ?? null },
});

export function documentLinksOf(deal: CrmOpportunity): readonly Json[] {
  return deal.documents.map((document) => {
    const [, title, extension] = /^(.*)\.(\w+)$/.exec(document.fileName) ?? [];
    return {
      SystemModstamp: '2026-01-01',
      ...{ LinkedEntityId: salesforceDemoId(deal.id), ContentDocumentId: salesforceDemoId(document.id) },
      ContentDocument: {
        ...{ Title: title ?? document.fileName, FileExtension: extension ?? null, FileType: 'UNKNOWN' },
        LatestPublishedVersionId: versionId(document.id),
      },
    };
  });
}
