/** The OpenAPI document's components: security schemes, the problem answer, and the shapes of answers. */
import { CALL_STATES, DISCARD_REASONS } from '../functions/core/contracts/call.ts';
import { LOG_ENTRIES, PLACES } from '../functions/core/contracts/capabilities.ts';
import { SHARE_HOURS } from '../functions/core/contracts/document-share.ts';
import { SILENCES } from '../functions/core/contracts/opportunity-context.ts';
import { READING_FAILURES } from '../functions/core/contracts/opportunity-reading.ts';
import { PROBLEM_STATUS } from '../functions/core/contracts/problem.ts';

export const SECURITY = {
  agent: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: "An agent's OIDC access token" },
  source: {
    type: 'apiKey',
    in: 'header',
    name: 'webhook-signature',
    description:
      'Standard Webhooks 1.0: webhook-id, webhook-timestamp (seconds, ±5 min), webhook-signature `v1,<base64>`',
  },
};

const text = { type: 'string' };
const time = { type: 'string', format: 'date-time' };
const whole = { type: 'integer' };
const list = (items: unknown) => ({ type: 'array', items });
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const object = (properties: Record<string, unknown>, required: readonly string[] = []) => ({
  type: 'object',
  properties,
  ...(required.length === 0 ? {} : { required }),
});

const place = { enum: [...PLACES] };

/** What the source's CRM takes of what agents do. */
const CAPABILITIES = object(
  {
    contacts: object({ add: place, remove: place, fields: { type: 'object', additionalProperties: place } }),
    documents: object({ add: place, newVersion: place, rename: place, remove: place, maxBytes: whole }),
    search: object({ byPhone: { type: 'boolean' }, byText: { type: 'boolean' } }),
    calls: object({
      log: place,
      logEntries: { enum: [...LOG_ENTRIES] },
      outcome: place,
      notes: place,
      followUp: place,
    }),
  },
  ['contacts', 'documents', 'search', 'calls'],
);

