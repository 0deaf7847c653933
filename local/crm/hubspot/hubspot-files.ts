/** `/files/v3/files`: a file's facts, and the signed address of its bytes (API reference, "Files"). */
import type { DoubleAnswer } from '../double-http.ts';
import { hubspotId } from './hubspot-demo.ts';
import { notFound } from './hubspot-rules.ts';
import type { HubspotStore } from './hubspot-store.ts';

/** Below which the signed addresses are; whoever has one needs no token. */
export const SIGNED = 'signed';

export function fileAnswer(
  { deals }: HubspotStore,
  origin: string,
  id: string,
  verb: string | undefined,
): DoubleAnswer {
  const document = [...deals.values()].flatMap(({ documents }) => documents).find((one) => hubspotId(one.id) === id);
  if (document === undefined) return notFound();
  if (verb === 'signed-url') return { status: 200, json: { url: `${origin}/${SIGNED}/${document.id}` } };
  const [, name, extension] = /^(.*)\.(\w+)$/.exec(document.fileName) ?? [];
  return { status: 200, json: { id, name: name ?? document.fileName, extension, access: 'PRIVATE' } };
}
