import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { MAX_DOCUMENT_BYTES } from '../../../functions/core/contracts/document-limits.ts';
import type { DocumentFailure } from '../../../functions/core/contracts/opportunity-context.ts';
import type { WriteBackMessage } from '../../../functions/core/contracts/queue-messages.ts';
import { fetchedFileId } from '../../../functions/core/document-file.ts';
import type { StoredFile } from '../../../functions/core/document-versions.ts';
import type { FetchedCopy, StoredDocument } from '../../../functions/core/ports/document-store.ts';
import type { FetchedAnswer } from '../../../functions/core/ports/guarded-fetch.ts';
import {
  type DocumentSource,
  type FetchPorts,
  fetchDocument,
} from '../../../functions/core/use-cases/fetch-document.ts';
import { recordUpload, type UploadPorts } from '../../../functions/core/use-cases/record-upload.ts';
import { removeDocumentFile } from '../../../functions/core/use-cases/remove-document-file.ts';
import { silentLog as log } from '../support/logs.ts';
import { recordedMetrics } from '../support/metrics.ts';

const metrics = recordedMetrics();

const ids = { sourceId: 'demo-crm', opportunityId: 'opp/1', documentId: 'd-1' };
const message = { type: 'fetch', ...ids, url: 'https://crm.example/d-1' } as const;
const pdf = new TextEncoder().encode('%PDF-1.7 and more than sixteen bytes of it');
const clock = { now: () => new Date('2026-11-24T10:00:00Z') };

let document: StoredDocument | undefined;
let stored: { key: string; contentType: string; bytes: number } | undefined;
let ready: { bytes: number; contentType: string } | undefined;
let failed: DocumentFailure | undefined;
let unchanged: FetchedCopy | undefined;
let removed: readonly string[];
let told: WriteBackMessage[];
let read: number;
let asked: Readonly<Record<string, string>> | undefined;
let goesMeanwhile: boolean;
let dropped: readonly StoredFile[];

beforeEach(() => {
  document = {
    ...{ id: 'd-1', title: 'Proposal', fileName: 'proposal.pdf', contentType: 'application/pdf', category: '' },
    ...{ state: 'fetching', pinned: false, tags: [], version: 1, updatedAt: '', addedBy: undefined },
    ...{ files: [], current: undefined, fetched: undefined, sourceUrl: undefined },
  };
  stored = undefined;
  ready = undefined;
  failed = undefined;
  unchanged = undefined;
  removed = [];
  told = [];
  read = 0;
  goesMeanwhile = false;
  dropped = [];
});

const documents: FetchPorts['documents'] = {
  get: async () => document,
  markReady: async (_key, _id, file) => {
    ready = { bytes: file.bytes, contentType: file.contentType };
    return document && { document: { ...document, state: 'ready', version: 2 }, dropped };
  },
  markUnchanged: async (_key, _id, fetched) => {
    unchanged = fetched;
  },
  markFailed: async (_key, _id, { reason }) => {
    failed = reason;
  },
};

async function* chunks(...parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    read += part.byteLength;
    yield part;
  }
}
async function* endless(): AsyncGenerator<Uint8Array> {
  const part = new Uint8Array(1024 * 1024);
  part.set(pdf);
  for (;;) {
    read += part.byteLength;
    yield part;
  }
}
const answered = (status: number, type: string, body: AsyncIterable<Uint8Array> = chunks(pdf)): FetchedAnswer => ({
  outcome: 'answered',
  status,
  headers: { 'content-type': type },
  body,
});

const source = { id: 'demo-crm', callbackUrl: 'https://crm.example/hook', documentHosts: [], documents: undefined };
const fetchIt = (
  answer: FetchedAnswer,
  attempt = 1,
  documentsOf: DocumentSource['documents'] = undefined,
  locate?: FetchPorts['locate'],
) =>
  fetchDocument({
    ...(locate && { locate }),
    documents,
    files: {
      store: async (key, body, contentType) => {
        let bytes = 0;
        for await (const chunk of body) bytes += chunk.byteLength;
        stored = { key, contentType, bytes };
        if (goesMeanwhile) document = undefined;
        return { bytes };
      },
      purge: async (place) => {
        removed = [place];
        return 1;
      },
      remove: async (keys) => {
        removed = keys;
      },
    },
    web: {
      request: async (_url, { headers }) => {
        asked = headers;
        return answer;
      },
    },
    sources: new Map([['demo-crm', { ...source, documents: documentsOf }]]),
    clock,
    log,
    metrics,
  })(message, attempt);

const FETCHED_KEY = `documents/demo-crm/opp%2F1/d-1/${fetchedFileId(message.url, 1)}`;