export const SCHEMAS = {
  CallAccepted: object(
    {
      callId: text,
      status: { enum: [...CALL_STATES] },
      reason: text,
      dueAt: time,
      connectContactId: text,
      uploads: list(ref('DocumentUpload')),
    },
    ['status'],
  ),
  DocumentUpload: object(
    { documentId: text, method: { const: 'PUT' }, url: text, headers: { type: 'object' }, expiresAt: time },
    ['documentId', 'method', 'url', 'headers', 'expiresAt'],
  ),
  Call: object(
    {
      callId: text,
      sourceId: text,
      opportunityId: text,
      direction: { enum: ['outbound', 'inbound'] },
      state: { enum: [...CALL_STATES] },
      reason: text,
      agentUsername: text,
      takenBy: text,
      mode: { enum: ['customer-first', 'agent-first'] },
      preview: object(
        { connectContactId: text, agentUsername: text, acceptedAt: time, dialledAt: time, endedAt: time },
        ['connectContactId'],
      ),
      discarded: object({ reason: { enum: [...DISCARD_REASONS] }, note: text, at: time, by: text }, [
        'reason',
        'at',
        'by',
      ]),
      dueAt: time,
      notBefore: time,
      line: object({ position: whole, expectedAt: time }, ['position', 'expectedAt']),
      attemptOf: text,
      attempt: whole,
      followUpOf: text,
      followUpCallId: text,
      requestedAt: time,
      dialingAt: time,
      answeredAt: time,
      withAgentAt: time,
      endedAt: time,
      completedAt: time,
      erasedAt: time,
      outcome: object({ disposition: text, notes: text, followUpAt: time, savedAt: time, savedBy: text }),
      recordings: list(
        object({ recordingId: text, startedAt: time, stoppedAt: time, isDeleted: { const: true } }, ['recordingId']),
      ),
      history: list(object({ state: { enum: [...CALL_STATES] }, at: time, reason: text }, ['state', 'at'])),
      version: whole,
    },
    ['callId', 'state', 'requestedAt', 'history', 'version'],
  ),
  RecordingLink: object({ url: text, expiresAt: time, contentType: text }, ['url', 'expiresAt', 'contentType']),
  DialPermission: {
    oneOf: [
      object({ outcome: { const: 'allowed' }, phone: text, relatedContactId: text }, [
        'outcome',
        'phone',
        'relatedContactId',
      ]),
      object({ outcome: { const: 'refused' }, reason: text, dueAt: time, state: { enum: [...CALL_STATES] } }, [
        'outcome',
        'reason',
        'state',
      ]),
    ],
  },
  Calls: object({ agentUsername: text, calls: list(ref('Call')), cursor: text }, ['agentUsername', 'calls']),
  Contact: object({ id: text, name: text, role: text, group: text, version: whole, updatedAt: time, updatedBy: text }, [
    'id',
    'name',
    'version',
  ]),
  Document: object(
    {
      id: text,
      title: text,
      fileName: text,
      contentType: text,
      category: text,
      state: { enum: ['awaiting-upload', 'fetching', 'ready', 'failed'] },
      reason: text,
      bytes: whole,
      httpStatus: whole,
      inCrm: object({ state: { enum: ['on-its-way', 'kept', 'only-here'] }, reason: text }, ['state']),
      fileVersion: whole,
      fileVersions: list(
        object({ number: whole, at: time, by: text, fileName: text, contentType: text, bytes: whole }, [
          'number',
          'at',
        ]),
      ),
      version: whole,
    },
    ['id', 'title', 'state', 'version'],
  ),
  DocumentWithUpload: { allOf: [ref('Document'), object({ upload: ref('DocumentUpload') }, ['upload'])] },
  DocumentLink: object({ url: text, expiresAt: time, contentType: text, fileName: text }, ['url', 'expiresAt']),
  ResumableUpload: object({ uploadId: text, bytes: whole, partBytes: whole, parts: list(whole) }, [
    ...['uploadId', 'bytes', 'partBytes', 'parts'],
  ]),
  PartLinks: object(
    {
      parts: list(
        object({ number: whole, bytes: whole, url: text, headers: { type: 'object' } }, ['number', 'url', 'headers']),
      ),
    },
    ['parts'],
  ),
  DocumentShares: object({ shares: list(ref('DocumentShare')), hours: list({ enum: [...SHARE_HOURS] }) }, [
    'shares',
    'hours',
  ]),
  DocumentShare: object(
    {
      ...{ shareId: text, createdBy: text, createdAt: time, expiresAt: time },
      ...{ openCount: whole, lastOpenedAt: time },
    },
    ['shareId', 'createdBy', 'createdAt', 'expiresAt', 'openCount'],
  ),
  CreatedShare: { allOf: [ref('DocumentShare'), object({ url: text }, ['url'])] },
  OpportunityReading: object(
    { state: { enum: ['reading', 'read', 'failed'] }, reason: { enum: [...READING_FAILURES] }, askedAt: time },
    ['state', 'askedAt'],
  ),
  OpportunityContext: object(
    {
      opportunity: { type: 'object' },
      contacts: list(ref('Contact')),
      documents: list(ref('Document')),
      calls: list(ref('Call')),
      activity: list({ type: 'object' }),
      cursor: text,
      capabilities: CAPABILITIES,
    },
    ['opportunity', 'contacts', 'documents', 'calls', 'activity'],
  ),
  OpportunityMatch: object({ sourceId: text, opportunityId: text, opportunityName: text, contactId: text }, [
    'sourceId',
    'opportunityId',
    'opportunityName',
  ]),
  CrmMatch: object(
    {
      ...{
        sourceId: text,
        opportunityId: text,
        opportunityName: text,
        stage: text,
        contactId: text,
        contactName: text,
      },
      ...{ amount: { type: 'number' }, currency: text, owner: text },
    },
    ['sourceId', 'opportunityId', 'opportunityName'],
  ),
  CrmMatches: object(
    {
      matches: list(ref('CrmMatch')),
      silent: list(object({ sourceId: text, reason: { enum: [...SILENCES] } }, ['sourceId', 'reason'])),
    },
    ['matches', 'silent'],
  ),
  OpportunityMatches: object({ matches: list(ref('OpportunityMatch')) }, ['matches']),
  CallContext: object(
    {
      found: { enum: ['one', 'several', 'none'] },
      context: ref('OpportunityContext'),
      matches: list(ref('OpportunityMatch')),
    },
    ['found'],
  ),
  Problem: object(
    {
      type: text,
      title: text,
      status: whole,
      code: { enum: Object.keys(PROBLEM_STATUS) },
      detail: text,
      errors: list(object({ field: text, pointer: text, detail: text }, ['field', 'pointer', 'detail'])),
    },
    ['type', 'title', 'status', 'code'],
  ),
};

export const PROBLEM = {
  description: 'RFC 9457: what was wrong, field by field',
  content: { 'application/problem+json': { schema: ref('Problem') } },
};
