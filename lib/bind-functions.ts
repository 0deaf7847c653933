import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import {
  type AgentAccess,
  type Configuration,
  type FunctionSource,
  isSearchable,
} from '../functions/core/contracts/configuration.ts';
import type { FunctionName } from '../functions/core/contracts/routes.ts';
import type { ConnectInstance } from './connect-instance.ts';
import type { CtiFunction, StartedFlows } from './constructs/cti-function.ts';
import type { OpportunityTable } from './constructs/opportunity-table.ts';
import type { WakeUpSchedules } from './constructs/wake-up-schedules.ts';
import type { WorkQueue } from './constructs/work-queue.ts';
import { recordingsBucket } from './recordings-bucket.ts';

/** Documents' object keys begin with it (DESIGN section 4): no function can touch another object. */
export const DOCUMENTS_PREFIX = 'documents/';

export interface Resources {
  readonly configuration: Configuration;
  readonly table: OpportunityTable;
  readonly documents: IBucket;
  readonly queues: {
    readonly dial: WorkQueue;
    readonly writeBack: WorkQueue;
    readonly document: WorkQueue;
    readonly read: WorkQueue;
    readonly erasure: WorkQueue;
  };
  readonly wakeUps: WakeUpSchedules;
  readonly instance: ConnectInstance;
  readonly flows: StartedFlows;
  readonly desktopOrigin: string;
  readonly sources: readonly FunctionSource[];
  /** By the sources' ids. */
  readonly secrets: ReadonlyMap<string, ISecret>;
}

