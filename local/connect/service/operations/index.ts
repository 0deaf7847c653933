import type { ServiceOperation } from '../operation.ts';
import * as associations from './associations.ts';
import * as contactRouting from './contact-routing.ts';
import { updateContactRoutingData } from './contact-routing-data.ts';
import * as contacts from './contacts.ts';
import { getCurrentMetricData } from './current-metrics.ts';
import * as directory from './directory.ts';
import * as moduleVersions from './flow-module-versions.ts';
import * as modules from './flow-modules.ts';
import { SEARCH_OPERATIONS } from './flow-searches.ts';
import * as flowVersions from './flow-versions.ts';
import * as flows from './flows.ts';
import { HIERARCHY_GROUP_OPERATIONS } from './hierarchy-groups.ts';
import * as hours from './hours-of-operation.ts';
import { HOURS_OVERRIDE_OPERATIONS } from './hours-overrides.ts';
import { INSTANCE_OPERATIONS } from './instance-settings.ts';
import { monitorContact } from './monitor-contact.ts';
import { pauseContact, resumeContact } from './pause-contact.ts';
import * as phoneNumbers from './phone-numbers.ts';
import { PREDEFINED_ATTRIBUTE_OPERATIONS } from './predefined-attributes.ts';
import { QUEUE_QUICK_CONNECT_OPERATIONS } from './queue-quick-connects.ts';
import * as queues from './queues.ts';
import { QUICK_CONNECT_OPERATIONS } from './quick-connects.ts';
import * as recordings from './recordings.ts';
import * as routingProfiles from './routing-profiles.ts';
import { searchContacts } from './search-contacts.ts';
import { startOutboundVoiceContact } from './start-outbound-voice-contact.ts';
import * as storage from './storage-configs.ts';
import { TAG_OPERATIONS } from './tags.ts';
import * as tasks from './tasks.ts';
import * as accounts from './user-accounts.ts';
import { USER_PROFICIENCY_OPERATIONS } from './user-proficiencies.ts';
import * as settings from './user-settings.ts';
import * as users from './users.ts';

