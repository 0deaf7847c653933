/** The instance itself, its attributes, and the security profiles that it comes with. */
import type { Engine } from '../../engine.ts';
import { idOf, resourceArn, type SecurityProfile } from '../../instance.ts';
import { invalidParameter, notFound } from '../errors.ts';
import { checkInstance, optionalChoice, pageOf, requiredText } from '../input.ts';
import { instanceResource, namedResource, type ServiceOperation } from '../operation.ts';
import { searchOperation } from '../search.ts';

/** API reference, InstanceAttributeType. Which of them a new instance has on is partly assumed: calls both ways and flow logs. */
const ATTRIBUTES: Readonly<Record<string, boolean>> = {
  INBOUND_CALLS: true,
  OUTBOUND_CALLS: true,
  CONTACTFLOW_LOGS: true,
  CONTACT_LENS: false,
  AUTO_RESOLVE_BEST_VOICES: true,
  USE_CUSTOM_TTS_VOICES: false,
  EARLY_MEDIA: true,
  MULTI_PARTY_CONFERENCE: true,
  HIGH_VOLUME_OUTBOUND: false,
  ENHANCED_CONTACT_MONITORING: false,
  ENHANCED_CHAT_MONITORING: false,
  MULTI_PARTY_CHAT_CONFERENCE: false,
  MESSAGE_STREAMING: false,
};
const NAMES = Object.keys(ATTRIBUTES);

const settingOf = ({ instance }: Engine, name: string): string =>
  String(instance.attributes.get(name) ?? ATTRIBUTES[name] ?? false);

const attributeIn = (input: Readonly<Record<string, unknown>>): string => {
  const name = optionalChoice(input, 'AttributeType', NAMES);
  if (name === undefined) throw invalidParameter('AttributeType is a required parameter');
  return name;
};

const describeInstanceAttribute: ServiceOperation = {
  resources: instanceResource,
  run: (engine, input) => {
    const name = attributeIn(input);
    checkInstance(engine, input);
    return { Attribute: { AttributeType: name, Value: settingOf(engine, name) } };
  },
};

const listInstanceAttributes: ServiceOperation = {
  resources: instanceResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const { items, NextToken } = pageOf(input, NAMES);
    return { Attributes: items.map((name) => ({ AttributeType: name, Value: settingOf(engine, name) })), NextToken };
  },
};

const updateInstanceAttribute: ServiceOperation = {
  partial: 'only MULTI_PARTY_CONFERENCE has an effect',
  resources: instanceResource,
  run: (engine, input) => {
    const name = attributeIn(input);
    const value = requiredText(input, 'Value', 1, 100).toLowerCase();
    if (value !== 'true' && value !== 'false') throw invalidParameter('Value must be true or false');
    checkInstance(engine, input);
    engine.instance.attributes.set(name, value === 'true');
    engine.changes.instance();
    return {};
  },
};

const listInstances: ServiceOperation = {
  resources: () => ['*'],
  run: (engine, input) => {
    const { instance } = engine;
    const { items, NextToken } = pageOf(input, [instance]);
    return {
      InstanceSummaryList: items.map(({ id, arn, alias }) => ({
        Id: id,
        Arn: arn,
        IdentityManagementType: 'SAML',
        InstanceAlias: alias,
        InstanceStatus: 'ACTIVE',
        InboundCallsEnabled: settingOf(engine, 'INBOUND_CALLS') === 'true',
        OutboundCallsEnabled: settingOf(engine, 'OUTBOUND_CALLS') === 'true',
      })),
      NextToken,
    };
  },
};

const arnOf = ({ instance }: Engine, id: string): string => resourceArn(instance, 'security-profile', id);
const shown = (engine: Engine, { id, name, description, tags }: SecurityProfile) => ({
  Id: id,
  OrganizationResourceId: engine.instance.id,
  Arn: arnOf(engine, id),
  SecurityProfileName: name,
  Description: description,
  Tags: tags,
});

const describeSecurityProfile: ServiceOperation = {
  resources: namedResource('security-profile', 'SecurityProfileId'),
  run: (engine, input) => {
    checkInstance(engine, input);
    const id = idOf(requiredText(input, 'SecurityProfileId', 1, 500));
    const profile = engine.instance.securityProfiles.find((known) => known.id === id);
    if (profile === undefined) throw notFound('Security profile not found');
    return { SecurityProfile: shown(engine, profile) };
  },
};

const listSecurityProfiles: ServiceOperation = {
  resources: instanceResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const { items, NextToken } = pageOf(input, engine.instance.securityProfiles);
    return {
      SecurityProfileSummaryList: items.map(({ id, name }) => ({ Id: id, Arn: arnOf(engine, id), Name: name })),
      NextToken,
    };
  },
};

const searchSecurityProfiles = searchOperation<SecurityProfile>({
  member: 'SecurityProfiles',
  of: ({ instance }) => instance.securityProfiles,
  show: shown,
  fields: { name: ({ name }) => name, description: ({ description }) => description, resourceID: ({ id }) => id },
  tags: ({ tags }) => tags,
});

export const INSTANCE_OPERATIONS = {
  ListInstances: listInstances,
  DescribeInstanceAttribute: describeInstanceAttribute,
  ListInstanceAttributes: listInstanceAttributes,
  UpdateInstanceAttribute: updateInstanceAttribute,
  DescribeSecurityProfile: describeSecurityProfile,
  ListSecurityProfiles: listSecurityProfiles,
  SearchSecurityProfiles: searchSecurityProfiles,
};
