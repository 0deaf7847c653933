import { type ComponentChild, h } from 'preact';
import type { OpportunityMatch } from '../../../functions/core/contracts/opportunity-context.ts';
import { contextId } from '../state/desktop-state.ts';

interface MatchListProps {
  readonly matches: readonly OpportunityMatch[];
  readonly onChoose: (match: OpportunityMatch) => void;
  /** They are read there when they are chosen: which CRM it is stands beside each. */
  readonly isInCrm?: boolean;
}

export function MatchList({ matches, onChoose, isInCrm }: MatchListProps): ComponentChild {
  return h(
    'ul',
    { class: 'matches' },
    matches.map((match) =>
      h(
        'li',
        { key: `${contextId(match)} ${match.contactId ?? ''}` },
        h(
          'button',
          { type: 'button', onClick: () => onChoose(match) },
          h('bdi', { class: 'recent-who' }, match.opportunityName),
          match.contactName ? h('bdi', { class: 'quiet' }, match.contactName) : null,
          match.stage ? h('span', { class: 'chip', dir: 'auto' }, match.stage) : null,
          isInCrm ? h('span', { class: 'quiet' }, match.sourceId) : null,
        ),
      ),
    ),
  );
}
