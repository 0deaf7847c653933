/**
 * An agent changes the people of an opportunity. The edit itself comes first and alone decides; then the line of the
 * timeline, which the write-back reads its changes from; then the message. A crash in between loses no edit: the same
 * request again finds its own edit and sends the message again.
 */
import type { ContactCreation, ContactEdit } from '../contracts/agent-requests.ts';
import type { ContactField } from '../contracts/capabilities.ts';
import type { ActivityView, ContactView } from '../contracts/opportunity-context.ts';
import { CtiError } from '../errors.ts';
import { contactChanges } from '../model/contact-edit.ts';
import type { CallStore } from '../ports/call-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { ConnectCalls } from '../ports/connect.ts';
import type { Log } from '../ports/log.ts';
import type {
  ActivityLog,
  ContactStore,
  EditResult,
  OpportunityKey,
  OpportunityStore,
} from '../ports/opportunity-store.ts';
import type { WriteBackQueue } from '../ports/queues.ts';
import { refreshCallAttributes } from './refresh-call-attributes.ts';

export interface EditContactPorts {
  readonly contacts: Pick<ContactStore, 'add' | 'edit' | 'remove'>;
  readonly opportunities: Pick<OpportunityStore, 'getOpportunity'>;
  readonly activity: Pick<ActivityLog, 'record'>;
  readonly writeBack: WriteBackQueue;
  /** The fields that the source's CRM has no place for. */
  readonly keptHere: (sourceId: string) => readonly ContactField[];
  readonly calls: Pick<CallStore, 'listByOpportunity'>;
  readonly connect: Pick<ConnectCalls, 'updateAttributes'>;
  readonly clock: Clock;
  readonly log: Log;
}

export type Edited<T> = { outcome: 'done'; value: T } | { outcome: 'conflict'; current: T };

/**
 * `newId` for a person without an id. Adding the same person under the same id again is a repetition, not a conflict.
 * @throws CtiError `not-found` when there is no such opportunity
 */
export async function addContact(
  ports: EditContactPorts & { readonly newId: () => string },
  key: OpportunityKey,
  creation: ContactCreation,
  by: string,
): Promise<Edited<ContactView>> {
  const opportunity = await ports.opportunities.getOpportunity(key);
  if (opportunity === undefined) throw new CtiError('not-found', 'There is no such opportunity.');
  const at = ports.clock.now().toISOString();
  const contact = { ...creation, id: creation.id ?? ports.newId() };
  const added = settled(await ports.contacts.add(key, contact, by, at, ports.keptHere(key.sourceId)));
  if (added.outcome === 'done') {
    await tell(ports, key, 'contact.added', { before: undefined, after: added.value }, by);
    return added;
  }
  const { current } = added;
  const isRepeated = current.version === 1 && current.updatedBy === by && contactChanges(current, contact).length === 0;
  if (!isRepeated) return added;
  await send(ports, key, current, by);
  return { outcome: 'done', value: current };
}

/** @throws CtiError `not-found` */
export async function editContact(
  ports: EditContactPorts,
  key: OpportunityKey,
  contactId: string,
  expectedVersion: number,
  edit: ContactEdit,
  by: string,
): Promise<Edited<ContactView>> {
  const at = ports.clock.now().toISOString();
  const keptHere = ports.keptHere(key.sourceId);
  const result = await ports.contacts.edit(key, contactId, expectedVersion, edit, by, at, keptHere);
  const edited = settled(result);
  if (edited.outcome === 'conflict') {
    if (!isOwnEdit(edited.current, expectedVersion, edit, by)) return edited;
    await send(ports, key, edited.current, by);
    return { outcome: 'done', value: edited.current };
  }
  const before = result.outcome === 'done' ? result.before : undefined;
  await tell(ports, key, 'contact.updated', { before, after: edited.value }, by);
  return edited;
}

/** @throws CtiError `not-found` */
export async function removeContact(
  ports: EditContactPorts,
  key: OpportunityKey,
  contactId: string,
  expectedVersion: number,
  by: string,
): Promise<Edited<ContactView>> {
  const at = ports.clock.now().toISOString();
  const removed = settled(await ports.contacts.remove(key, contactId, expectedVersion, by, at));
  if (removed.outcome === 'done') {
    await tell(ports, key, 'contact.removed', { before: removed.value, after: undefined }, by);
  }
  return removed;
}

async function tell(
  ports: EditContactPorts,
  key: OpportunityKey,
  type: ActivityView['type'],
  { before, after }: { before: ContactView | undefined; after: ContactView | undefined },
  by: string,
): Promise<void> {
  const contact = after ?? before;
  if (contact === undefined) return;
  await Promise.all([
    ports.activity.record(
      key,
      {
        ...{ type, by, at: contact.updatedAt, subjectId: contact.id, subjectName: contact.name },
        changes: contactChanges(before, after),
      },
      contact.id,
    ),
    after === undefined || before === undefined ? undefined : refreshCallAttributes(ports, key, before, after),
  ]);
  await send(ports, key, contact, by);
}

const send = (ports: EditContactPorts, key: OpportunityKey, { id, version }: ContactView, by: string) =>
  ports.writeBack.send({ type: 'contact.updated', ...keyOf(key), contactId: id, version, by });

const keyOf = ({ sourceId, opportunityId }: OpportunityKey) => ({ sourceId, opportunityId });

/** The answer to this very edit was lost: what stands there is what is asked for, from the same hand. */
function isOwnEdit(current: ContactView, expectedVersion: number, edit: ContactEdit, by: string): boolean {
  const wanted = Object.entries(edit).every(
    ([field, value]) => JSON.stringify(current[field as keyof ContactEdit]) === JSON.stringify(value ?? undefined),
  );
  return wanted && current.version === expectedVersion + 1 && current.updatedBy === by;
}

export function settled<T>(result: EditResult<T>): Edited<T> {
  if (result.outcome === 'missing') throw new CtiError('not-found', 'It is not there any more.');
  return result;
}
