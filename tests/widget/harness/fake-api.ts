import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { CallAccepted, CallOutcome, CallView } from '../../../functions/core/contracts/call.ts';
import type { DocumentShare } from '../../../functions/core/contracts/document-share.ts';
import type {
  CallContext,
  ContactView,
  CrmMatches,
  DocumentView,
  OpportunityContext,
  OpportunityMatch,
} from '../../../functions/core/contracts/opportunity-context.ts';
import type { OpportunityReading } from '../../../functions/core/contracts/opportunity-reading.ts';
import { PROBLEM_STATUS, type ProblemCode } from '../../../functions/core/contracts/problem.ts';
import { PART_BYTES, partCount, partSize } from '../../../functions/core/contracts/resumable-upload.ts';
import { sampleDeal } from './sample-deal.ts';
import { sampleFiles } from './sample-files.ts';

interface Fault {
  readonly path: RegExp;
  readonly method?: string;
  readonly code: ProblemCode;
  times: number;
}

/** The API of DESIGN section 4 in memory, for one opportunity, with the versions and problems of the real one. */
export interface FakeApi {
  context: OpportunityContext;
  recent: readonly CallView[];
  callContext: CallContext;
  /** What the CRMs know of a number or a text; and how late they say it, in milliseconds. */
  crm: CrmMatches & { readonly afterMs?: number };
  /** What an agent who asks for a call is told; without it the call is held. */
  callAnswer?: CallAccepted;
  /** What a number or a name finds; without it the one opportunity. */
  matches?: readonly OpportunityMatch[];
  /** Answers that come before the real ones: a test breaks something on purpose. */
  faults: Fault[];
  readonly requests: { method: string; path: string; body: unknown }[];
  /** By id: the size, and the numbers of the parts in the order of their arrival. */
  readonly partUploads: Map<string, { readonly bytes: number; readonly parts: number[] }>;
  /** Whether the storage takes the part now. */
  takesPart: (number: number) => boolean;
  storePart(id: string, bytes: Buffer): boolean;
  shares: readonly DocumentShare[];
  shareHours: readonly number[];
  /** The opportunity is not here, and this becomes of its reading. `read`: once told, it is here. */
  reading?: OpportunityReading;
  /** The only good access token. */
  token: string;
  handle(request: IncomingMessage, response: ServerResponse, origin: string): Promise<void>;
}

interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly problem?: true;
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly ifMatch: string | undefined;
  readonly origin: string;
}

const reply = (status: number, body?: unknown): Reply => ({ status, body });

const TITLES: Partial<Readonly<Record<ProblemCode, string>>> = {
  'try-again': 'Try again in a moment',
  'version-conflict': 'Changed meanwhile',
  'invalid-fields': 'Some fields are wrong',
};

const refuse = (code: ProblemCode): Reply => ({
  status: PROBLEM_STATUS[code],
  problem: true,
  body: {
    type: `urn:opportunity-cti:problem:${code}`,
    title: TITLES[code] ?? code,
    status: PROBLEM_STATUS[code],
    code,
    correlationId: 'req-42',
  },
});

export function createFakeApi(): FakeApi {
  const uploads = new Map<string, Buffer>();
  const api: FakeApi = {
    context: sampleDeal(),
    recent: [],
    callContext: { found: 'none', matches: [] },
    crm: { matches: [], silent: [] },
    faults: [],
    requests: [],
    ...{ partUploads: new Map(), takesPart: () => true },
    storePart(id, bytes) {
      const [, uploadId = '', number = ''] = id.split('/');
      const upload = api.partUploads.get(uploadId);
      if (!upload || !api.takesPart(Number(number)) || bytes.length !== partSize(upload.bytes, Number(number)))
        return false;
      upload.parts.push(Number(number));
      return true;
    },
    ...{ token: '', shares: [], shareHours: [1, 24, 168] },
    async handle(request, response, origin) {
      const url = new URL(request.url ?? '/', origin);
      const method = request.method ?? 'GET';
      response.setHeader('access-control-allow-origin', request.headers.origin ?? '*');
      response.setHeader(
        'access-control-allow-headers',
        'authorization,content-type,if-match,idempotency-key,x-amz-checksum-sha256',
      );
      response.setHeader('access-control-allow-methods', 'GET,POST,PUT,PATCH,DELETE');
      if (method === 'OPTIONS') return void response.writeHead(204).end();
      const bytes = await read(request);
      if (url.pathname.startsWith('/files/')) {
        const id = url.pathname.slice('/files/'.length);
        if (id.startsWith('parts/') && !api.storePart(id, bytes)) return void response.writeHead(503).end();
        if (method === 'PUT') uploads.set(id, bytes);
        const known = sampleFiles()[id];
        const file = method === 'PUT' ? undefined : (uploads.get(id) ?? known?.bytes);
        const type = { 'content-type': known?.type ?? 'text/plain' };
        const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
        if (file && first !== undefined) {
          const end = Math.min(last ? Number(last) : file.length, file.length - 1);
          const range = { 'accept-ranges': 'bytes', 'content-range': `bytes ${first}-${end}/${file.length}` };
          return void response.writeHead(206, { ...type, ...range }).end(file.subarray(Number(first), end + 1));
        }
        return void response.writeHead(method === 'PUT' || file ? 200 : 404, type).end(file);
      }
      const body: unknown = bytes.length > 0 ? JSON.parse(bytes.toString('utf8')) : undefined;
      api.requests.push({ method, path: url.pathname + url.search, body });
      if (isCrmSearch(url.pathname)) await delay(api.crm.afterMs ?? 0);
      const fault = api.faults.find(
        (one) => one.times > 0 && one.path.test(url.pathname) && (one.method ?? method) === method,
      );
      if (fault) fault.times--;
      const answer = fault
        ? refuse(fault.code)
        : request.headers.authorization === `Bearer ${api.token}`
          ? route(api, { method, path: url.pathname, body, ifMatch: request.headers['if-match'], origin })
          : reply(401, { message: 'Unauthorized' });
      response.writeHead(answer.status, {
        'content-type': answer.problem ? 'application/problem+json' : 'application/json',
        'cache-control': 'no-store',
      });
      response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
    },
  };
  return api;
}

