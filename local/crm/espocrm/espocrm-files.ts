/** Attachments and the documents that they are the files of (docs: "Attachment"; entityDefs Document). */
import type { KeptDocument } from '../crm-double.ts';
import type { DoubleAnswer, Json } from '../double-http.ts';

export class EspocrmFiles {
  readonly #attachments = new Map<string, { readonly name: string; readonly bytes: Uint8Array }>();
  readonly #documents = new Map<string, Json>();
  readonly #isOpportunity: (id: string) => boolean;
  #made = 0;

  constructor(isOpportunity: (id: string) => boolean) {
    this.#isOpportunity = isOpportunity;
  }

  bytes(attachmentId: string): Uint8Array | undefined {
    return this.#attachments.get(attachmentId)?.bytes;
  }

  /** The file of a field of a document, as a data URL of the type that is said. */
  attach({ name, type, role, relatedType, field, file }: Json): DoubleAnswer {
    const [, ofType, data] = /^data:([^;,]+);base64,(.*)$/s.exec(String(file)) ?? [];
    const isWhole = role === 'Attachment' && relatedType === 'Document' && field === 'file' && ofType === type;
    const bytes = Buffer.from(data ?? '', 'base64');
    if (typeof name !== 'string' || !isWhole || bytes.toString('base64') !== data) return { status: 400 };
    const id = this.#next('attachment');
    this.#attachments.set(id, { name, bytes });
    return { status: 200, json: { id, name, type, size: bytes.byteLength } };
  }

  /** A document has a name and a file that is there. */
  write(method: string, id: string | undefined, written: Json): DoubleAnswer {
    const known = id === undefined ? {} : this.#documents.get(id);
    if (known === undefined) return { status: 404 };
    if (method === 'DELETE') return { status: 200, json: this.#documents.delete(id ?? '') };
    const document: Json = { ...known, ...written };
    const { name, fileId } = document;
    if (typeof name !== 'string' || name === '' || !this.#attachments.has(String(fileId))) return { status: 400 };
    if (!opportunitiesOf(document).every(this.#isOpportunity)) return { status: 404 };
    document.id = id ?? this.#next('document');
    this.#documents.set(String(document.id), document);
    return { status: 200, json: document };
  }

  of(opportunityId: string): readonly Json[] {
    return [...this.#documents.values()].filter((document) => opportunitiesOf(document).includes(opportunityId));
  }

  kept(): readonly KeptDocument[] {
    return [...this.#documents.values()].flatMap((document) => {
      const file = this.#attachments.get(String(document.fileId));
      const [opportunityId = ''] = opportunitiesOf(document);
      if (file === undefined) return [];
      return [{ opportunityId, title: String(document.name), fileName: file.name, bytes: file.bytes }];
    });
  }

  #next(kind: string): string {
    this.#made += 1;
    return `${kind}-${this.#made}`;
  }
}

const opportunitiesOf = ({ opportunitiesIds }: Json): readonly string[] =>
  (opportunitiesIds as string[] | undefined) ?? [];
