import type { DocumentInput } from '#core/contracts/call-request.ts';
import type { HubspotSource } from '#core/contracts/configuration.ts';
import type { CrmFailure } from '../crm-session.ts';
import { asJson, type Json, optional, textOf } from '../json.ts';
import type { HubspotClient } from './hubspot-client.ts';

type Files = { readonly outcome: 'files'; readonly documents: readonly DocumentInput[] } | CrmFailure;

/** Files of a deal hang on its notes: `hs_attachment_ids`, separated by semicolons (API guide "Notes"). */
export async function filesOfNotes(
  client: HubspotClient,
  source: HubspotSource,
  dealId: string,
  most: number,
): Promise<Files> {
  const notes = await client.associated('deals', dealId, 'notes', most);
  if (notes.outcome !== 'associated') return notes;
  const found = await client.batchRead(
    'notes',
    notes.to.map(({ id }) => id),
    ['hs_attachment_ids'],
  );
  if (found.outcome !== 'records') return found;
  const ids = found.records.flatMap(({ properties }) => filesIn(asJson(properties).hs_attachment_ids));
  const documents: DocumentInput[] = [];
  for (const id of [...new Set(ids)].slice(0, most)) {
    const file = await client.request('GET', `/files/v3/files/${id}`);
    if (file.outcome === 'unavailable') return file;
    // A file that was deleted, or that the token may not see, is no document.
    if (file.outcome === 'ok') documents.push(documentFrom(id, asJson(file.json), source));
  }
  return { outcome: 'files', documents };
}

/** Ids of files, separated by semicolons. */
export const filesIn = (attachments: unknown): readonly string[] =>
  (textOf(attachments)?.split(';') ?? []).map((one) => one.trim()).filter((one) => /^\d+$/.test(one));

function documentFrom(id: string, file: Json, { apiUrl }: HubspotSource): DocumentInput {
  const [name, extension] = [textOf(file.name) ?? id, textOf(file.extension)];
  const fileName =
    extension === undefined || name.toLowerCase().endsWith(`.${extension}`) ? name : `${name}.${extension}`;
  return {
    ...{ id, title: name, fileName },
    // Asked for when the bytes are: the address that it gives is short-lived.
    url: `${apiUrl.replace(/\/$/, '')}/files/v3/files/${id}/signed-url`,
    ...optional('category', 'Notes'),
  };
}