const isCrmSearch = (path: string): boolean => /^\/crm\/opportunities$|\/crm-opportunities$/.test(path);

function route(api: FakeApi, asked: Asked): Reply {
  const { method, path } = asked;
  const { id, name } = api.context.opportunity;
  const base = `/opportunities/demo-crm/${encodeURIComponent(id)}`;
  if (path === '/calls') return reply(200, { agentUsername: 'ana', calls: api.recent });
  if (path === '/opportunities')
    return reply(200, {
      matches: api.matches ?? [{ sourceId: 'demo-crm', opportunityId: id, opportunityName: name }],
    });
  if (/^\/calls\/by-connect-contact\/[^/]+\/context$/.test(path)) return reply(200, api.callContext);
  if (isCrmSearch(path)) return reply(200, { matches: api.crm.matches, silent: api.crm.silent });
  if (/^\/calls\/by-connect-contact\/[^/]+\/opportunity$/.test(path)) return reply(200, { callId: 'call-attached' });
  const outcome = /^\/calls\/([^/]+)\/outcome$/.exec(path)?.[1];
  if (outcome && method === 'PUT') return saveOutcome(api, decodeURIComponent(outcome), asked);
  if (/^\/calls\/[^/]+\/recordings\/[^/]+$/.test(path)) return linkRecording(asked);
  const waiting = /^\/calls\/([^/]+)$/.exec(path)?.[1];
  if (waiting && method !== 'GET') return changeCall(api, decodeURIComponent(waiting), asked);
  const { reading } = api;
  if (path === `${base}/reading` && reading) {
    if (reading.state === 'read') delete api.reading;
    return reply(method === 'POST' ? 202 : 200, reading);
  }
  if (reading) return refuse('not-found');
  if (path === base && method === 'GET') return reply(200, api.context);
  const [, part, itemId, detail, detailId, step] =
    /^\/(calls|contacts|documents)(?:\/([^/]+))?(?:\/(link|shares|versions|fetch|uploads))?(?:\/([^/]+))?(?:\/([^/]+))?$/.exec(
      path.slice(base.length),
    ) ?? [];
  if (!path.startsWith(base)) return refuse('not-found');
  if (part === 'calls') {
    const dueAt = new Date(Date.now() + 3_600_000).toISOString();
    if (api.callAnswer) return reply(202, api.callAnswer);
    return reply(202, { callId: 'call-9', status: 'held', reason: 'calling-hours', dueAt });
  }
  if (part === 'contacts')
    return itemId ? changeContact(api, decodeURIComponent(itemId), asked) : addContact(api, asked);
  if (part === 'documents' && detail === 'shares') return shares(api, asked, detailId);
  if (part === 'documents' && detail === 'uploads' && itemId) return uploadInParts(api, itemId, asked, detailId, step);
  if (part === 'documents' && detail === 'versions' && itemId) return addVersion(api, itemId, asked);
  if (part === 'documents' && detail === 'fetch' && itemId) return fetchAgain(api, itemId);
  if (part === 'documents' && detail && itemId) return linkDocument(api, itemId, asked);
  if (part === 'documents') return itemId ? changeDocument(api, itemId, asked) : addDocument(api, asked);
  return refuse('not-found');
}