/** The operations that are served; any other one of the model is answered 501, by name. */
export const OPERATIONS: ReadonlyMap<string, ServiceOperation> = new Map(
  Object.entries({
    StartOutboundVoiceContact: startOutboundVoiceContact,
    StopContact: contacts.stopContact,
    DescribeContact: contacts.describeContact,
    GetContactAttributes: contacts.getContactAttributes,
    UpdateContactAttributes: contacts.updateContactAttributes,
    UpdateContact: contacts.updateContact,
    ListAssociatedContacts: contacts.listAssociatedContacts,
    ListContactReferences: contacts.listContactReferences,
    StartTaskContact: tasks.startTaskContact,
    TransferContact: tasks.transferContact,
    UpdateContactSchedule: tasks.updateContactSchedule,
    MonitorContact: monitorContact,
    PauseContact: pauseContact,
    ResumeContact: resumeContact,
    AssociateContactWithUser: contactRouting.associateContactWithUser,
    DismissUserContact: contactRouting.dismissUserContact,
    UpdateContactRoutingData: updateContactRoutingData,
    ...PREDEFINED_ATTRIBUTE_OPERATIONS,
    ...QUICK_CONNECT_OPERATIONS,
    ...QUEUE_QUICK_CONNECT_OPERATIONS,
    ...TAG_OPERATIONS,
    ...HIERARCHY_GROUP_OPERATIONS,
    ...INSTANCE_OPERATIONS,
    ...SEARCH_OPERATIONS,
    ...HOURS_OVERRIDE_OPERATIONS,
    SearchContacts: searchContacts,
    SearchQueues: queues.searchQueues,
    UpdateQueueName: queues.updateQueueName,
    UpdateQueueStatus: queues.updateQueueStatus,
    DeleteQueue: queues.deleteQueue,
    SearchRoutingProfiles: routingProfiles.searchRoutingProfiles,
    UpdateRoutingProfileDefaultOutboundQueue: routingProfiles.updateRoutingProfileDefaultOutboundQueue,
    UpdateRoutingProfileAgentAvailabilityTimer: routingProfiles.updateRoutingProfileAgentAvailabilityTimer,
    DeleteRoutingProfile: routingProfiles.deleteRoutingProfile,
    SearchHoursOfOperations: hours.searchHoursOfOperations,
    ...USER_PROFICIENCY_OPERATIONS,
    TagContact: contactRouting.tagContact,
    UntagContact: contactRouting.untagContact,
    CreateContactFlow: flows.createContactFlow,
    DescribeContactFlow: flows.describeContactFlow,
    UpdateContactFlowContent: flows.updateContactFlowContent,
    UpdateContactFlowName: flows.updateContactFlowName,
    UpdateContactFlowMetadata: flows.updateContactFlowMetadata,
    DeleteContactFlow: flows.deleteContactFlow,
    ListContactFlows: flows.listContactFlows,
    CreateContactFlowVersion: flowVersions.createContactFlowVersion,
    ListContactFlowVersions: flowVersions.listContactFlowVersions,
    DeleteContactFlowVersion: flowVersions.deleteContactFlowVersion,
    CreateContactFlowModule: modules.createContactFlowModule,
    DescribeContactFlowModule: modules.describeContactFlowModule,
    UpdateContactFlowModuleContent: modules.updateContactFlowModuleContent,
    UpdateContactFlowModuleMetadata: modules.updateContactFlowModuleMetadata,
    DeleteContactFlowModule: modules.deleteContactFlowModule,
    ListContactFlowModules: modules.listContactFlowModules,
    CreateContactFlowModuleVersion: moduleVersions.createContactFlowModuleVersion,
    ListContactFlowModuleVersions: moduleVersions.listContactFlowModuleVersions,
    DeleteContactFlowModuleVersion: moduleVersions.deleteContactFlowModuleVersion,
    CreateContactFlowModuleAlias: moduleVersions.createContactFlowModuleAlias,
    DescribeContactFlowModuleAlias: moduleVersions.describeContactFlowModuleAlias,
    UpdateContactFlowModuleAlias: moduleVersions.updateContactFlowModuleAlias,
    DeleteContactFlowModuleAlias: moduleVersions.deleteContactFlowModuleAlias,
    ListContactFlowModuleAliases: moduleVersions.listContactFlowModuleAliases,
    CreateIntegrationAssociation: associations.createIntegrationAssociation,
    DeleteIntegrationAssociation: associations.deleteIntegrationAssociation,
    ListIntegrationAssociations: associations.listIntegrationAssociations,
    AssociateLambdaFunction: associations.associateLambdaFunction,
    DisassociateLambdaFunction: associations.disassociateLambdaFunction,
    ListLambdaFunctions: associations.listLambdaFunctions,
    AssociateApprovedOrigin: associations.associateApprovedOrigin,
    DisassociateApprovedOrigin: associations.disassociateApprovedOrigin,
    ListApprovedOrigins: associations.listApprovedOrigins,
    StartContactRecording: recordings.startContactRecording,
    StopContactRecording: recordings.stopContactRecording,
    SuspendContactRecording: recordings.suspendContactRecording,
    ResumeContactRecording: recordings.resumeContactRecording,
    AssociateInstanceStorageConfig: storage.associateInstanceStorageConfig,
    DescribeInstanceStorageConfig: storage.describeInstanceStorageConfig,
    ListInstanceStorageConfigs: storage.listInstanceStorageConfigs,
    UpdateInstanceStorageConfig: storage.updateInstanceStorageConfig,
    DisassociateInstanceStorageConfig: storage.disassociateInstanceStorageConfig,
    DescribeInstance: directory.describeInstance,
    ListUsers: directory.listUsers,
    DescribeUser: users.describeUser,
    CreateUser: accounts.createUser,
    SearchUsers: accounts.searchUsers,
    DeleteUser: accounts.deleteUser,
    UpdateUserRoutingProfile: settings.updateUserRoutingProfile,
    UpdateUserPhoneConfig: settings.updateUserPhoneConfig,
    UpdateUserIdentityInfo: settings.updateUserIdentityInfo,
    UpdateUserSecurityProfiles: settings.updateUserSecurityProfiles,
    UpdateUserHierarchy: settings.updateUserHierarchy,
    ListQueues: directory.listQueues,
    DescribeQueue: queues.describeQueue,
    UpdateQueueOutboundCallerConfig: queues.updateQueueOutboundCallerConfig,
    CreateQueue: queues.createQueue,
    UpdateQueueHoursOfOperation: queues.updateQueueHoursOfOperation,
    UpdateQueueMaxContacts: queues.updateQueueMaxContacts,
    CreateRoutingProfile: routingProfiles.createRoutingProfile,
    DescribeRoutingProfile: routingProfiles.describeRoutingProfile,
    ListRoutingProfiles: routingProfiles.listRoutingProfiles,
    ListRoutingProfileQueues: routingProfiles.listRoutingProfileQueues,
    AssociateRoutingProfileQueues: routingProfiles.associateRoutingProfileQueues,
    UpdateRoutingProfileQueues: routingProfiles.updateRoutingProfileQueues,
    DisassociateRoutingProfileQueues: routingProfiles.disassociateRoutingProfileQueues,
    UpdateRoutingProfileConcurrency: routingProfiles.updateRoutingProfileConcurrency,
    UpdateRoutingProfileName: routingProfiles.updateRoutingProfileName,
    ListPhoneNumbers: phoneNumbers.listPhoneNumbers,
    DescribePhoneNumber: phoneNumbers.describePhoneNumber,
    ListPhoneNumbersV2: phoneNumbers.listPhoneNumbersV2,
    AssociatePhoneNumberContactFlow: phoneNumbers.associatePhoneNumberContactFlow,
    DisassociatePhoneNumberContactFlow: phoneNumbers.disassociatePhoneNumberContactFlow,
    ListPrompts: directory.listPrompts,
    ListHoursOfOperations: directory.listHoursOfOperations,
    CreateHoursOfOperation: hours.createHoursOfOperation,
    DescribeHoursOfOperation: hours.describeHoursOfOperation,
    UpdateHoursOfOperation: hours.updateHoursOfOperation,
    DeleteHoursOfOperation: hours.deleteHoursOfOperation,
    ListAgentStatuses: directory.listAgentStatuses,
    PutUserStatus: users.putUserStatus,
    GetCurrentUserData: users.getCurrentUserData,
    GetCurrentMetricData: getCurrentMetricData,
  }),
);