describe('a document from the CRM', () => {
  it('that comes as base64 in plain text is stored as the bytes that it stands for', async () => {
    const text = new TextEncoder().encode(`"${Buffer.from(pdf).toString('base64')}"`);
    const answer = answered(200, 'text/plain', chunks(text.subarray(0, 7), text.subarray(7, 30), text.subarray(30)));
    await fetchIt(answer, 1, undefined, async (_id, url) => ({
      ...{ outcome: 'located', url, headers: {}, encoding: 'base64' },
    }));
    expect(stored).toMatchObject({ contentType: 'application/pdf', bytes: pdf.byteLength });
    expect(failed).toBeUndefined();
  });

  it('is stored under its ids and becomes ready', async () => {
    await fetchIt(answered(200, 'application/pdf; charset=binary', chunks(pdf.subarray(0, 3), pdf.subarray(3))));
    expect(stored).toEqual({
      key: FETCHED_KEY,
      contentType: 'application/pdf',
      bytes: pdf.length,
    });
    expect(ready).toEqual({ bytes: pdf.length, contentType: 'application/pdf' });
  });

  it('has its type from its name when the server does not know', async () => {
    await fetchIt(answered(200, 'application/octet-stream'));
    expect(ready?.contentType).toBe('application/pdf');
  });

  it.each([
    ['a web page', answered(200, 'text/html'), 'type-not-allowed'],
    ['a picture with scripts', answered(200, 'image/svg+xml'), 'type-not-allowed'],
    [
      'a PDF that is none',
      answered(200, 'application/pdf', chunks(new TextEncoder().encode('<html>'))),
      'content-mismatch',
    ],
    ['an empty PDF', answered(200, 'application/pdf', chunks()), 'content-mismatch'],
    ['a file that asks for a sign-in', answered(401, 'text/plain'), 'http-error'],
    ['a part that nobody asked for', answered(206, 'application/pdf'), 'http-error'],
    ['a missing file', answered(404, 'text/plain'), 'http-error'],
    ['a host that nobody configured', { outcome: 'refused', reason: 'host-not-allowed' } as const, 'host-not-allowed'],
    ['a private address', { outcome: 'refused', reason: 'private-address' } as const, 'private-address'],
  ])('fails at once for %s', async (_what, answer, reason) => {
    await fetchIt(answer);
    expect([failed, ready, stored]).toEqual([reason, undefined, undefined]);
  });

  it('is refused as soon as it is too large, however large it is', async () => {
    await fetchIt(answered(200, 'application/pdf', endless()));
    expect(failed).toBe('too-large');
    expect(read).toBeLessThanOrEqual(MAX_DOCUMENT_BYTES + 1024 * 1024);
  });

  it.each([
    ['the host is dead', { outcome: 'unreachable' } as const, 'unreachable'],
    ['the server is ill', answered(503, 'text/plain'), 'http-error'],
  ])('is tried again when %s, and fails with the last attempt', async (_what, answer, reason) => {
    await expect(fetchIt(answer, 4)).rejects.toThrow(reason);
    expect(failed).toBeUndefined();
    await fetchIt(answer, 5);
    expect(failed).toBe(reason);
  });

  it('waits for its item, and is forgotten when that never comes', async () => {
    document = undefined;
    await expect(fetchIt(answered(200, 'application/pdf'), 1)).rejects.toThrow('not written yet');
    await fetchIt(answered(200, 'application/pdf'), 5);
    expect(stored).toBeUndefined();
  });

  it('that was removed while it was fetched leaves no bytes', async () => {
    goesMeanwhile = true;
    await fetchIt(answered(200, 'application/pdf'));
    expect(removed).toEqual([FETCHED_KEY]);
  });

  describe('that is here already', () => {
    const digest = createHash('sha256').update(pdf).digest('base64url');
    const known = (fetched: FetchedCopy) => {
      document = { ...(document ?? expect.fail()), state: 'ready', fetched };
    };

    it('is not sent again when its tag says that it has not changed', async () => {
      known({ url: message.url, etag: '"v1"', digest });
      await fetchIt(answered(304, ''));
      expect([asked, stored, ready, failed]).toEqual([{ 'if-none-match': '"v1"' }, undefined, undefined, undefined]);
    });

    it('is no new version when its bytes are the same under another address or tag', async () => {
      known({ url: 'https://crm.example/old', etag: '"v1"', digest });
      const same = {
        ...answered(200, 'application/pdf'),
        headers: { 'content-type': 'application/pdf', etag: '"v2"' },
      };
      await fetchIt(same as FetchedAnswer);
      expect([asked, ready, removed]).toEqual([{}, undefined, [FETCHED_KEY]]);
      expect(unchanged).toEqual({ url: message.url, etag: '"v2"', digest });
    });

    it('becomes a new version when its bytes are others, and the files beyond the limit go', async () => {
      known({ url: message.url, digest: 'of other bytes' });
      const file = { number: 1, at: '', bytes: 1, fileName: 'p.pdf', contentType: 'application/pdf' };
      dropped = [
        { id: 'old', ...file },
        { id: '', ...file },
      ];
      await fetchIt(answered(200, 'application/pdf'));
      expect(ready?.bytes).toBe(pdf.length);
      expect(removed).toEqual(['documents/demo-crm/opp%2F1/d-1/old', 'documents/demo-crm/opp%2F1/d-1']);
    });
  });

  it.each([
    ['kind', { types: ['text/plain' as const] }, 'type-not-allowed'],
    ['size', { maxBytes: pdf.length - 1 }, 'too-large'],
  ])('is refused where the source keeps no file of its %s', async (_what, limits, reason) => {
    await fetchIt(answered(200, 'application/pdf'), 1, limits);
    expect([failed, ready]).toEqual([reason, undefined]);
  });
});

