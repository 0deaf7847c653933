/**
 * The attributes on a Connect contact: ids first, then display strings, then the opportunity's own as `opp_<key>`
 * while they fit (DESIGN section 4).
 */
export const CALL_ATTRIBUTES = [
  'callId',
  'sourceId',
  'opportunityId',
  'contactId',
  'agentUsername',
  'ownerUsername',
  'schemaVersion',
  'opportunityName',
  'stage',
  'amount',
  'currency',
  'contactName',
  'contactRole',
  'contactTitle',
  'callTopic',
] as const;

export const CALL_ATTRIBUTES_SCHEMA_VERSION = '1';
export const OPPORTUNITY_ATTRIBUTE_PREFIX = 'opp_';
/** Set to the number of attributes left out, when some did not fit. */
export const DROPPED_ATTRIBUTES = 'attributesDropped';
/** The flows' own: the call is with the team, or goes there. */
export const IN_FALLBACK_QUEUE = 'inFallbackQueue';
/** What the flow does when a machine has answered: `hang-up` or `message`, which is then said after the beep. */
export const ON_MACHINE = 'onMachine';
export const MACHINE_MESSAGE = 'machineMessage';
/** StartOutboundVoiceContact: at most 32,768 UTF-8 bytes over all keys and values; keys of A-Z a-z 0-9 - _ only. */
export const MAX_ATTRIBUTE_BYTES = 32_768;
