import type { ServiceOperation } from '../operation.ts';
import * as associations from './associations.ts';
import * as contacts from './contacts.ts';
import * as directory from './directory.ts';
import * as flows from './flows.ts';
import * as phoneNumbers from './phone-numbers.ts';
import { startOutboundVoiceContact } from './start-outbound-voice-contact.ts';
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
    ListContactReferences: contacts.listContactReferences,
    CreateContactFlow: flows.createContactFlow,
    DescribeContactFlow: flows.describeContactFlow,
    UpdateContactFlowContent: flows.updateContactFlowContent,
    UpdateContactFlowName: flows.updateContactFlowName,
    UpdateContactFlowMetadata: flows.updateContactFlowMetadata,
    DeleteContactFlow: flows.deleteContactFlow,
    ListContactFlows: flows.listContactFlows,
    CreateIntegrationAssociation: associations.createIntegrationAssociation,
    DeleteIntegrationAssociation: associations.deleteIntegrationAssociation,
    ListIntegrationAssociations: associations.listIntegrationAssociations,
    AssociateLambdaFunction: associations.associateLambdaFunction,
    DisassociateLambdaFunction: associations.disassociateLambdaFunction,
    ListLambdaFunctions: associations.listLambdaFunctions,
    AssociateApprovedOrigin: associations.associateApprovedOrigin,
    DisassociateApprovedOrigin: associations.disassociateApprovedOrigin,
    ListApprovedOrigins: associations.listApprovedOrigins,
    DescribeInstance: directory.describeInstance,
    ListUsers: directory.listUsers,
    DescribeUser: users.describeUser,
    ListQueues: directory.listQueues,
    DescribeQueue: directory.describeQueue,
    UpdateQueueOutboundCallerConfig: directory.updateQueueOutboundCallerConfig,
    ListPhoneNumbersV2: phoneNumbers.listPhoneNumbersV2,
    AssociatePhoneNumberContactFlow: phoneNumbers.associatePhoneNumberContactFlow,
    DisassociatePhoneNumberContactFlow: phoneNumbers.disassociatePhoneNumberContactFlow,
    ListPrompts: directory.listPrompts,
    ListHoursOfOperations: directory.listHoursOfOperations,
    ListAgentStatuses: directory.listAgentStatuses,
    PutUserStatus: users.putUserStatus,
    GetCurrentUserData: users.getCurrentUserData,
  }),
);