function addContact(api: FakeApi, { body }: Asked): Reply {
  const about = { version: 1, updatedAt: new Date().toISOString(), updatedBy: 'ana' };
  const contact = { id: `new-${api.context.contacts.length}`, ...(body as object), ...about } as ContactView;
  api.context = { ...api.context, contacts: [...api.context.contacts, contact] };
  return reply(201, contact);
}

function changeContact(api: FakeApi, contactId: string, { method, body, ifMatch }: Asked): Reply {
  const { contacts } = api.context;
  const known = contacts.find(({ id }) => id === contactId);
  if (!known) return refuse('not-found');
  if (ifMatch === undefined) return refuse('version-required');
  if (ifMatch !== `"${known.version}"`) return refuse('version-conflict');
  if (method === 'DELETE') {
    api.context = { ...api.context, contacts: contacts.filter((one) => one !== known) };
    return reply(204);
  }
  const changed = { ...known, ...(body as object), version: known.version + 1, updatedBy: 'ana' };
  api.context = { ...api.context, contacts: contacts.map((one) => (one === known ? changed : one)) };
  return reply(200, changed);
}

function linkDocument(api: FakeApi, documentId: string, { origin }: Asked): Reply {
  const document = api.context.documents.find(({ id }) => id === documentId);
  if (!document) return refuse('not-found');
  const { contentType, fileName } = document;
  const expiresAt = new Date(Date.now() + 300_000).toISOString();
  return reply(200, { url: `${origin}/files/${documentId}`, expiresAt, contentType, fileName });
}

/** Each link is another one, as a signed one is. */
function linkRecording({ origin }: Asked): Reply {
  const expiresAt = new Date(Date.now() + 600_000).toISOString();
  return reply(200, { url: `${origin}/files/recording?${randomUUID()}`, expiresAt, contentType: 'audio/wav' });
}

function shares(api: FakeApi, { method, body, origin }: Asked, shareId: string | undefined): Reply {
  if (method === 'GET') return reply(200, { shares: api.shares, hours: api.shareHours });
  if (method === 'DELETE') {
    const left = api.shares.filter((one) => one.shareId !== shareId);
    if (left.length === api.shares.length) return refuse('not-found');
    api.shares = left;
    return reply(204);
  }
  const { hours } = body as { hours: number };
  const expiresAt = new Date(Date.now() + hours * 3_600_000).toISOString();
  const about = { createdBy: 'ana', createdAt: new Date().toISOString(), expiresAt, openCount: 0 };
  const share = { shareId: `share-${api.shares.length}`, ...about };
  api.shares = [share, ...api.shares];
  return reply(201, { ...share, url: `${origin}/shares/${'t'.repeat(43)}` });
}

function addDocument(api: FakeApi, { body, origin }: Asked): Reply {
  const id = `up-${api.context.documents.length}`;
  const about = { id, category: 'Uploads', state: 'ready', pinned: false, tags: [], version: 1 } as const;
  const asked = body as { title: string; fileName: string; contentType?: string };
  const document = { contentType: 'text/plain', ...asked, ...about, updatedAt: new Date().toISOString() };
  api.context = { ...api.context, documents: [...api.context.documents, document] };
  const upload = { documentId: id, method: 'PUT', url: `${origin}/files/${id}`, headers: {}, expiresAt: '' };
  return reply(201, { ...document, upload });
}

function uploadInParts(
  api: FakeApi,
  documentId: string,
  { method, body, origin }: Asked,
  uploadId: string | undefined,
  step: string | undefined,
): Reply {
  if (uploadId === undefined) {
    const { bytes } = body as { bytes: number };
    const id = `upload-${api.partUploads.size}`;
    api.partUploads.set(id, { bytes, parts: [] });
    return reply(201, { uploadId: id, bytes, partBytes: PART_BYTES, parts: [] });
  }
  const upload = api.partUploads.get(uploadId);
  if (method === 'DELETE') {
    api.partUploads.delete(uploadId);
    return reply(204);
  }
  if (!upload) return refuse('not-found');
  if (method === 'GET')
    return reply(200, { uploadId, bytes: upload.bytes, partBytes: PART_BYTES, parts: upload.parts });
  if (step === 'parts') {
    const { parts } = body as { parts: { number: number; sha256: string }[] };
    const links = parts.map(({ number, sha256 }) => ({
      ...{ number, bytes: partSize(upload.bytes, number), url: `${origin}/files/parts/${uploadId}/${number}` },
      headers: { 'x-amz-checksum-sha256': sha256 },
    }));
    return reply(200, { parts: links });
  }
  const whole = api.context.documents.find(({ id }) => id === documentId);
  if (!whole || upload.parts.length !== partCount(upload.bytes)) return refuse('not-ready');
  put(api, { ...whole, state: 'ready', bytes: upload.bytes, version: whole.version + 1 });
  return reply(204);
}

