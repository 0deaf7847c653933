/**
 * Writes `docs/openapi.yaml` from the contracts: bodies from the very schemas that validate them, routes from the table
 * that builds the API. `node bin/write-openapi.ts`; a test fails when the committed document is older than the contracts.
 */
import { writeFileSync } from 'node:fs';
import { toJsonSchema } from '@valibot/to-json-schema';
import type { GenericSchema } from 'valibot';
import { stringify } from 'yaml';
import {
  agentCallSchema,
  attachmentSchema,
  callMoveSchema,
  contactCreationSchema,
  contactEditSchema,
  discardSchema,
  documentCreationSchema,
  documentEditSchema,
  fileVersionCreationSchema,
  outcomeSchema,
  partsWantedSchema,
  resumableCreationSchema,
  shareCreationSchema,
} from '../functions/core/contracts/agent-requests.ts';
import { sourceMessageSchema } from '../functions/core/contracts/call-request.ts';
import { ROUTES, type Route } from '../functions/core/contracts/routes.ts';
import { PROBLEM, SCHEMAS, SECURITY } from './openapi-components.ts';

export const OPENAPI_FILE = new URL('../docs/openapi.yaml', import.meta.url);

interface Operation {
  readonly summary: string;
  readonly body?: GenericSchema;
  /** Status and what it carries: a schema of `components`, or none. */
  readonly success: readonly [status: number, description: string, schema?: string];
  readonly query?: readonly string[];
  readonly ifMatch?: true;
}

