/** An opportunity of Dataverse's, with its people, and the files that hang on its notes. */
import { type DocumentInput, MAX_CONTACTS, MAX_DOCUMENTS } from '#core/contracts/call-request.ts';
import type { Dynamics365Source } from '#core/contracts/configuration.ts';
import type { OpportunityRead, OpportunityReader } from '#core/ports/crm.ts';
import { usernameOf } from '../agent-names.ts';
import type { CrmAccess } from '../connector.ts';
import { readFailure } from '../crm-session.ts';
import { asJson, type Json, optional, textOf } from '../json.ts';
import { isDerived } from './derived-guid.ts';
import { dynamics365Client } from './dynamics365-client.ts';
import { opportunityFrom, opportunityPath } from './dynamics365-opportunities.ts';
import { connectionsPath, peopleOf } from './dynamics365-people.ts';
import { guidOf, odataPath } from './odata.ts';

/** A person may be connected in several roles, and every connection may have its reciprocal one. */
const MAX_CONNECTIONS = 4 * MAX_CONTACTS;

export function dynamics365Reading(access: CrmAccess<Dynamics365Source>): OpportunityReader {
  const { source, records, log } = access;
  const client = dynamics365Client(access);

  /** What is too much is left out, and said: the first ones are the primary person and the oldest files. */
  function cut<Entry>(entries: readonly Entry[], most: number, code: string): Entry[] {
    if (entries.length > most) log.info(code, { sourceId: source.id, detail: `kept:${most}` });
    return entries.slice(0, most);
  }

  return {
    async usernameOf(crmUserId) {
      const id = guidOf(crmUserId);
      if (id === undefined) return undefined;
      const user = await client.get(odataPath(`systemusers(${id})`, { $select: 'internalemailaddress' }));
      if (user.outcome === 'unavailable') throw new Error(`the CRM does not answer: ${user.status}`);
      if (user.outcome !== 'ok') return undefined;
      return usernameOf(source, { id, email: textOf(asJson(user.json).internalemailaddress) });
    },

    async read(opportunityId): Promise<OpportunityRead> {
      const id = guidOf(opportunityId);
      if (id === undefined) return { outcome: 'gone', detail: 'no-guid' };
      const [answer, connections, notes, subjects] = await Promise.all([
        client.get(opportunityPath(id)),
        client.list(connectionsPath(id), MAX_CONNECTIONS),
        client.list(notesPath(id), MAX_DOCUMENTS + 1),
        records.subjects({ sourceId: source.id, opportunityId }),
      ]);
      if (answer.outcome !== 'ok') return readFailure(answer);
      if (connections.outcome !== 'listed') return readFailure(connections);
      if (notes.outcome !== 'listed') return readFailure(notes);
      const record = asJson(answer.json);
      if (guidOf(record.opportunityid) !== id) return { outcome: 'unusable', detail: 'no-opportunity' };
      const documents = notes.records.flatMap((note) => documentFrom(note, client.url));
      return {
        outcome: 'read',
        data: {
          opportunity: opportunityFrom(opportunityId, record, source),
          contacts: cut(peopleOf(record, connections.records, source, subjects), MAX_CONTACTS, 'crm-people-cut'),
          documents: cut(documents, MAX_DOCUMENTS, 'crm-documents-cut'),
        },
      };
    },
  };
}

/** Without `documentbody`, which holds the bytes ("Note" table reference). */
const notesPath = (opportunityId: string): string =>
  odataPath('annotations', {
    $select: 'annotationid,subject,filename,mimetype',
    $filter: `_objectid_value eq ${opportunityId} and isdocument eq true`,
    $orderby: 'createdon asc',
  });

function documentFrom(
  { annotationid, subject, filename, mimetype }: Json,
  urlOf: (path: string) => string,
): DocumentInput[] {
  const [id, fileName, type] = [guidOf(annotationid), textOf(filename), textOf(mimetype)];
  // What an agent has added is here already.
  if (id === undefined || fileName === undefined || isDerived(id)) return [];
  return [
    {
      ...{ id, fileName, title: textOf(subject) ?? fileName, category: 'Notes' },
      url: urlOf(`annotations(${id})/documentbody/$value`),
      ...optional('contentType', type !== undefined && /^[\w.+-]+\/[\w.+-]+$/.test(type) ? type : undefined),
    },
  ];
}