/** Who may do what: the whole answer on one page. Each line is both a permission and the variable that goes with it. */
export function bindFunctions(functions: Readonly<Record<FunctionName, CtiFunction>>, resources: Resources): void {
  const { configuration, table, documents, queues, wakeUps, instance, flows, desktopOrigin, sources } = resources;
  const { connect, identity } = configuration;
  const secretsOf = (some: readonly FunctionSource[]): readonly ISecret[] =>
    some.flatMap(({ id }) => resources.secrets.get(id) ?? []);
  const secrets = secretsOf(sources);

  for (const one of Object.values(functions)) one.bindValues({ deployment: configuration.name });

  const agent = { agentAccess: JSON.stringify(agentAccess(configuration)) };
  const pace = { dialRatePerSecond: String(connect.dialRatePerSecond), dialBurst: String(connect.dialBurst) };
  /** For functions that check tokens themselves, because signed requests come there too. */
  const tokens = {
    ...agent,
    ...{ identityIssuer: identity.issuer, identityAudience: identity.audience.join(',') },
    identityScope: identity.scope,
  };

  functions['receive-call-request']
    .bindTable(table, 'read', 'write', 'remove', 'batch-read')
    .bindSources()
    .bindSecrets(secrets)
    .bindQueue(queues.dial)
    .bindQueue(queues.writeBack)
    .bindQueue(queues.document)
    .bindQueue(queues.read)
    .bindQueue(queues.erasure)
    // The presigned upload is signed with this role.
    .bindBucket(documents, DOCUMENTS_PREFIX, 'upload')
    .bindDialling(instance, connect, flows, desktopOrigin)
    .bindPresence(instance, sources)
    .bindValues(pace);
  functions['receive-relayed-event']
    .bindTable(table, 'read', 'write', 'remove')
    .bindSources()
    .bindQueue(queues.read)
    .bindQueue(queues.erasure);
  functions['read-opportunity']
    .bindTable(table, 'read', 'write', 'remove', 'batch-read')
    .bindSources()
    .bindSecrets(secrets)
    // CRMs count requests: a few at a time, each of which is several of theirs.
    .consume(queues.read, { batchSize: 5, maxConcurrency: 2 })
    .bindQueue(queues.dial)
    .bindQueue(queues.writeBack)
    .bindQueue(queues.document)
    .bindDialling(instance, connect, flows, desktopOrigin)
    .bindPresence(instance, sources)
    .bindValues(pace);
  functions['request-reading']
    .bindTable(table, 'read', 'write', 'remove')
    .bindSources()
    .bindQueue(queues.read)
    .bindValues(agent);
  functions['dial-call']
    .bindTable(table, 'read', 'write', 'remove', 'batch-read')
    .bindSources()
    // Ten at a time: when 10,000 safety nets wake together, five lose 3 % of the quota to calls that come too late for their slots.
    .consume(queues.dial, { batchSize: 10, maxConcurrency: 2 })
    .bindQueue(queues.dial)
    .bindQueue(queues.writeBack)
    .bindQueue(queues.document)
    .bindWakeUps(wakeUps, 'set')
    .bindDialling(instance, connect, flows, desktopOrigin)
    .bindPresence(instance, sources)
    .bindValues(pace)
    // It looks at calls whose last events are lost, and at tasks that nobody has dialled from.
    .bindConnect(instance, ['DescribeContact', 'ListAssociatedContacts', 'StopContact'])
    .bindAgents(instance);
  functions['request-call']
    .bindTable(table, 'read', 'write', 'batch-read')
    .bindSources()
    .bindQueue(queues.dial)
    .bindQueue(queues.writeBack)
    .bindDialling(instance, connect, flows, desktopOrigin)
    .bindPresence(instance, sources)
    .bindValues(pace)
    // It accepts a request as the webhook does, but one that brings no documents: the name of their queue, no permission.
    .bindValues({ ...agent, documentQueue: queues.document.queue.queueUrl });

  functions['load-context']
    .bindTable(table, 'read')
    .bindSources()
    .bindConnect(instance, ['DescribeContact', 'GetContactAttributes'])
    .bindValues(agent);
  if (configuration.desktop.access === 'own') {
    // Who has a call at hand may see what it is about, from then on.
    functions['load-context'].bindTable(table, 'write').bindCallsAtHand(instance);
  }
  functions['find-opportunities'].bindTable(table, 'read').bindSources().bindValues(agent);
  functions['search-crm']
    // Numbers that no CRM knows are remembered for a while.
    .bindTable(table, 'read', 'write')
    .bindSources()
    .bindSecrets(secretsOf(sources.filter(isSearchable)))
    .bindConnect(instance, ['DescribeContact'])
    .bindValues(agent);
  if (configuration.desktop.access === 'own') functions['search-crm'].bindCallsAtHand(instance);
  functions['attach-call']
    .bindTable(table, 'read', 'write', 'batch-read')
    .bindQueue(queues.dial)
    .bindQueue(queues.writeBack)
    // What is known of the call becomes its record as if an event had told it.
    .bindConnect(instance, ['DescribeContact', 'GetContactAttributes', 'StopContact', 'UpdateContactAttributes'])
    .bindAgents(instance)
    .bindCallsAtHand(instance)
    .bindValues(agent);
  functions['list-calls'].bindTable(table, 'read').bindValues({ ...agent, ...pace });
  functions['show-call']
    .bindTable(table, 'read')
    .bindSources()
    .bindSecrets(secrets)
    .bindValues({ ...tokens, ...pace });

  functions['link-recording'].bindTable(table, 'read').bindValues(agent);
  const recordings = recordingsBucket(configuration);
  if (recordings !== undefined) {
    functions['link-recording'].bindRecordings(recordings);
    // Where a recording lies is kept only of those that may be heard: these two learn it.
    for (const name of ['apply-contact-event', 'attach-call', 'dial-call'] as const)
      functions[name].bindValues({ recordings: recordings.place });
  }

  functions['change-call']
    // It takes the call out of its line.
    .bindTable(table, 'read', 'write', 'remove')
    .bindSources()
    .bindSecrets(secrets)
    .bindQueue(queues.dial)
    .bindQueue(queues.writeBack)
    .bindWakeUps(wakeUps, 'cancel')
    // The agent's task is over with the call.
    .bindConnect(instance, ['StopContact'])
    .bindValues(tokens);
  functions['dial-preview']
    .bindTable(table, 'read', 'batch-read', 'write')
    .bindSources()
    .bindQueue(queues.writeBack)
    .bindConnect(instance, ['StopContact'])
    .bindValues(agent);
  functions['discard-preview']
    .bindTable(table, 'read', 'write')
    .bindQueue(queues.writeBack)
    // Whether the agent has dialled after all.
    .bindConnect(instance, ['DescribeContact', 'ListAssociatedContacts', 'StopContact'])
    .bindAgents(instance)
    .bindValues(agent);

  functions['edit-contact']
    .bindTable(table, 'read', 'write', 'remove')
    .bindSources()
    .bindQueue(queues.writeBack)
    .bindConnect(instance, ['UpdateContactAttributes'])
    .bindValues(agent);
  functions['edit-document']
    .bindTable(table, 'read', 'write', 'remove')
    .bindQueue(queues.writeBack)
    .bindQueue(queues.document)
    .bindBucket(documents, DOCUMENTS_PREFIX, 'upload')
    .bindValues(agent);
  functions['link-document'].bindTable(table, 'read').bindBucket(documents, DOCUMENTS_PREFIX, 'get').bindValues(agent);
  functions['upload-document']
    .bindTable(table, 'read', 'write', 'remove')
    // get and list: whether an upload that is no longer under way is whole.
    .bindBucket(documents, DOCUMENTS_PREFIX, 'get', 'put', 'parts', 'list')
    .bindValues(agent);
  functions['share-document'].bindTable(table, 'read', 'write', 'remove').bindSources().bindValues(agent);
  functions['open-share']
    .bindTable(table, 'read', 'write')
    .bindSources()
    .bindBucket(documents, DOCUMENTS_PREFIX, 'get');
  functions['save-outcome']
    .bindTable(table, 'read', 'write')
    .bindSources()
    .bindQueue(queues.writeBack)
    // A callback is arranged there.
    .bindQueue(queues.dial)
    .bindValues(agent);

  functions['apply-contact-event']
    .bindTable(table, 'read', 'write', 'batch-read')
    .bindQueue(queues.dial)
    .bindQueue(queues.writeBack)
    .bindConnect(instance, [
      ...(['DescribeContact', 'GetContactAttributes'] as const),
      // An agent-first call: what was dialled from a task gets its attributes, and the task ends with the call.
      ...(['ListAssociatedContacts', 'StopContact', 'UpdateContactAttributes'] as const),
    ])
    .bindAgents(instance);
  functions['look-up-contact'].bindTable(table, 'read');
  functions['look-up-contact-in-crm'].bindTable(table, 'read').bindSources();
  if (configuration.lookup.crm) {
    functions['look-up-contact-in-crm'].bindTable(table, 'write').bindSecrets(secretsOf(sources.filter(isSearchable)));
  }
  functions['write-back']
    .bindTable(table, 'read', 'write', 'remove')
    .bindSources()
    .bindSecrets(secrets)
    // A call that reached nobody is followed by another attempt.
    .bindQueue(queues.dial)
    .consume(queues.writeBack, { batchSize: 5 })
    // Agents' documents go to the CRM.
    .bindBucket(documents, DOCUMENTS_PREFIX, 'get')
    // A call's entry says where its notes and recordings are.
    .bindValues({ desktopOrigin });
  functions['fetch-document']
    .bindTable(table, 'read', 'write')
    .bindSources()
    // Not every CRM gives its files to everybody.
    .bindSecrets(secrets)
    .consume(queues.document, { batchSize: 1 })
    // list: all files of a document that is gone.
    .bindBucket(documents, DOCUMENTS_PREFIX, 'put', 'delete', 'list', 'purge');
  functions['record-upload']
    .bindTable(table, 'read', 'write')
    .bindSources()
    .bindQueue(queues.writeBack)
    // get: its first bytes tell whether a file is what it says. delete: one that is not, or whose opportunity is gone.
    .bindBucket(documents, DOCUMENTS_PREFIX, 'get', 'list', 'delete', 'purge');
  functions['erase-data']
    .bindTable(table, 'read', 'write', 'remove')
    .consume(queues.erasure, { batchSize: 1 })
    .bindQueue(queues.erasure)
    .bindQueue(queues.writeBack)
    .bindWakeUps(wakeUps, 'cancel')
    .bindBucket(documents, DOCUMENTS_PREFIX, 'purge');
}

/** Part of the functions' settings: whom they take for an agent, and what they show to whom. */
function agentAccess({ identity, desktop }: Configuration): AgentAccess {
  const { usernameClaim, groupsClaim } = identity;
  const { access: rule, supervisors } = desktop;
  return { usernameClaim, groupsClaim, rule, ...(supervisors !== undefined && { supervisors }) };
}
