import type { Source } from '#core/contracts/configuration.ts';
import type { CrmConnector } from './connector.ts';
import { genericConnector } from './generic/generic-connector.ts';

const CONNECTORS: Readonly<Record<Source['kind'], CrmConnector>> = { generic: genericConnector };

export const connectorOf = ({ kind }: Pick<Source, 'kind'>): CrmConnector => CONNECTORS[kind];
