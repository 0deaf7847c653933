/** A deal of HubSpot's, with its contacts, and the files that hang on its notes. */
import { MAX_CONTACTS, MAX_DOCUMENTS } from '#core/contracts/call-request.ts';
import type { HubspotSource } from '#core/contracts/configuration.ts';
import type { OpportunityRead, OpportunityReader } from '#core/ports/crm.ts';
import { usernameOf } from '../agent-names.ts';
import type { CrmAccess } from '../connector.ts';
import { readFailure } from '../crm-session.ts';
import { asJson, textOf } from '../json.ts';
import { isOurFile } from '../record-subjects.ts';
import { type HubspotClient, hubspotClient } from './hubspot-client.ts';
import { CONTACT_PROPERTIES, contactFrom } from './hubspot-contacts.ts';
import { DEAL_PROPERTIES, opportunityFrom, stageOf } from './hubspot-deals.ts';
import { filesOfNotes } from './hubspot-notes.ts';

export function hubspotReading(access: CrmAccess<HubspotSource>): OpportunityReader {
  const { source, records } = access;
  const client = hubspotClient(access);

  return {
    async usernameOf(crmUserId) {
      const owner = await ownerOf(client, source, crmUserId);
      if (owner.outcome === 'unavailable') throw new Error(`the CRM does not answer: ${owner.status}`);
      return owner.outcome === 'owner' ? owner.username : undefined;
    },

    async read(opportunityId): Promise<OpportunityRead> {
      const path = `/crm/v3/objects/deals/${encodeURIComponent(opportunityId)}?properties=${DEAL_PROPERTIES.join(',')}`;
      const answer = await client.request('GET', path);
      if (answer.outcome !== 'ok') return readFailure(answer);
      const deal = asJson(answer.json);
      const properties = asJson(deal.properties);
      const ownerId = textOf(properties.hubspot_owner_id);
      const [people, files, owner, stage, subjects] = await Promise.all([
        peopleOf(client, opportunityId),
        filesOfNotes(client, source, opportunityId, MAX_DOCUMENTS),
        ownerId === undefined ? undefined : ownerOf(client, source, ownerId),
        stageOf(client, properties),
        records.subjects({ sourceId: source.id, opportunityId }),
      ]);
      if (people.outcome !== 'people') return readFailure(people);
      if (files.outcome !== 'files') return readFailure(files);
      if (owner?.outcome === 'unavailable') return readFailure(owner);
      if (stage.outcome === 'unavailable') return readFailure(stage);
      const username = owner?.outcome === 'owner' ? owner.username : undefined;
      return {
        outcome: 'read',
        data: {
          opportunity: opportunityFrom(opportunityId, properties, stage, username, source),
          contacts: people.people.map((person, index) => contactFrom(person, source, subjects, index === 0)),
          documents: files.documents.filter(({ id }) => !isOurFile(subjects.get(id))),
        },
      };
    },
  };
}

export async function ownerOf(client: HubspotClient, source: HubspotSource, id: string) {
  const answer = await client.request('GET', `/crm/v3/owners/${encodeURIComponent(id)}`);
  if (answer.outcome === 'unavailable') return answer;
  if (answer.outcome !== 'ok') return { outcome: 'none' } as const;
  const username = usernameOf(source, { id, email: textOf(asJson(answer.json).email) });
  return { outcome: 'owner', username } as const;
}

/** The labelled first: HubSpot has no primary contact of a deal, and who has a label is who matters. */
async function peopleOf(client: HubspotClient, dealId: string) {
  const associations = await client.associated('deals', dealId, 'contacts', MAX_CONTACTS);
  if (associations.outcome !== 'associated') return associations;
  const sorted = [...associations.to].sort((one, two) => two.labels.length - one.labels.length);
  const found = await client.batchRead(
    'contacts',
    sorted.map(({ id }) => id),
    CONTACT_PROPERTIES,
  );
  if (found.outcome !== 'records') return found;
  const byId = new Map(found.records.map((record) => [textOf(record.id) ?? '', asJson(record.properties)]));
  const people = sorted.flatMap(({ id, labels }) => {
    const properties = byId.get(id);
    // Deleted meanwhile, or merged into another.
    return properties === undefined ? [] : [{ id, labels, properties }];
  });
  return { outcome: 'people', people } as const;
}
