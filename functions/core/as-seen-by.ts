/**
 * The stores as an agent sees them: what the deployment's access rule hides is not there. What is read is read beside the
 * question whether it may be seen, in the same round trip; what is written waits for the answer, which is asked for once.
 */
import { isCallOf, isClearlyOwn, isOwner, type Viewer } from './access-rule.ts';
import type { OpportunityView } from './contracts/opportunity-context.ts';
import type { CallStore } from './ports/call-store.ts';
import type { DocumentStore, UploadStore } from './ports/document-store.ts';
import type { AccessedRecord } from './ports/log.ts';
import type { Admissions, ContactStore, OpportunityKey, OpportunityStore } from './ports/opportunity-store.ts';

/** Stores that lead to an opportunity. Whatever else a use case reaches hangs on what it finds through these. */
export interface GuardedPorts {
  readonly opportunities?: Partial<OpportunityStore>;
  readonly contacts?: Partial<ContactStore>;
  readonly documents?: Partial<DocumentStore>;
  readonly uploads?: Partial<UploadStore>;
  readonly calls?: Partial<CallStore>;
}

export function asSeenBy<Ports extends GuardedPorts>(viewer: Viewer, admissions: LookPort, ports: Ports): Ports {
  if (viewer.seesAll) return ports;
  const sight = sightOf(viewer, admissions);
  const { opportunities, contacts, documents, uploads, calls } = ports;
  return {
    ...ports,
    ...(opportunities && { opportunities: seenOpportunities(opportunities, sight) }),
    ...(contacts && { contacts: seenContacts(contacts, sight) }),
    ...(documents && { documents: seenDocuments(documents, sight) }),
    ...(uploads && { uploads: { ...uploads, find: reading(uploads.find, sight, 'documentId') } }),
    ...(calls && { calls: { ...calls, find: seenCall(calls.find, sight) } }),
  };
}

type LookPort = Pick<Admissions, 'look'>;
type Sight = ReturnType<typeof sightOf>;

/** Each opportunity is asked about once per request. */
export function sightOf(viewer: Viewer, admissions: LookPort) {
  const { username } = viewer;
  const looks = new Map<string, ReturnType<Admissions['look']>>();

  const look = (key: OpportunityKey, known?: OpportunityView) => {
    const id = JSON.stringify([key.sourceId, key.opportunityId]);
    const asked = looks.get(id) ?? admissions.look(key, username, known);
    looks.set(id, asked);
    return asked;
  };

  /** What a list may name; nobody has asked for it by its ids. */
  const isListed = async (key: OpportunityKey, known?: OpportunityView): Promise<boolean> => {
    const { opportunity, hasCall } = await look(key, known);
    return opportunity !== undefined && (hasCall || isOwner(opportunity, username));
  };

  return {
    ...{ username, look, isListed },
    /** Whether the agent, who asks for it by its ids, may have it. A look that is refused is noted. */
    async isOpen({ sourceId, opportunityId }: OpportunityKey, part: AccessedRecord = {}): Promise<boolean> {
      const key = { sourceId, opportunityId };
      const [isSeen, { opportunity }] = await Promise.all([isListed(key), look(key)]);
      if (!isSeen && opportunity !== undefined) viewer.refused({ ...part, ...key });
      return isSeen;
    },
  };
}

function seenOpportunities<Store extends Partial<OpportunityStore>>(store: Store, sight: Sight): Store {
  const { loadContext, findByPhone, findByName } = store;
  return {
    ...store,
    ...(store.getOpportunity && {
      getOpportunity: async (key: OpportunityKey) =>
        (await sight.isOpen(key)) ? (await sight.look(key)).opportunity : undefined,
    }),
    ...(loadContext && {
      loadContext: async (key: OpportunityKey, cursor?: string) => {
        const context = await loadContext(key, cursor);
        if (context === undefined || isClearlyOwn(context, sight.username)) return context;
        return (await sight.isOpen(key)) ? context : undefined;
      },
    }),
    ...(findByPhone && {
      findByPhone: async (phone: string) => {
        const matches = await findByPhone(phone);
        const listed = await Promise.all(matches.map((match) => sight.isListed(match)));
        return matches.filter((_, index) => listed[index]);
      },
    }),
    ...(findByName && {
      findByName: (sourceId: string, prefix: string) =>
        findByName(
          sourceId,
          prefix,
          async (opportunity) =>
            isOwner(opportunity, sight.username) ||
            sight.isListed({ sourceId, opportunityId: opportunity.id }, opportunity),
        ),
    }),
  };
}

const seenContacts = ({ get, add, edit, remove, ...store }: Partial<ContactStore>, sight: Sight) => ({
  ...store,
  ...{ get: reading(get, sight, 'contactId'), add: writing(add, sight) },
  ...{ edit: writing(edit, sight, 'contactId'), remove: writing(remove, sight, 'contactId') },
});

const seenDocuments = ({ get, add, edit, remove, ...store }: Partial<DocumentStore>, sight: Sight) => ({
  ...store,
  ...{ get: reading(get, sight, 'documentId'), add: writing(add, sight) },
  ...{ edit: writing(edit, sight, 'documentId'), remove: writing(remove, sight, 'documentId') },
});

type Part = 'contactId' | 'documentId';

/** Read at once, and shown when it may be. */
const reading = <Asked extends readonly [OpportunityKey, string, ...unknown[]], Found>(
  find: ((...asked: Asked) => Promise<Found | undefined>) | undefined,
  sight: Sight,
  part: Part,
) =>
  find &&
  (async (...asked: Asked): Promise<Found | undefined> => {
    const [isOpen, found] = await Promise.all([sight.isOpen(asked[0], { [part]: asked[1] }), find(...asked)]);
    return isOpen ? found : undefined;
  });

const writing = <Asked extends readonly [OpportunityKey, ...unknown[]], Result>(
  write: ((...asked: Asked) => Promise<Result>) | undefined,
  sight: Sight,
  part?: Part,
) =>
  write &&
  (async (...asked: Asked): Promise<Result | { readonly outcome: 'missing' }> => {
    const isOpen = await sight.isOpen(asked[0], part === undefined ? {} : { [part]: String(asked[1]) });
    return isOpen ? write(...asked) : { outcome: 'missing' };
  });

/** A call leads to its opportunity only once it has been read: another's call costs one more round trip, one's own none. */
const seenCall = (find: CallStore['find'] | undefined, sight: Sight) =>
  find &&
  (async (callId: string) => {
    const call = await find(callId);
    if (call === undefined || isCallOf(call, sight.username)) return call;
    return (await sight.isOpen(call, { callId })) ? call : undefined;
  });
