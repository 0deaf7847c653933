/** Every route that answers agents, with a request that gets something: a new route without one fails the tests of them all. */
import { dynamodbCallStore } from '#adapters/dynamodb-call-store.ts';
import { dynamodbDocumentStore } from '#adapters/dynamodb-document-store.ts';
import { dynamodbOpportunityStore } from '#adapters/dynamodb-opportunity-store.ts';
import { dynamodbReadings } from '#adapters/dynamodb-readings.ts';
import { dynamodbRequestStore } from '#adapters/dynamodb-request-store.ts';
import { dynamodbShareStore } from '#adapters/dynamodb-share-store.ts';
import { dynamodbUploadStore } from '#adapters/dynamodb-upload-store.ts';
import { answersAgents, ROUTES } from '#core/contracts/routes.ts';
import { digestId } from '#core/ids.ts';
import type { StoredCall } from '#core/ports/call-store.ts';
import type { OpportunityKey } from '#core/ports/opportunity-store.ts';
import { api, services, test } from './agent-api.ts';
import { callRequested } from './call-requested.ts';
import { type Answered, type AskedRequest, ask } from './http-event.ts';
import { AT, contact, document, later, opportunity } from './opportunities.ts';

/** An opportunity with something for every route. All that could tell of it holds its `secret`. */
export interface Deal {
  readonly key: OpportunityKey;
  readonly secret: string;
  readonly phone: string;
  readonly callId: string;
  readonly recordingId: string;
  readonly waitingId: string;
  readonly previewId: string;
  readonly connectContactId: string;
  readonly uploadId: string;
  readonly shareId: string;
}

/** When the CRM was last asked for it: not forgotten yet. */
const ASKED_AT = '2099-01-01T00:00:00.000Z';
/** As one that the CRM does not know. */
export const storeUnknown = (key: OpportunityKey): Promise<void> =>
  dynamodbReadings(test.table).note(key, { state: 'failed', reason: 'opportunity-not-found', askedAt: ASKED_AT });

/** `by`: the agent of every call of it. */
export async function storeDeal(name: string, owner: string | undefined, by: string): Promise<Deal> {
  const key = { sourceId: 'demo-crm', opportunityId: `opp/${name}` };
  const secret = `Secret${name}`;
  const phone = `+4930${String(1_000_000 + Number.parseInt(name, 36)).slice(-7)}`;
  const { table } = test;
  const data = {
    opportunity: opportunity({
      id: key.opportunityId,
      name: `${secret} deal`,
      owner: owner ? { username: owner } : undefined,
    }),
    contacts: [contact('c-1', { name: `${secret} person`, phones: [{ number: phone }] })],
    documents: [document('d-1', { title: `${secret} file`, url: `https://crm.example/${secret}` })],
  };
  await dynamodbOpportunityStore(table).project(key, data, AT);
  await dynamodbDocumentStore(table).markReady(
    key,
    'd-1',
    { id: 'f', bytes: 9, contentType: 'application/pdf' },
    later(1),
  );
  const calls = dynamodbCallStore(table);
  const store = async (callId: string, changes: Partial<StoredCall>) => {
    const requestId = `request-of-${callId}`;
    const message = callRequested().data;
    await dynamodbRequestStore(table).accept({ ...key, callId, requestId, receivedAt: AT, message });
    const call: StoredCall = {
      ...{ ...key, callId, requestId, direction: 'outbound', state: 'ended', contactId: 'c-1', version: 0 },
      ...{ contactName: `${secret} person`, phone, agentUsername: by, requestedAt: AT, history: [], ...changes },
    };
    await calls.change(call, call, (known) => known);
    return callId;
  };
  const recordingKey = `connect/test/CallRecordings/2026/11/24/${name}_20261124T10:00_UTC.wav`;
  const location = `recordings/${recordingKey}`;
  services.recordings.add(recordingKey);
  const callId = await store(`call-${name}-ended`, {
    connectContactId: `cc-${name}`,
    legs: { [`cc-${name}`]: { recordings: { [location]: { startedAt: AT } } } },
  });
  const waitingId = await store(`call-${name}-held`, { state: 'held' });
  const preview = { connectContactId: `task-${name}`, agentUsername: by };
  const previewId = await store(`call-${name}-preview`, { state: 'queued', reason: 'agent-preview', preview });
  const uploadId = `upload-${name}`;
  const multipart = { id: 'multipart', bytes: 20_000_000 };
  await dynamodbUploadStore(table).announce(
    key,
    'd-1',
    { fileId: uploadId, by, fileName: 'x.pdf', multipart },
    later(1),
  );
  const shareId = `share-${name}`;
  const share = { shareId, createdBy: by, createdAt: AT, expiresAt: '2099-01-01T00:00:00.000Z', openCount: 0 };
  await dynamodbShareStore(table).add({ ...key, documentId: 'd-1', ...share }, `hash-${name}`);
  await dynamodbReadings(table).note(key, { state: 'read', askedAt: ASKED_AT });
  services.reset();
  const connectContactId = `cc-${name}`;
  const recordingId = digestId(location);
  return { key, secret, phone, callId, recordingId, waitingId, previewId, connectContactId, uploadId, shareId };
}

