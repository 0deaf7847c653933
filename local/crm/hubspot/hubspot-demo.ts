/** The demo's deals in HubSpot's properties, with the owners and call outcomes of the account. */
import type { CrmOpportunity, CrmPerson } from '../../console/crm/opportunities.ts';
import type { Json } from '../double-http.ts';

export const OWNERS: readonly Json[] = [
  { id: '501', userId: 7501, email: 'ana@sales.example', firstName: 'Ana', archived: false },
  { id: '502', userId: 7502, email: 'ben@sales.example', firstName: 'Ben', archived: false },
];
/** Default call outcomes of every account. */
export const DISPOSITIONS: readonly Json[] = [
  { id: 'f240bbac-87c9-4f6e-bf70-924b57d47db7', label: 'Connected', deleted: false },
  { id: '73a0d17f-1163-4015-bdd5-ec830791da20', label: 'No answer', deleted: false },
  { id: '9d9162e7-6cf3-4944-bf63-4dff82258764', label: 'Busy', deleted: false },
];

/** Record ids are numbers: those of the demo's names, without letters. */
export const hubspotId = (id: string): string =>
  /^[a-z]/.test(id) ? `${id.charCodeAt(0)}${id.replace(/\D/g, '').padStart(4, '0')}` : id;

export const dealProperties = (deal: CrmOpportunity): Json => {
  const { name, stage: label, amount, currency, closeDate, probability, owner } = deal;
  return {
    ...{ dealname: name, pipeline: 'default', dealstage: label === undefined ? null : `stage-${label}` },
    ...{ amount: amount === undefined ? null : String(amount), deal_currency_code: currency ?? null },
    closedate: closeDate === undefined ? null : `${closeDate}T17:00:00Z`,
    hs_deal_stage_probability: probability === undefined ? null : String(probability / 100),
    hubspot_owner_id: OWNERS.find(({ email }) => email === `${owner?.username}@sales.example`)?.id ?? null,
  };
};

export function contactProperties({ name, email, title, company, phones }: CrmPerson): Json {
  const words = name.split(' ');
  const numberOf = (label: string) => phones.find((phone) => phone.label === label)?.number ?? null;
  return {
    ...{ firstname: words.slice(0, -1).join(' '), lastname: words.at(-1), email: email ?? null },
    ...{ jobtitle: title ?? null, company: company ?? null },
    ...{ mobilephone: numberOf('mobile'), phone: numberOf('office') },
  };
}

const DEFAULT_LABEL = { category: 'HUBSPOT_DEFINED', label: null };

/** A person's role is a label of the association, of the account's own making; so is the one for who matters most. */
export const contactLink = ({ id, role, primary }: Pick<CrmPerson, 'id' | 'role' | 'primary'>): Json => ({
  toObjectId: Number(hubspotId(id)),
  associationTypes: [
    { ...DEFAULT_LABEL, typeId: 3 },
    ...(role === undefined ? [] : [{ category: 'USER_DEFINED', typeId: 41, label: role }]),
    ...(primary ? [{ category: 'USER_DEFINED', typeId: 42, label: 'Primary' }] : []),
  ],
});

/** Documents hang on notes, two on each, as people attach them. */
const FILES_OF_A_NOTE = 2;
const NOTE_DIGITS = 4;

export const NOTE_LINK: Json = { associationTypes: [{ ...DEFAULT_LABEL, typeId: 213 }] };

export const noteLinks = (dealId: string, { documents }: CrmOpportunity): readonly Json[] =>
  Array.from({ length: Math.ceil(documents.length / FILES_OF_A_NOTE) }, (_, index) => ({
    toObjectId: Number(`${dealId}${String(index).padStart(NOTE_DIGITS, '0')}`),
    ...NOTE_LINK,
  }));

export function noteProperties(id: string, deals: ReadonlyMap<string, CrmOpportunity>): Json | undefined {
  const first = Number(id.slice(-NOTE_DIGITS)) * FILES_OF_A_NOTE;
  const files = deals.get(id.slice(0, -NOTE_DIGITS))?.documents.slice(first, first + FILES_OF_A_NOTE) ?? [];
  return files.length === 0 ? undefined : { hs_attachment_ids: files.map((file) => hubspotId(file.id)).join(';') };
}