const OPERATIONS: Readonly<Record<string, Operation>> = {
  'POST /webhooks/{sourceId}': {
    summary: 'A source asks for a call, or tells that an opportunity changed or is gone (Standard Webhooks 1.0)',
    body: sourceMessageSchema,
    success: [202, 'Durable. The same webhook-id gets the same answer', 'CallAccepted'],
  },
  'GET /opportunities': {
    summary: 'Opportunities by phone number or by the beginning of their name',
    query: ['phone', 'q'],
    success: [200, 'Matches', 'OpportunityMatches'],
  },
  'GET /crm/opportunities': {
    summary:
      'Open opportunities that the CRMs know, or the CRM of one source, by number or text; a CRM that does not answer in time is named (429: an agent searches too often)',
    query: ['phone', 'q', 'sourceId'],
    success: [200, 'Matches, and who did not answer', 'CrmMatches'],
  },
  'GET /opportunities/{sourceId}/{opportunityId}': {
    summary: 'Opportunity, people, documents, calls and activity in one answer',
    query: ['cursor'],
    success: [200, 'The context', 'OpportunityContext'],
  },
  'POST /opportunities/{sourceId}/{opportunityId}/contacts': {
    summary: 'Add a person',
    body: contactCreationSchema,
    success: [201, 'The person, with ETag', 'Contact'],
  },
  'PATCH /opportunities/{sourceId}/{opportunityId}/contacts/{contactId}': {
    summary: 'Change a person (JSON merge patch)',
    body: contactEditSchema,
    ifMatch: true,
    success: [200, 'The person, with ETag', 'Contact'],
  },
  'DELETE /opportunities/{sourceId}/{opportunityId}/contacts/{contactId}': {
    summary: 'Remove a person',
    ifMatch: true,
    success: [204, 'Removed'],
  },
  'POST /opportunities/{sourceId}/{opportunityId}/reading': {
    summary:
      'Have an opportunity that is not here read in its CRM; asked again within a minute, the same answer (429: an agent asks for too many)',
    success: [202, 'What becomes of it', 'OpportunityReading'],
  },
  'GET /opportunities/{sourceId}/{opportunityId}/reading': {
    summary: 'What has become of it',
    success: [200, 'Being read, here now, or why it cannot be had', 'OpportunityReading'],
  },
  'POST /opportunities/{sourceId}/{opportunityId}/documents': {
    summary: 'Announce a document; the answer carries its presigned upload',
    body: documentCreationSchema,
    success: [201, 'The document and its upload', 'DocumentWithUpload'],
  },
  'PATCH /opportunities/{sourceId}/{opportunityId}/documents/{documentId}': {
    summary: 'Rename, categorise, pin or tag a document, or show another of its files',
    body: documentEditSchema,
    ifMatch: true,
    success: [200, 'The document, with ETag', 'Document'],
  },
  'DELETE /opportunities/{sourceId}/{opportunityId}/documents/{documentId}': {
    summary: 'Remove a document and its bytes',
    ifMatch: true,
    success: [204, 'Removed'],
  },
  'GET /opportunities/{sourceId}/{opportunityId}/documents/{documentId}/link': {
    summary: 'A short-lived link to the bytes',
    query: ['disposition', 'version'],
    success: [200, 'The link', 'DocumentLink'],
  },
  'POST /opportunities/{sourceId}/{opportunityId}/documents/{documentId}/fetch': {
    summary: 'Ask the CRM for its file again (no address of the CRM is known: 409)',
    success: [202, 'The document, fetching unless it is ready already', 'Document'],
  },
  'POST /opportunities/{sourceId}/{opportunityId}/documents/{documentId}/versions': {
    summary: 'Announce the next file of a document; what is shown stays until its bytes are there',
    body: fileVersionCreationSchema,
    success: [201, 'The document as it is, and the upload', 'DocumentWithUpload'],
  },
  'POST /opportunities/{sourceId}/{opportunityId}/documents/{documentId}/uploads': {
    summary: 'Begin an upload in parts: the file of a new document, or the next version of one',
    body: resumableCreationSchema,
    success: [201, 'The upload, without parts', 'ResumableUpload'],
  },
  'GET /opportunities/{sourceId}/{opportunityId}/documents/{documentId}/uploads/{uploadId}': {
    summary: 'Which parts are there: what an interrupted upload goes on from',
    success: [200, 'The upload', 'ResumableUpload'],
  },
  'DELETE /opportunities/{sourceId}/{opportunityId}/documents/{documentId}/uploads/{uploadId}': {
    summary: 'Give an upload up; its parts are removed',
    success: [204, 'Given up'],
  },
  'POST /opportunities/{sourceId}/{opportunityId}/documents/{documentId}/uploads/{uploadId}/parts': {
    summary: 'Presigned links for parts, each for exactly its size and its SHA-256',
    body: partsWantedSchema,
    success: [200, 'The links', 'PartLinks'],
  },
  'POST /opportunities/{sourceId}/{opportunityId}/documents/{documentId}/uploads/{uploadId}/complete': {
    summary: 'Put the parts together (409 while some are missing)',
    success: [204, 'Whole; the document is ready once the file has been looked at'],
  },
  'GET /opportunities/{sourceId}/{opportunityId}/documents/{documentId}/shares': {
    summary: 'The links for people outside that work now, and for how long further ones may be made',
    success: [200, 'The links, without their addresses', 'DocumentShares'],
  },
  'POST /opportunities/{sourceId}/{opportunityId}/documents/{documentId}/shares': {
    summary: 'Make a link to the document that opens without a sign-in until it ends or is revoked',
    body: shareCreationSchema,
    success: [201, 'The link; its address is told this once', 'CreatedShare'],
  },
  'DELETE /opportunities/{sourceId}/{opportunityId}/documents/{documentId}/shares/{shareId}': {
    summary: 'Revoke a link: it opens nothing from now on',
    success: [204, 'Revoked'],
  },
  'GET /shares/{token}': {
    summary: 'Download a shared document; one answer (404) for links unknown, over, revoked or without a document',
    success: [302, 'To the bytes, for a minute'],
  },
  'POST /opportunities/{sourceId}/{opportunityId}/calls': {
    summary: 'The agent calls a person of the opportunity',
    body: agentCallSchema,
    success: [202, 'Durable', 'CallAccepted'],
  },
  'GET /calls': {
    summary: 'My calls: those to come, then the newest',
    query: ['agent', 'cursor'],
    success: [200, 'A page', 'Calls'],
  },
  'GET /calls/{callId}': {
    summary: "A call's state and history, for an agent's token or a request signed by its source",
    success: [200, 'The call', 'Call'],
  },
  'GET /calls/{callId}/recordings/{recordingId}': {
    summary: 'A link to a recording of the call (409: not stored yet; 410: deleted, or not readable)',
    success: [200, 'The link', 'RecordingLink'],
  },
  'PATCH /calls/{callId}': {
    summary:
      "Make a call that is not being dialled yet at another time, by an agent's token or signed by its source (too late: 409)",
    body: callMoveSchema,
    success: [200, 'The moved call', 'Call'],
  },
  'DELETE /calls/{callId}': {
    summary: 'Cancel a call that is not being dialled yet: it ends as failed, reason cancelled (too late: 409)',
    success: [200, 'The cancelled call; the same when it was cancelled before', 'Call'],
  },
  'POST /calls/{callId}/dial': {
    summary:
      'The agent who previews an agent-first call wants to dial: the rules are asked again and the attempt is counted',
    success: [200, 'The number to dial and the contact to relate it to, or why not now', 'DialPermission'],
  },
  'POST /calls/{callId}/discard': {
    summary: 'The agent has previewed an agent-first call and does not make it: it ends as failed, preview-discarded',
    body: discardSchema,
    success: [200, 'The call; the same when it was discarded before', 'Call'],
  },
  'GET /calls/by-connect-contact/{connectContactId}/context': {
    summary: 'The context of a call without our attributes, or the opportunities to choose from',
    success: [200, 'One context or the matches', 'CallContext'],
  },
  'GET /calls/by-connect-contact/{connectContactId}/crm-opportunities': {
    summary:
      'The same by the number that a call is with; to whom it is at hand, what is found is open from then on (429: an agent asks too often)',
    success: [200, 'Matches, and who did not answer', 'CrmMatches'],
  },
  'PUT /calls/by-connect-contact/{connectContactId}/opportunity': {
    summary: 'Its agent says what an inbound call is about: it becomes a call of that opportunity',
    body: attachmentSchema,
    success: [200, 'The call', 'Call'],
  },
  'PUT /calls/{callId}/outcome': {
    summary: 'Disposition, notes and follow-up: a callback is scheduled, moved or taken back',
    body: outcomeSchema,
    success: [200, 'The call', 'Call'],
  },
};