/** Who asks: `claims` as the authorizer hands them over, `headers` for functions that check the token themselves. */
export type Asking = Required<Pick<AskedRequest, 'claims' | 'headers'>>;

export interface AgentRequest {
  /** Whether a good answer shows something of a record: those are audited. */
  readonly shows: boolean;
  readonly ask: (deal: Deal, as: Asking) => Promise<Answered>;
}

const place = ({ key, uploadId, shareId }: Deal) => ({
  ofDeal: { ...key },
  ofContact: { ...key, contactId: 'c-1' },
  ofDocument: { ...key, documentId: 'd-1' },
  ofUpload: { ...key, documentId: 'd-1', uploadId },
  ofShare: { ...key, documentId: 'd-1', shareId },
});

type Handlers = typeof api;
/** `if-match` of a record that nobody has changed yet, or of the document, which has its bytes. */
const version = (number: number) => ({ 'if-match': `"${number}"` });

function request(
  name: keyof Handlers,
  more: (deal: Deal, places: ReturnType<typeof place>) => AskedRequest,
  shows = true,
): (route: string) => AgentRequest {
  return (route) => ({
    shows,
    ask: (deal, { claims, headers }) => {
      const asked = more(deal, place(deal));
      const method = route.slice(0, route.indexOf(' '));
      return ask(api[name], method, { routeKey: route, ...asked, claims, headers: { ...headers, ...asked.headers } });
    },
  });
}

const OPPORTUNITY = '/opportunities/{sourceId}/{opportunityId}';
const DOCUMENT = `${OPPORTUNITY}/documents/{documentId}`;
const file = { title: 'New', fileName: 'new.pdf', contentType: 'application/pdf' };
const sha256 = 'n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=';