function put(api: FakeApi, document: DocumentView): void {
  const { documents } = api.context;
  api.context = { ...api.context, documents: documents.map((one) => (one.id === document.id ? document : one)) };
}

/** The bytes are there at once. */
function addVersion(api: FakeApi, documentId: string, { body, origin }: Asked): Reply {
  const known = api.context.documents.find(({ id }) => id === documentId);
  if (!known) return refuse('not-found');
  const { fileName = known.fileName, bytes = 0 } = body as { fileName?: string; bytes?: number };
  const { contentType, fileVersions = [{ ...fileOf(known), number: 1 }] } = known;
  const number = fileVersions.length + 1;
  const version = { number, at: new Date().toISOString(), by: 'ana', fileName, contentType, bytes };
  const all = [version, ...fileVersions];
  put(api, { ...known, ...{ fileName, bytes, fileVersion: number, fileVersions: all, version: known.version + 1 } });
  const upload = { documentId, method: 'PUT', url: `${origin}/files/${documentId}`, headers: {}, expiresAt: '' };
  return reply(201, { ...known, upload });
}

const fileOf = ({ updatedAt, fileName, contentType, bytes = 0 }: DocumentView) => ({
  ...{ at: updatedAt, fileName, contentType, bytes },
});

function fetchAgain(api: FakeApi, documentId: string): Reply {
  const known = api.context.documents.find(({ id }) => id === documentId);
  if (!known) return refuse('not-found');
  const { reason: _reason, httpStatus: _status, ...others } = known;
  const fetching: DocumentView = { ...others, state: 'fetching', version: known.version + 1 };
  put(api, fetching);
  return reply(202, fetching);
}

function changeDocument(api: FakeApi, documentId: string, { body, ifMatch }: Asked): Reply {
  const { documents } = api.context;
  const known = documents.find(({ id }) => id === documentId);
  if (!known) return refuse('not-found');
  if (ifMatch === undefined) return refuse('version-required');
  if (ifMatch !== `"${known.version}"`) return refuse('version-conflict');
  const changed = { ...known, ...(body as object), version: known.version + 1 };
  api.context = { ...api.context, documents: documents.map((one) => (one === known ? changed : one)) };
  return reply(200, changed);
}

function saveOutcome(api: FakeApi, callId: string, { body }: Asked): Reply {
  const { calls } = api.context;
  const known = calls.find((call) => call.callId === callId);
  if (!known) return refuse('not-found');
  const { followUpAt, ...typed } = body as CallOutcome & { followUpAt: string | null };
  const outcome: CallOutcome = {
    ...{ ...typed, savedAt: new Date().toISOString(), savedBy: 'ana' },
    ...(followUpAt !== null && { followUpAt }),
  };
  const followUpCallId = `callback-of-${callId}`;
  const saved = { ...known, outcome, version: known.version + 1, ...(followUpAt !== null && { followUpCallId }) };
  const others = calls.filter((call) => call !== known && call.callId !== followUpCallId);
  api.context = { ...api.context, calls: [...callbackOf(saved, followUpAt), saved, ...others] };
  return reply(200, saved);
}

/** As the dial queue arranges it. */
function callbackOf(call: CallView, followUpAt: string | null): CallView[] {
  if (followUpAt === null) return [];
  const { sourceId, opportunityId, contactId, contactName, phone } = call;
  const about = { sourceId, opportunityId, ...(contactId && { contactId }), ...(contactName && { contactName }) };
  const waits = { state: 'scheduled', reason: 'not-before', dueAt: followUpAt, notBefore: followUpAt } as const;
  return [
    {
      ...{ ...about, ...(phone && { phone }), ...waits, callId: `callback-of-${call.callId}`, direction: 'outbound' },
      ...{
        agentUsername: 'ana',
        followUpOf: call.callId,
        requestedAt: new Date().toISOString(),
        history: [],
        version: 1,
      },
    },
  ];
}

function changeCall(api: FakeApi, callId: string, { method, body }: Asked): Reply {
  const known = [...api.context.calls, ...api.recent].find((call) => call.callId === callId);
  if (!known) return refuse('not-found');
  if (known.connectContactId !== undefined) return refuse('not-ready');
  const { dueAt: _dueAt, ...rest } = known;
  const { notBefore = '' } = (body ?? {}) as { notBefore?: string };
  const version = known.version + 1;
  const changed: CallView =
    method === 'DELETE'
      ? { ...rest, state: 'failed', reason: 'cancelled', version }
      : { ...rest, state: 'scheduled', reason: 'not-before', notBefore, dueAt: notBefore, version };
  const put = (calls: readonly CallView[]) => calls.map((call) => (call.callId === callId ? changed : call));
  api.context = { ...api.context, calls: put(api.context.calls) };
  api.recent = put(api.recent);
  return reply(200, changed);
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
