/** `POST` and `GET /opportunities/{sourceId}/{opportunityId}/reading`: an opportunity that is not here is read in its CRM. */
import type { CallReason } from './call.ts';

/** `not-readable`: its CRM is not asked, it sends opportunities by itself. */
export const READING_FAILURES = [
  'not-readable',
  'opportunity-not-found',
  'crm-refused',
  'crm-answer-unusable',
  'crm-unavailable',
] as const satisfies readonly (CallReason | 'not-readable')[];
export type ReadingFailure = (typeof READING_FAILURES)[number];

/**
 * `read`: it is here now. `reading` with `crm-unavailable`: the CRM has not answered, and is asked again. `failed`: it cannot
 * be had; `opportunity-not-found` is also said of one that is there and not for this agent.
 */
export interface OpportunityReading {
  readonly state: 'reading' | 'read' | 'failed';
  readonly reason?: ReadingFailure;
  readonly askedAt: string;
}