const REQUESTS: Readonly<Record<string, (route: string) => AgentRequest>> = {
  'GET /opportunities': request('findOpportunities', ({ phone }) => ({ query: { phone } })),
  // Of sources that are not searched: nothing is found.
  'GET /crm/opportunities': request('searchCrm', ({ phone }) => ({ query: { phone } }), false),
  'GET /calls/by-connect-contact/{connectContactId}/crm-opportunities': request(
    'searchCrm',
    ({ connectContactId }) => ({ path: { connectContactId } }),
    false,
  ),
  'PUT /calls/by-connect-contact/{connectContactId}/opportunity': request(
    'attachCall',
    ({ key, connectContactId }) => ({
      ...{ path: { connectContactId }, body: key },
    }),
  ),
  [`GET ${OPPORTUNITY}`]: request('loadContext', (_, { ofDeal }) => ({ path: ofDeal })),
  // Of a source that is not asked: the question is answered, and tells nothing of the opportunity.
  [`POST ${OPPORTUNITY}/reading`]: request('requestReading', (_, { ofDeal }) => ({ path: ofDeal }), false),
  [`GET ${OPPORTUNITY}/reading`]: request('requestReading', (_, { ofDeal }) => ({ path: ofDeal }), false),
  [`POST ${OPPORTUNITY}/contacts`]: request('editContact', (_, { ofDeal }) => ({
    ...{ path: ofDeal, body: { name: 'New', phones: [] } },
  })),
  [`PATCH ${OPPORTUNITY}/contacts/{contactId}`]: request('editContact', (_, { ofContact }) => ({
    ...{ path: ofContact, headers: version(1), body: { role: 'Champion' } },
  })),
  [`DELETE ${OPPORTUNITY}/contacts/{contactId}`]: request('editContact', (_, { ofContact }) => ({
    ...{ path: ofContact, headers: version(1) },
  })),
  [`POST ${OPPORTUNITY}/documents`]: request('editDocument', (_, { ofDeal }) => ({ path: ofDeal, body: file })),
  [`PATCH ${DOCUMENT}`]: request('editDocument', (_, { ofDocument }) => ({
    ...{ path: ofDocument, headers: version(2), body: { pinned: true } },
  })),
  [`DELETE ${DOCUMENT}`]: request('editDocument', (_, { ofDocument }) => ({ path: ofDocument, headers: version(2) })),
  [`GET ${DOCUMENT}/link`]: request('linkDocument', (_, { ofDocument }) => ({ path: ofDocument })),
  [`POST ${DOCUMENT}/versions`]: request('editDocument', (_, { ofDocument }) => ({
    ...{ path: ofDocument, body: { contentType: 'application/pdf' } },
  })),
  [`POST ${DOCUMENT}/fetch`]: request('editDocument', (_, { ofDocument }) => ({ path: ofDocument })),
  [`POST ${DOCUMENT}/uploads`]: request('uploadDocument', (_, { ofDocument }) => ({
    ...{ path: ofDocument, body: { bytes: 20_000_000 } },
  })),
  [`GET ${DOCUMENT}/uploads/{uploadId}`]: request('uploadDocument', (_, { ofUpload }) => ({ path: ofUpload })),
  [`DELETE ${DOCUMENT}/uploads/{uploadId}`]: request('uploadDocument', (_, { ofUpload }) => ({ path: ofUpload })),
  [`POST ${DOCUMENT}/uploads/{uploadId}/parts`]: request('uploadDocument', (_, { ofUpload }) => ({
    ...{ path: ofUpload, body: { parts: [{ number: 1, sha256 }] } },
  })),
  // The parts of this one are still missing: 409.
  [`POST ${DOCUMENT}/uploads/{uploadId}/complete`]: request(
    'uploadDocument',
    (_, { ofUpload }) => ({ path: ofUpload }),
    false,
  ),
  [`GET ${DOCUMENT}/shares`]: request('shareDocument', (_, { ofDocument }) => ({ path: ofDocument })),
  [`POST ${DOCUMENT}/shares`]: request('shareDocument', (_, { ofDocument }) => ({
    path: ofDocument,
    body: { hours: 24 },
  })),
  [`DELETE ${DOCUMENT}/shares/{shareId}`]: request('shareDocument', (_, { ofShare }) => ({ path: ofShare })),
  [`POST ${OPPORTUNITY}/calls`]: request('requestCall', (_, { ofDeal }) => ({
    path: ofDeal,
    body: { contactId: 'c-1' },
  })),
  'GET /calls': request('listCalls', () => ({})),
  'GET /calls/{callId}': request('showCall', ({ callId }) => ({ path: { callId } })),
  'GET /calls/{callId}/recordings/{recordingId}': request('linkRecording', ({ callId, recordingId }) => ({
    path: { callId, recordingId },
  })),
  'PATCH /calls/{callId}': request('changeCall', ({ waitingId: callId }) => ({
    ...{ path: { callId }, body: { notBefore: new Date(Date.now() + 3_600_000).toISOString() } },
  })),
  'DELETE /calls/{callId}': request('changeCall', ({ waitingId: callId }) => ({ path: { callId } })),
  'POST /calls/{callId}/dial': request('dialPreview', ({ previewId: callId }) => ({ path: { callId } })),
  'POST /calls/{callId}/discard': request('discardPreview', ({ previewId: callId }) => ({
    ...{ path: { callId }, body: { reason: 'other' } },
  })),
  'GET /calls/by-connect-contact/{connectContactId}/context': request('loadContext', ({ connectContactId }) => ({
    path: { connectContactId },
  })),
  'PUT /calls/{callId}/outcome': request('saveOutcome', ({ callId }) => ({
    ...{ path: { callId }, body: { disposition: 'connected', notes: '' } },
  })),
};

const AGENT_ROUTES: readonly string[] = ROUTES.filter(answersAgents).map(({ method, path }) => `${method} ${path}`);

/** @throws when a route has no request here, or a request no route */
export function agentRequests(): readonly { readonly route: string; readonly request: AgentRequest }[] {
  const extra = Object.keys(REQUESTS).filter((route) => !AGENT_ROUTES.includes(route));
  if (extra.length > 0) throw new Error(`no such route: ${extra.join(', ')}`);
  return AGENT_ROUTES.map((route) => {
    const build = REQUESTS[route];
    if (build === undefined) throw new Error(`${route} has no request in tests/functions/support/agent-routes.ts`);
    return { route, request: build(route) };
  });
}
