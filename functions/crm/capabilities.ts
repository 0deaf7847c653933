import type { CrmCapabilities } from '#core/contracts/capabilities.ts';
import type { GenericSource, Source } from '#core/contracts/configuration.ts';
import { isLoggedOnce, type LogPolicy } from '#core/log-entry.ts';
import { DYNAMICS365_CAPABILITIES } from './dynamics365/dynamics365-capabilities.ts';
import { ESPOCRM_CAPABILITIES } from './espocrm/espocrm-capabilities.ts';
import { genericCapabilities } from './generic/generic-capabilities.ts';
import { HUBSPOT_CAPABILITIES } from './hubspot/hubspot-capabilities.ts';
import { SALESFORCE_CAPABILITIES } from './salesforce/salesforce-capabilities.ts';

type Described = Pick<GenericSource, 'callbackUrl' | 'rest'>;

const CAPABILITIES: Readonly<Record<Exclude<Source['kind'], 'generic'>, CrmCapabilities>> = {
  espocrm: ESPOCRM_CAPABILITIES,
  dynamics365: DYNAMICS365_CAPABILITIES,
  hubspot: HUBSPOT_CAPABILITIES,
  salesforce: SALESFORCE_CAPABILITIES,
};

/** What a source's CRM takes, as it is configured. */
export function capabilitiesOf(
  source: Pick<Source, 'kind'> & Partial<Described> & LogPolicy & { readonly maxNoteBytes?: number },
): CrmCapabilities {
  const { kind, maxNoteBytes: maxBytes } = source;
  const usual = kind === 'generic' ? genericCapabilities(source) : CAPABILITIES[kind];
  const calls = isLoggedOnce(source) ? { ...usual.calls, logEntries: 'once' as const } : usual.calls;
  const capabilities = { ...usual, calls };
  if (maxBytes === undefined) return capabilities;
  return { ...capabilities, documents: { ...capabilities.documents, maxBytes } };
}
