import { configuredSources } from '#adapters/configured-sources.ts';
import { connectContacts, openConnectClient } from '#adapters/connect-calls.ts';
import { dynamodbActivityLog } from '#adapters/dynamodb-activity-log.ts';
import { dynamodbCallStore } from '#adapters/dynamodb-call-store.ts';
import { openTable, primeTable } from '#adapters/dynamodb-client.ts';
import { dynamodbContactStore } from '#adapters/dynamodb-contact-store.ts';
import { dynamodbOpportunityStore } from '#adapters/dynamodb-opportunity-store.ts';
import { jsonLog as log } from '#adapters/json-log.ts';
import { openQueues, writeBackQueue } from '#adapters/sqs-queues.ts';
import { systemClock } from '#adapters/system-clock.ts';
import { contactCreationSchema, contactEditSchema } from '#core/contracts/agent-requests.ts';
import { keptHere } from '#core/contracts/capabilities.ts';
import { addContact, editContact, removeContact } from '#core/use-cases/edit-contact.ts';
import { capabilitiesOf } from '#crm/capabilities.ts';
import { agentView } from '#middleware/agent-view.ts';
import { editResponse, expectedVersion } from '#middleware/entity-tag.ts';
import { httpHandler } from '#middleware/http-handler.ts';
import { newIdOf } from '#middleware/idempotency-key.ts';
import { opportunityKeyOf, pathParameter } from '#middleware/path-parameter.ts';
import { jsonBody } from '#middleware/request-body.ts';

const table = openTable();
await primeTable(table);
const sources = configuredSources();
const agents = agentView(table, {
  ...{ contacts: dynamodbContactStore(table), opportunities: dynamodbOpportunityStore(table) },
  ...{ activity: dynamodbActivityLog(table), calls: dynamodbCallStore(table) },
  ...{ connect: connectContacts(openConnectClient()), writeBack: writeBackQueue(openQueues()) },
  ...{ clock: systemClock, log },
  keptHere(sourceId: string) {
    const source = sources.get(sourceId);
    return source === undefined ? [] : keptHere(capabilitiesOf(source));
  },
});

export const handler = httpHandler(log, async (event, access) => {
  const { username, ports } = agents.of(event, access);
  const key = opportunityKeyOf(event);
  const { method } = event.requestContext.http;
  if (method === 'POST') {
    const added = await addContact(
      { ...ports, newId: newIdOf(event, username) },
      key,
      jsonBody(event, contactCreationSchema),
      username,
    );
    return editResponse(event, added, { status: 201 });
  }
  const contactId = pathParameter(event, 'contactId');
  const version = expectedVersion(event);
  if (method === 'DELETE') {
    return editResponse(event, await removeContact(ports, key, contactId, version, username), { status: 204 });
  }
  const edit = jsonBody(event, contactEditSchema);
  return editResponse(event, await editContact(ports, key, contactId, version, edit, username), { status: 200 });
});
