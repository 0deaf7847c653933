import type { Source } from '../contracts/configuration.ts';
import type { CrmMatch, CrmMatches, Silence } from '../contracts/opportunity-context.ts';
import { CRM_SEARCH_PATIENCE } from '../policy.ts';
import type { Clock } from '../ports/clock.ts';
import type { OpportunitiesFound, OpportunityFinder, UnknownNumbers } from '../ports/crm.ts';
import type { Log } from '../ports/log.ts';
import type { OpportunityQuery } from './find-opportunities.ts';

export interface SearchCrmPorts {
  readonly sources: Iterable<Source>;
  /** Undefined for a source that cannot be searched. */
  readonly finderOf: (source: Source) => OpportunityFinder | undefined;
  readonly unknownNumbers: UnknownNumbers;
  /** Undefined when the work is not done in so many milliseconds. */
  readonly within: <Result>(work: Promise<Result>, milliseconds: number) => Promise<Result | undefined>;
  readonly clock: Clock;
  readonly log: Log;
}

type Silent = Exclude<OpportunitiesFound, { outcome: 'found' }>;

const SILENCES: Readonly<Record<Silent['outcome'], Silence>> = {
  unavailable: 'crm-unavailable',
  refused: 'crm-refused',
  // Nothing is asked for by an address that could be gone, but the API itself.
  gone: 'crm-answer-unusable',
  unusable: 'crm-answer-unusable',
};

const NO_ANSWER: Silent = { outcome: 'unavailable', status: 0, retryAfter: 0 };
/** 429; 403 where Salesforce says so. */
const isBusy = (silence: Silent): boolean =>
  silence.outcome === 'unavailable' && silence.status >= 400 && silence.status < 500;
function detailOf(silence: Silent): string {
  if (silence.outcome !== 'unavailable') return silence.detail;
  return silence.status === 0 ? 'no-answer' : `status-${silence.status}`;
}

/**
 * Asks every source's CRM at once. Whoever does not answer in time hides nothing of what the others know, and is named.
 * @param isShown what the agent who asks may see
 * @param patience milliseconds
 */
export async function searchCrm(
  ports: SearchCrmPorts,
  query: OpportunityQuery,
  isShown: (match: CrmMatch) => boolean | Promise<boolean>,
  patience: number = CRM_SEARCH_PATIENCE,
): Promise<CrmMatches> {
  const asked = [...ports.sources].flatMap((source) => {
    const finder = ports.finderOf(source);
    return finder === undefined ? [] : [search(ports, source.id, finder, query, patience)];
  });
  const answers = await Promise.all(asked);
  const matches = answers.flatMap((answer) => ('matches' in answer ? answer.matches : []));
  const shown = await Promise.all(matches.map(isShown));
  return {
    matches: matches.filter((_, index) => shown[index]),
    silent: answers.flatMap((answer) => ('reason' in answer ? [answer] : [])),
  };
}

async function search(
  ports: SearchCrmPorts,
  sourceId: string,
  finder: OpportunityFinder,
  query: OpportunityQuery,
  patience: number,
): Promise<Pick<CrmMatches, 'matches'> | CrmMatches['silent'][number]> {
  const { clock, log, unknownNumbers, within } = ports;
  try {
    const found = await within(ask(ports, sourceId, finder, query), patience);
    if (found?.outcome === 'found') {
      const isUnknown = 'phone' in query && found.matches.length === 0;
      if (isUnknown) await unknownNumbers.note(sourceId, query.phone, clock.now());
      return found;
    }
    const silence = found ?? NO_ANSWER;
    log.info('crm-not-searched', { sourceId, outcome: silence.outcome, detail: detailOf(silence) });
    return { sourceId, reason: isBusy(silence) ? 'crm-busy' : SILENCES[silence.outcome] };
  } catch (error) {
    log.error('crm-not-searched', error, { sourceId });
    return { sourceId, reason: 'crm-unavailable' };
  }
}

async function ask(
  { unknownNumbers }: SearchCrmPorts,
  sourceId: string,
  finder: OpportunityFinder,
  query: OpportunityQuery,
): Promise<OpportunitiesFound> {
  if (!('phone' in query)) return finder.findByText(query.name);
  if (await unknownNumbers.includes(sourceId, query.phone)) return { outcome: 'found', matches: [] };
  return finder.findByPhone(query.phone);
}