export function openApiDocument(): string {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of ROUTES) {
    const operation = OPERATIONS[`${route.method} ${route.path}`];
    if (operation === undefined) throw new Error(`${route.method} ${route.path} is not described`);
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: describe(route, operation) };
  }
  return stringify(
    {
      openapi: '3.1.0',
      info: { title: 'opportunity-cti', version: '0.1.0', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
      paths,
      components: { securitySchemes: SECURITY, responses: { Problem: PROBLEM }, schemas: SCHEMAS },
    },
    { aliasDuplicateObjects: false, lineWidth: 120 },
  );
}

function describe(route: Route, { summary, body, success, query, ifMatch }: Operation): unknown {
  const [status, description, schema] = success;
  const json = (content: unknown) => ({ 'application/json': { schema: content } });
  const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => parameter('path', name ?? '', true));
  return {
    operationId: `${route.method.toLowerCase()}${route.path.replace(/\W+(\w)/g, (_, letter: string) => letter.toUpperCase()).replace(/\W/g, '')}`,
    summary,
    security: security(route),
    parameters: [
      ...inPath,
      ...(query ?? []).map((name) => parameter('query', name, false)),
      ...(ifMatch === true ? [parameter('header', 'If-Match', true)] : []),
    ],
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: json(toJsonSchema(body, { errorMode: 'ignore', typeMode: 'input' })),
          },
        }),
    responses: {
      [status]: {
        description,
        ...(schema === undefined ? {} : { content: json({ $ref: `#/components/schemas/${schema}` }) }),
      },
      default: { $ref: '#/components/responses/Problem' },
    },
  };
}

const parameter = (where: string, name: string, required: boolean) => ({
  in: where,
  name,
  required,
  schema: { type: 'string' },
});

function security({ method, path, access }: Route): readonly Record<string, readonly string[]>[] {
  if (access === 'link') return [];
  if (access === 'agent') return [{ agent: [] }];
  return method === 'POST' && path.startsWith('/webhooks/') ? [{ source: [] }] : [{ agent: [] }, { source: [] }];
}

if (import.meta.main) writeFileSync(OPENAPI_FILE, openApiDocument());
