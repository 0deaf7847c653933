/** What EspoCRM is told. */
import type { EspocrmSource } from '#core/contracts/configuration.ts';
import type { Delivered } from '#core/ports/crm.ts';
import { crmUserOf } from '../agent-names.ts';
import { type CallSummary, desktopLine } from '../call-summary.ts';
import type { CrmAccess, CrmTelling } from '../connector.ts';
import { deliveryFailure } from '../crm-session.ts';
import { keepRecord, recordMade } from '../keep-record.ts';
import { withRecordOfContact } from '../record-subjects.ts';
import { tellRecords } from '../tell-records.ts';
import { type EspocrmClient, espocrmClient, type Json } from './espocrm-client.ts';
import { espocrmDocuments } from './espocrm-documents.ts';
import { timeForEspocrm } from './espocrm-time.ts';
import { writePerson } from './espocrm-write-person.ts';

/** A `varchar`: 255 characters unless an administrator has given it fewer. */
const MAX_NAME = 255;

export function espocrmTelling(access: CrmAccess<EspocrmSource>): CrmTelling {
  const { source, records } = access;
  const client = espocrmClient(access);

  async function logCall(told: CallSummary): Promise<Delivered> {
    const summary = { ...told, call: await withRecordOfContact(records, told.call) };
    const { call } = summary;
    const user = await userOf(client, source, call.takenBy ?? call.agentUsername);
    if (user.outcome === 'failed') return user;
    const entry = entryOf(summary, source, user.id);
    return keepRecord(records, call, call.callId, {
      async find() {
        const query = {
          'where[0][type]': 'equals',
          'where[0][attribute]': source.callIdField,
          'where[0][value]': call.callId,
        };
        const found = await client.list(['Call'], query, 1);
        if (found.outcome !== 'listed') return found;
        const id = found.records[0]?.id;
        return typeof id === 'string' ? { outcome: 'kept', recordId: id } : { outcome: 'none' };
      },
      create: async () => recordMade(await client.send('POST', ['Call'], entry)),
      update: async (recordId) => recordMade(await client.send('PUT', ['Call', recordId], entry)),
    });
  }

  return tellRecords({
    logCall,
    writeContact: (told) => writePerson(client, source, records, told),
    documents: espocrmDocuments(client, access),
  });
}

/** `Held`: somebody spoke with the customer. Call.json: name, dateStart, dateEnd and assignedUser are required. */
function entryOf(summary: CallSummary, { callIdField }: EspocrmSource, userId: string | undefined): Json {
  const { call } = summary;
  const { phone, contactId, opportunityId, outcome } = call;
  // Its duration is that of the conversation.
  const startedAt = call.answeredAt ?? summary.startedAt;
  return {
    name: `${summary.title}${outcome ? `: ${outcome.disposition}` : ''}`.slice(0, MAX_NAME),
    status: summary.wasAnswered ? 'Held' : 'Not Held',
    dateStart: timeForEspocrm(startedAt),
    // `after: dateStart`
    dateEnd: timeForEspocrm(
      new Date(Math.max(Date.parse(summary.endedAt), Date.parse(startedAt) + 1_000)).toISOString(),
    ),
    direction: call.direction === 'outbound' ? 'Outbound' : 'Inbound',
    description: [outcome?.disposition, summary.notes, phone, desktopLine(summary)].filter(Boolean).join('\n'),
    ...{ parentType: 'Opportunity', parentId: opportunityId, [callIdField]: call.callId },
    ...(contactId !== undefined && { contactsIds: [contactId] }),
    ...(userId !== undefined && { assignedUserId: userId }),
  };
}

async function userOf(
  client: EspocrmClient,
  source: EspocrmSource,
  username: string | undefined,
): Promise<{ outcome: 'found'; id: string | undefined } | Extract<Delivered, { outcome: 'failed' }>> {
  if (username === undefined) return { outcome: 'found', id: undefined };
  const known = crmUserOf(source, username);
  if ('id' in known) return { outcome: 'found', id: known.id };
  const [type, value] = 'email' in known ? ['equals', known.email] : ['startsWith', `${known.emailName}@`];
  const query = {
    'where[0][type]': type,
    'where[0][attribute]': 'emailAddress',
    'where[0][value]': value,
  };
  const found = await client.list(['User'], query, 1);
  if (found.outcome !== 'listed') {
    const failure = deliveryFailure(found);
    return failure.outcome === 'failed' ? failure : { outcome: 'found', id: undefined };
  }
  const id = found.records[0]?.id;
  return { outcome: 'found', id: typeof id === 'string' ? id : undefined };
}
