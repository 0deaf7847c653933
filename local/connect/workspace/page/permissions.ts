/**
 * Which permission an app needs for a request or a topic, from
 * docs.aws.amazon.com/connect/latest/adminguide/3p-apps-events-requests.html. What the table does not name is newer than
 * it; that an app needs `*` for those is our reading.
 */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  'User.Details.View': ['agent/getName', 'agent/getARN'],
  'User.Configuration.View': [
    'agent/getRoutingProfile',
    'agent/getChannelConcurrency',
    'agent/getExtension',
    'agent/listAvailabilityStates',
    'agent/listQuickConnects',
    'voice/getOutboundCallPermission',
    'voice/listDialableCountries',
  ],
  'User.Status.View': ['agent/getState', 'agent/stateChange'],
  'User.Status.Edit': ['agent/setAvailabilityState', 'agent/setAvailabilityStateByName', 'agent/setOffline'],
  'Contact.Details.View': [
    'contact/getInitialContactId',
    'contact/getChannelType',
    'contact/getStateDuration',
    'contact/getQueue',
    'contact/getQueueTimestamp',
    'contact/cleared',
    'contact/missed',
    'contact/acw',
    'contact/connected',
  ],
  'Contact.Details.Edit': [
    'voice/createOutboundCall',
    'contact/accept',
    'contact/clear',
    'contact/addParticipant',
    'contact/transfer',
  ],
  'Contact.CustomerDetails.View': ['voice/getInitialCustomerPhoneNumber'],
  'Contact.Attributes.View': ['contact/getAttributes'],
};

const PERMISSION_OF = new Map(
  Object.entries(REQUIRED).flatMap(([permission, names]) => names.map((name): [string, string] => [name, permission])),
);
/** Data of the agent and the contacts; an app's own topics and the workspace itself need no permission. */
const GUARDED = /^(agent|contact|voice)\//;

export const isPermitted = (permissions: readonly string[], commandOrTopic: string): boolean =>
  !GUARDED.test(commandOrTopic) ||
  permissions.includes('*') ||
  permissions.includes(PERMISSION_OF.get(commandOrTopic) ?? '*');
