import type { Source } from '#core/contracts/configuration.ts';
import type { CrmInbound } from './connector.ts';
import { dynamics365Inbound } from './dynamics365/dynamics365-inbound.ts';
import { espocrmInbound } from './espocrm/espocrm-inbound.ts';
import { genericInbound } from './generic/generic-inbound.ts';
import { hubspotInbound } from './hubspot/hubspot-inbound.ts';
import { salesforceInbound } from './salesforce/salesforce-inbound.ts';

const INBOUND: Readonly<Record<Source['kind'], CrmInbound>> = {
  generic: genericInbound,
  espocrm: espocrmInbound,
  dynamics365: dynamics365Inbound,
  hubspot: hubspotInbound,
  salesforce: salesforceInbound,
};

/** What reads the webhooks of a source. */
export const inboundOf = ({ kind }: Pick<Source, 'kind'>): CrmInbound => INBOUND[kind];
