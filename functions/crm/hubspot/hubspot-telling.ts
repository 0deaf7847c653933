/** What HubSpot is told: calls into its call log, agents' changes of people. */
import type { CallView } from '#core/contracts/call.ts';
import type { HubspotSource } from '#core/contracts/configuration.ts';
import type { Delivered } from '#core/ports/crm.ts';
import type { CallSummary } from '../call-summary.ts';
import type { CrmAccess, CrmTelling } from '../connector.ts';
import { deliveryFailure } from '../crm-session.ts';
import { asJson, idOf, listIn, textOf } from '../json.ts';
import { keepRecord, recordMade } from '../keep-record.ts';
import { withRecordOfContact } from '../record-subjects.ts';
import { tellRecords } from '../tell-records.ts';
import { callAssociations, callProperties } from './hubspot-call.ts';
import { hubspotClient } from './hubspot-client.ts';
import { hubspotDocuments } from './hubspot-documents.ts';
import { dispositionIn, ownerIdOf } from './hubspot-lookups.ts';
import { makeCall } from './hubspot-make-call.ts';
import { writeContact } from './hubspot-write-contact.ts';

export function hubspotTelling(access: CrmAccess<HubspotSource>): CrmTelling {
  const { source, records } = access;
  const client = hubspotClient(access);
  const disposition = dispositionIn(client);

  /** An agent's page has named it: a record of another deal, or of another call of ours, is not written into. */
  async function belongs(recordId: string, { callId, opportunityId }: CallSummary['call']) {
    const query = new URLSearchParams({ properties: source.callIdProperty, associations: 'deals' });
    const answer = await client.request('GET', `/crm/v3/objects/calls/${encodeURIComponent(recordId)}?${query}`);
    if (answer.outcome !== 'ok') return answer;
    const { properties, associations } = asJson(answer.json);
    const known = textOf(asJson(properties)[source.callIdProperty]);
    const deals = listIn(asJson(associations).deals, 'results') ?? [];
    const isOfDeal = deals.length === 0 || deals.some(({ id }) => idOf(id) === opportunityId);
    return isOfDeal && (known ?? callId) === callId
      ? { outcome: 'kept' as const, recordId }
      : { outcome: 'none' as const };
  }

  async function logCall(told: CallSummary): Promise<Delivered> {
    const summary = { ...told, call: await withRecordOfContact(records, told.call) };
    const { call } = summary;
    const [owner, outcome] = await Promise.all([
      ownerIdOf(client, source, call.takenBy ?? call.agentUsername),
      disposition(call.outcome?.disposition),
    ]);
    if (owner.outcome !== 'found') return deliveryFailure(owner);
    if (outcome.outcome !== 'found') return deliveryFailure(outcome);
    const propertiesFor = (about: CallView) =>
      callProperties({ ...summary, call: about }, source, owner.id, outcome.id);
    const make = (about: CallView) =>
      client.request('POST', '/crm/v3/objects/calls', {
        properties: propertiesFor(about),
        associations: callAssociations(about),
      });
    return keepRecord(records, call, call.callId, {
      async find() {
        const filter = { propertyName: source.callIdProperty, operator: 'EQ', value: call.callId };
        const found = await client.search('calls', { filterGroups: [{ filters: [filter] }], limit: 1 });
        if (found.outcome !== 'records') return found;
        const id = textOf(found.records[0]?.id);
        return id === undefined ? { outcome: 'none' } : { outcome: 'kept', recordId: id };
      },
      belongs: (recordId) => belongs(recordId, call),
      create: async () => recordMade(await makeCall(client, call, make)),
      update: async (recordId) =>
        recordMade(
          await client.request('PATCH', `/crm/v3/objects/calls/${encodeURIComponent(recordId)}`, {
            properties: propertiesFor(call),
          }),
        ),
    });
  }

  return tellRecords({
    logCall,
    writeContact: (told) => writeContact(client, source, records, told),
    documents: hubspotDocuments(client, access),
  });
}
