/** The agents' API over the real handlers and the real stores; every test has an opportunity of its own. */
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { dynamodbCallStore } from '#adapters/dynamodb-call-store.ts';
import { dynamodbOpportunityStore } from '#adapters/dynamodb-opportunity-store.ts';
import { advance } from '#core/call-state.ts';
import type { CallState } from '#core/contracts/call.ts';
import type { AgentAccess } from '#core/contracts/configuration.ts';
import type { StoredCall } from '#core/ports/call-store.ts';
import { ask } from './http-event.ts';
import { AT, contact, document, later, opportunity } from './opportunities.ts';
import { startTestServices, type TestServices } from './test-services.ts';
import { startTestTable, type TestTable } from './test-table.ts';

export let test: TestTable;
export let services: TestServices;
export let api: Awaited<ReturnType<typeof importHandlers>>;
/** Differs from test to test; so does the key. */
export let count = 0;
export let key = { sourceId: 'demo-crm', opportunityId: '' };

const importHandlers = async () => ({
  loadContext: (await import('../../../functions/load-context/handler.ts')).handler,
  findOpportunities: (await import('../../../functions/find-opportunities/handler.ts')).handler,
  searchCrm: (await import('../../../functions/search-crm/handler.ts')).handler,
  attachCall: (await import('../../../functions/attach-call/handler.ts')).handler,
  requestReading: (await import('../../../functions/request-reading/handler.ts')).handler,
  editContact: (await import('../../../functions/edit-contact/handler.ts')).handler,
  editDocument: (await import('../../../functions/edit-document/handler.ts')).handler,
  linkDocument: (await import('../../../functions/link-document/handler.ts')).handler,
  uploadDocument: (await import('../../../functions/upload-document/handler.ts')).handler,
  shareDocument: (await import('../../../functions/share-document/handler.ts')).handler,
  openShare: (await import('../../../functions/open-share/handler.ts')).handler,
  saveOutcome: (await import('../../../functions/save-outcome/handler.ts')).handler,
  dialPreview: (await import('../../../functions/dial-preview/handler.ts')).handler,
  discardPreview: (await import('../../../functions/discard-preview/handler.ts')).handler,
  linkRecording: (await import('../../../functions/link-recording/handler.ts')).handler,
  showCall: (await import('../../../functions/show-call/handler.ts')).handler,
  requestCall: (await import('../../../functions/request-call/handler.ts')).handler,
  changeCall: (await import('../../../functions/change-call/handler.ts')).handler,
  listCalls: (await import('../../../functions/list-calls/handler.ts')).handler,
});

const dana = contact('c-1', {
  name: 'Dana Reyes',
  role: 'Decision maker',
  title: 'CFO',
  phones: [{ number: '+14155550101' }],
});

/** To be called once at the top of a test file; with the issuer of tokens that functions check themselves. */
export function useAgentApi(issuerOf?: () => string, access?: Partial<AgentAccess>): void {
  beforeAll(async () => {
    test = await startTestTable();
    services = await startTestServices(test, issuerOf?.(), access);
    api = await importHandlers();
  });
  afterAll(async () => {
    await services.stop();
    await test.stop();
  });
  beforeEach(async () => {
    count += 1;
    key = { sourceId: 'demo-crm', opportunityId: `opp/${count}#x` };
    const data = {
      opportunity: opportunity({ id: key.opportunityId }),
      contacts: [dana],
      documents: [document('d-1')],
    };
    await dynamodbOpportunityStore(test.table).project(key, data, AT);
    services.reset();
  });
}

/** A call of this test's opportunity with Dana that has reached the state. */
export async function call(callId: string, state: CallState, changes: Partial<StoredCall> = {}): Promise<string> {
  const requested: StoredCall = {
    ...{ ...key, callId, direction: 'outbound', state: 'requested', contactId: 'c-1', contactName: 'Dana Reyes' },
    ...{ agentUsername: 'ana', connectContactId: `cc-${callId}`, requestedAt: AT, history: [], version: 0 },
    ...changes,
  };
  const { sourceId, opportunityId } = requested;
  const reached = (stored: StoredCall) => advance(stored, { state, at: later(1) });
  await dynamodbCallStore(test.table).change({ sourceId, opportunityId, callId }, requested, reached);
  services.reset();
  return callId;
}

export const context = async () => (await ask(api.loadContext, 'GET', { path: key })).body;
