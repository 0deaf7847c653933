/** Every route of the HTTP API, the function behind it and who may call it. `lib` builds the API from this table. */
export const FUNCTION_NAMES = [
  'receive-call-request',
  'receive-relayed-event',
  'read-opportunity',
  'request-reading',
  'dial-call',
  'load-context',
  'find-opportunities',
  'search-crm',
  'attach-call',
  'edit-contact',
  'edit-document',
  'link-document',
  'upload-document',
  'share-document',
  'open-share',
  'request-call',
  'save-outcome',
  'show-call',
  'link-recording',
  'change-call',
  'dial-preview',
  'discard-preview',
  'list-calls',
  'apply-contact-event',
  'look-up-contact',
  'look-up-contact-in-crm',
  'write-back',
  'fetch-document',
  'record-upload',
  'erase-data',
] as const;
export type FunctionName = (typeof FUNCTION_NAMES)[number];

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly function: FunctionName;
  /**
   * `agent`: the JWT authorizer asks for a token with the agent scope. `handler`: the function checks for itself.
   * `link`: whoever has the address, which cannot be guessed.
   */
  readonly access: 'agent' | 'handler' | 'link';
}

const UPLOADS = [
  ['POST', ''],
  ['GET', '/{uploadId}'],
  ['DELETE', '/{uploadId}'],
  ['POST', '/{uploadId}/parts'],
  ['POST', '/{uploadId}/complete'],
] as const;

export const ROUTES: readonly Route[] = [
  { method: 'POST', path: '/webhooks/{sourceId}', function: 'receive-call-request', access: 'handler' },
  { method: 'GET', path: '/opportunities', function: 'find-opportunities', access: 'agent' },
  { method: 'GET', path: '/crm/opportunities', function: 'search-crm', access: 'agent' },
  { method: 'GET', path: '/opportunities/{sourceId}/{opportunityId}', function: 'load-context', access: 'agent' },
  ...(['GET', 'POST'] as const).map(
    (method): Route => ({
      method,
      path: '/opportunities/{sourceId}/{opportunityId}/reading',
      function: 'request-reading',
      access: 'agent',
    }),
  ),
  {
    method: 'POST',
    path: '/opportunities/{sourceId}/{opportunityId}/contacts',
    function: 'edit-contact',
    access: 'agent',
  },
  {
    method: 'PATCH',
    path: '/opportunities/{sourceId}/{opportunityId}/contacts/{contactId}',
    function: 'edit-contact',
    access: 'agent',
  },
  {
    method: 'DELETE',
    path: '/opportunities/{sourceId}/{opportunityId}/contacts/{contactId}',
    function: 'edit-contact',
    access: 'agent',
  },
  {
    method: 'POST',
    path: '/opportunities/{sourceId}/{opportunityId}/documents',
    function: 'edit-document',
    access: 'agent',
  },
  {
    method: 'PATCH',
    path: '/opportunities/{sourceId}/{opportunityId}/documents/{documentId}',
    function: 'edit-document',
    access: 'agent',
  },
  {
    method: 'DELETE',
    path: '/opportunities/{sourceId}/{opportunityId}/documents/{documentId}',
    function: 'edit-document',
    access: 'agent',
  },
  {
    method: 'GET',
    path: '/opportunities/{sourceId}/{opportunityId}/documents/{documentId}/link',
    function: 'link-document',
    access: 'agent',
  },
  {
    method: 'POST',
    path: '/opportunities/{sourceId}/{opportunityId}/documents/{documentId}/versions',
    function: 'edit-document',
    access: 'agent',
  },
  {
    method: 'POST',
    path: '/opportunities/{sourceId}/{opportunityId}/documents/{documentId}/fetch',
    function: 'edit-document',
    access: 'agent',
  },
  ...UPLOADS.map(
    ([method, path]): Route => ({
      method,
      path: `/opportunities/{sourceId}/{opportunityId}/documents/{documentId}/uploads${path}`,
      function: 'upload-document',
      access: 'agent',
    }),
  ),
  ...(['GET', 'POST'] as const).map(
    (method): Route => ({
      method,
      path: '/opportunities/{sourceId}/{opportunityId}/documents/{documentId}/shares',
      function: 'share-document',
      access: 'agent',
    }),
  ),
  {
    method: 'DELETE',
    path: '/opportunities/{sourceId}/{opportunityId}/documents/{documentId}/shares/{shareId}',
    function: 'share-document',
    access: 'agent',
  },
  { method: 'GET', path: '/shares/{token}', function: 'open-share', access: 'link' },
  {
    method: 'POST',
    path: '/opportunities/{sourceId}/{opportunityId}/calls',
    function: 'request-call',
    access: 'agent',
  },
  { method: 'GET', path: '/calls', function: 'list-calls', access: 'agent' },
  { method: 'GET', path: '/calls/{callId}', function: 'show-call', access: 'handler' },
  { method: 'PATCH', path: '/calls/{callId}', function: 'change-call', access: 'handler' },
  { method: 'DELETE', path: '/calls/{callId}', function: 'change-call', access: 'handler' },
  { method: 'POST', path: '/calls/{callId}/dial', function: 'dial-preview', access: 'agent' },
  { method: 'POST', path: '/calls/{callId}/discard', function: 'discard-preview', access: 'agent' },
  {
    method: 'GET',
    path: '/calls/by-connect-contact/{connectContactId}/context',
    function: 'load-context',
    access: 'agent',
  },
  {
    method: 'GET',
    path: '/calls/{callId}/recordings/{recordingId}',
    function: 'link-recording',
    access: 'agent',
  },
  {
    method: 'GET',
    path: '/calls/by-connect-contact/{connectContactId}/crm-opportunities',
    function: 'search-crm',
    access: 'agent',
  },
  {
    method: 'PUT',
    path: '/calls/by-connect-contact/{connectContactId}/opportunity',
    function: 'attach-call',
    access: 'agent',
  },
  { method: 'PUT', path: '/calls/{callId}/outcome', function: 'save-outcome', access: 'agent' },
];

/** Whether agents are among those who ask: by API Gateway's check of their token, or by the function's own where sources ask too. */
export const answersAgents = ({ access, path }: Route): boolean =>
  access === 'agent' || (access === 'handler' && !path.startsWith('/webhooks/'));

/** Whether it shows records to people: to agents, or to whoever has a link. */
export const showsRecords = (name: FunctionName): boolean =>
  ROUTES.some((route) => route.function === name && (answersAgents(route) || route.access === 'link'));