describe('the bytes of a document', () => {
  const remove = (attempt: number) =>
    removeDocumentFile({
      documents,
      files: {
        list: async (prefix) => [`${prefix}first`, `${prefix}fetched-1`],
        remove: async (keys) => {
          removed = keys;
        },
      },
    })({ type: 'remove', ...ids }, attempt);

  it('go when it is gone, all versions of them', async () => {
    document = undefined;
    await remove(1);
    const key = 'documents/demo-crm/opp%2F1/d-1';
    expect(removed).toEqual([key, `${key}/first`, `${key}/fetched-1`]);
  });

  it('wait for it to go, and stay when it has been made anew', async () => {
    await expect(remove(4)).rejects.toThrow('still there');
    await remove(5);
    expect(removed).toEqual([]);
  });
});

describe('an upload', () => {
  const key = 'documents/demo-crm/opp%2F1/d-1/first';
  interface Changes {
    readonly object?: Awaited<ReturnType<UploadPorts['files']['inspect']>>;
    readonly erased?: string;
    readonly announced?: Awaited<ReturnType<UploadPorts['uploads']['find']>>;
    readonly limits?: DocumentSource['documents'];
  }
  const upload = (changes: Changes = {}, objectKey = key) =>
    recordUpload({
      documents,
      files: {
        inspect: async () => changes.object ?? { bytes: 42, contentType: 'application/pdf', head: pdf },
        remove: async (keys) => {
          removed = keys;
        },
        purge: async (place) => {
          removed = [place];
          return 1;
        },
      },
      erasures: {
        of: async () => ({
          opportunity: changes.erased === undefined ? undefined : { at: changes.erased, markedAt: changes.erased },
          contacts: new Map(),
        }),
      },
      uploads: { find: async () => changes.announced },
      activity: {
        record: async (_key, line) => {
          lines.push(line);
        },
      },
      sources: new Map([['demo-crm', { documents: changes.limits }]]),
      writeBacks: {
        send: async (sent) => {
          told.push(sent);
        },
      },
      clock,
      log,
    })(objectKey);
  let lines: unknown[];
  beforeEach(() => {
    lines = [];
  });
  const awaiting = (addedBy: string | undefined) => {
    document = { ...(document ?? expect.fail()), state: 'awaiting-upload', addedBy };
  };

  it('of an agent becomes ready and is told to the CRM', async () => {
    awaiting('ana');
    await upload();
    expect(ready).toEqual({ bytes: 42, contentType: 'application/pdf' });
    expect(told).toEqual([{ type: 'document.added', ...ids, version: 2, by: 'ana' }]);
  });

  it('of the CRM becomes ready and is no news to it', async () => {
    awaiting(undefined);
    await upload();
    expect([ready?.bytes, told]).toEqual([42, []]);
  });

  it.each([
    ['too large', { bytes: MAX_DOCUMENT_BYTES + 1, contentType: 'application/pdf', head: pdf }, 'too-large'],
    ['no document', { bytes: 5, contentType: 'text/html', head: pdf }, 'type-not-allowed'],
    ['not what it claims', { bytes: 5, contentType: 'image/png', head: pdf }, 'content-mismatch'],
  ])('that is %s is removed', async (_what, object, reason) => {
    awaiting('ana');
    await upload({ object });
    expect([failed, removed, told]).toEqual([reason, [key], []]);
  });

  it('is left to the fetching function when that brings it', async () => {
    await upload({}, FETCHED_KEY);
    expect([ready, told]).toEqual([undefined, []]);
  });

  it('of a next version is its sender’s, under its own name, in the timeline too', async () => {
    awaiting(undefined);
    document = { ...(document ?? expect.fail()), state: 'ready', fileVersion: 3 };
    await upload({ announced: { fileId: 'f-2', by: 'ben', fileName: 'proposal-v4.pdf' } }, key.replace('first', 'f-2'));
    expect(told).toMatchObject([{ type: 'document.added', by: 'ben' }]);
    expect(lines).toMatchObject([
      { type: 'document.updated', by: 'ben', changes: [{ field: 'fileVersion', to: '3' }] },
    ]);
  });

  it('is refused where the source keeps no file of its size', async () => {
    awaiting('ana');
    await upload({ limits: { maxBytes: 41 } });
    expect([failed, removed]).toEqual(['too-large', [key]]);
  });

  it('whose opportunity was erased is removed; one whose item is not there yet waits', async () => {
    document = undefined;
    await expect(upload()).rejects.toThrow('not written yet');
    await upload({ erased: '2026-11-24T09:00:00Z' });
    expect(removed).toEqual([key]);
  });
});
