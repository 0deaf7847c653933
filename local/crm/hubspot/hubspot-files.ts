/** `/files/v3/files`: uploads, a file's facts, and the signed address of its bytes (API reference and API guide, "Files"). */
import { type DoubleAnswer, type DoubleRequest, type Json, parseForm } from '../double-http.ts';
import { hubspotId } from './hubspot-demo.ts';
import { invalid, notFound } from './hubspot-rules.ts';
import type { HubspotStore } from './hubspot-store.ts';

/** Below which the signed addresses are; whoever has one needs no token. */
export const SIGNED = 'signed';
const ACCESS = ['PUBLIC_INDEXABLE', 'PUBLIC_NOT_INDEXABLE', 'PRIVATE'];

export function fileAnswer(
  store: HubspotStore,
  method: string,
  origin: string,
  id: string,
  verb: string | undefined,
): DoubleAnswer {
  const known = fileOf(store, id);
  if (known === undefined) return notFound();
  if (method === 'DELETE') {
    store.files.delete(id);
    return { status: 204 };
  }
  if (verb === 'signed-url') return { status: 200, json: { url: `${origin}/${SIGNED}/${known.signedId}` } };
  return { status: 200, json: factsOf(id, known.fileName) };
}

/**
 * A form with `file`, `options` with `access`, and either `folderId` or `folderPath`. With `overwrite` a file of the same name in the
 * same folder is replaced and keeps its id; without it, it is another file.
 */
export async function uploadAnswer(store: HubspotStore, asked: DoubleRequest): Promise<DoubleAnswer> {
  const form = await parseForm(asked);
  const file = form?.get('file');
  if (form === undefined || !(file instanceof File)) return invalid('file is required');
  const { access, overwrite } = optionsIn(form.get('options'));
  if (!ACCESS.includes(String(access))) return invalid('options.access is required');
  const folder = form.get('folderPath');
  if ((folder === null) === (form.get('folderId') === null)) return invalid('either folderId or folderPath');
  const fileName = String(form.get('fileName') ?? file.name);
  const same = [...store.files].find(([, one]) => one.folder === String(folder) && one.fileName === fileName);
  const id = overwrite === true && same !== undefined ? same[0] : store.nextId();
  store.files.set(id, { folder: String(folder), fileName, bytes: await file.bytes() });
  return { status: 201, json: factsOf(id, fileName) };
}

function optionsIn(text: unknown): Json {
  try {
    return JSON.parse(String(text)) as Json;
  } catch {
    return {};
  }
}

function fileOf({ deals, files }: HubspotStore, id: string) {
  const uploaded = files.get(id);
  if (uploaded !== undefined) return { fileName: uploaded.fileName, signedId: id };
  const document = [...deals.values()].flatMap(({ documents }) => documents).find((one) => hubspotId(one.id) === id);
  return document && { fileName: document.fileName, signedId: document.id };
}

function factsOf(id: string, fileName: string): Json {
  const [, name, extension] = /^(.*)\.(\w+)$/.exec(fileName) ?? [];
  return { id, name: name ?? fileName, extension, access: 'PRIVATE' };
}
