import { type Contact, subtypeOf } from '../../contacts/contact.ts';
import type { Engine } from '../../engine.ts';
import { isRecord } from '../../flow/language.ts';
import { findUser, idOf, resourceArn } from '../../instance.ts';
import { shownRoutingCriteria } from '../../queues/show-routing-criteria.ts';
import { invalidParameter, ServiceError } from '../errors.ts';
import { checkInstance, type Input, optionalChoice, pageOf } from '../input.ts';
import { instanceResource, type ServiceOperation } from '../operation.ts';
import { passesTags } from '../search.ts';

/** API reference: "MaxResults: Minimum value of 1. Maximum value of 100". */
const MAX_RESULTS = 100;

const TIMES: Readonly<Record<string, (contact: Contact) => number | undefined>> = {
  INITIATION_TIMESTAMP: ({ initiatedAt }) => initiatedAt,
  ENQUEUE_TIMESTAMP: ({ enqueuedAt }) => enqueuedAt,
  CONNECTED_TO_AGENT_TIMESTAMP: ({ connectedToAgentAt }) => connectedToAgentAt,
  DISCONNECT_TIMESTAMP: ({ disconnectedAt }) => disconnectedAt,
};
const SORTS: Readonly<Record<string, (contact: Contact) => number | string | undefined>> = {
  ...TIMES,
  CHANNEL: ({ channel }) => channel,
  INITIATION_METHOD: ({ initiationMethod }) => initiationMethod,
};

const inTimeRange = (input: Input): ((contact: Contact) => boolean) => {
  if (!isRecord(input.TimeRange)) throw invalidParameter('TimeRange is a required parameter');
  const { StartTime, EndTime } = input.TimeRange;
  const type = optionalChoice(input.TimeRange, 'Type', [...Object.keys(TIMES), 'SCHEDULED_TIMESTAMP']);
  if (type === undefined || typeof StartTime !== 'number' || typeof EndTime !== 'number' || StartTime > EndTime) {
    throw invalidParameter('TimeRange must have Type, StartTime and an EndTime that is not before it');
  }
  return (contact) => {
    const at = TIMES[type]?.(contact);
    return at !== undefined && at >= StartTime * 1_000 && at <= EndTime * 1_000;
  };
};

const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

const matched = (type: unknown, results: readonly boolean[]): boolean => {
  if (type === 'MATCH_NONE') return !results.some(Boolean);
  return type === 'MATCH_ANY' ? results.some(Boolean) : results.every(Boolean);
};

const byName = (wanted: unknown, { name }: Contact): boolean => {
  const { SearchText, MatchType } = isRecord(wanted) ? wanted : {};
  const own = (name ?? '').toLowerCase();
  if (MatchType === 'MATCH_EXACT') return texts(SearchText).some((text) => text.toLowerCase() === own);
  return matched(
    MatchType,
    texts(SearchText).map((text) => own.includes(text.toLowerCase())),
  );
};

const byAttributes = (wanted: unknown, { attributes }: Contact): boolean => {
  const { Criteria, MatchType } = isRecord(wanted) ? wanted : {};
  const criteria = Array.isArray(Criteria) ? Criteria.filter(isRecord) : [];
  return matched(
    MatchType,
    criteria.map(({ Key, Values }) =>
      Object.entries(attributes).some(([key, value]) => key === Key && texts(Values).includes(value)),
    ),
  );
};

const CRITERIA: Readonly<Record<string, (wanted: unknown, contact: Contact, engine: Engine) => boolean>> = {
  Name: byName,
  AgentIds: (wanted, { agent }, { instance }) => {
    const user = agent === undefined ? undefined : findUser(instance, agent);
    return user !== undefined && texts(wanted).map(idOf).includes(user.id);
  },
  Channels: (wanted, { channel }) => texts(wanted).includes(channel),
  InitiationMethods: (wanted, { initiationMethod }) => texts(wanted).includes(initiationMethod),
  QueueIds: (wanted, { queue }) => queue !== undefined && texts(wanted).map(idOf).includes(idOf(queue.arn)),
  SearchableContactAttributes: byAttributes,
  ContactTags: (wanted, { tags }) => passesTags(wanted, tags),
};

const sorted = (input: Input, contacts: readonly Contact[]): readonly Contact[] => {
  const sort = isRecord(input.Sort) ? input.Sort : {};
  const by = SORTS[String(sort.FieldName ?? 'INITIATION_TIMESTAMP')] ?? SORTS.INITIATION_TIMESTAMP;
  const key = (contact: Contact) => by?.(contact) ?? '';
  const ascending = contacts.toSorted((one, other) => (key(one) < key(other) ? -1 : Number(key(one) > key(other))));
  return sort.Order === 'ASCENDING' ? ascending : ascending.reverse();
};

const date = (ms: number | undefined): Date | undefined => (ms === undefined ? undefined : new Date(ms));

const summary = (engine: Engine, contact: Contact) => {
  const user = contact.agent === undefined ? undefined : findUser(engine.instance, contact.agent);
  const criteria = contact.routingCriteria.at(-1);
  return {
    Arn: resourceArn(engine.instance, 'contact', contact.id),
    Id: contact.id,
    InitialContactId: contact.initialContactId === contact.id ? undefined : contact.initialContactId,
    PreviousContactId: contact.previousContactId,
    InitiationMethod: contact.initiationMethod,
    Channel: contact.channel,
    QueueInfo:
      contact.queue === undefined
        ? undefined
        : { Id: idOf(contact.queue.arn), EnqueueTimestamp: date(contact.enqueuedAt) },
    AgentInfo:
      user === undefined ? undefined : { Id: user.id, ConnectedToAgentTimestamp: date(contact.connectedToAgentAt) },
    InitiationTimestamp: date(contact.initiatedAt),
    DisconnectTimestamp: date(contact.disconnectedAt),
    Name: contact.name,
    RoutingCriteria: criteria === undefined ? undefined : shownRoutingCriteria(criteria, (at) => new Date(at)),
    SegmentAttributes: { 'connect:Subtype': { ValueString: subtypeOf(contact) } },
    Tags: { ...contact.tags, 'aws:connect:instanceId': engine.instance.id },
  };
};

/** Newest first unless `Sort` says otherwise (assumed). */
export const searchContacts: ServiceOperation = {
  partial: `criteria: ${Object.keys(CRITERIA).join(', ')}; every attribute is searchable; nothing is scheduled`,
  resources: instanceResource,
  run: (engine, input) => {
    const within = inTimeRange(input);
    checkInstance(engine, input);
    const criteria = Object.entries(isRecord(input.SearchCriteria) ? input.SearchCriteria : {});
    const absent = criteria.find(([name]) => CRITERIA[name] === undefined)?.[0];
    if (absent !== undefined)
      throw new ServiceError('NotImplemented', `The local Connect does not search by ${absent}`);
    const found = [...engine.contacts.values()].filter(
      (contact) => within(contact) && criteria.every(([name, wanted]) => CRITERIA[name]?.(wanted, contact, engine)),
    );
    const { items, NextToken } = pageOf(input, sorted(input, found), MAX_RESULTS);
    return { Contacts: items.map((contact) => summary(engine, contact)), NextToken, TotalCount: found.length };
  },
};
