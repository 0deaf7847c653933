import { type ComponentChild, h } from 'preact';
import * as missingTexts from '#texts/missing.ts';
import * as opportunityTexts from '#texts/opportunity.ts';
import * as pageTexts from '#texts/page.ts';
import * as troubleTexts from '#texts/trouble.ts';
import type { Desk } from '../state/desk.ts';
import { type ContextEntry, contextId, type OpportunityKey } from '../state/desktop-state.ts';
import { button } from './button.ts';
import { troubleBox } from './trouble.ts';

interface ContextTroubleProps {
  readonly desk: Desk;
  readonly opportunity: OpportunityKey;
  readonly entry: ContextEntry;
  /** Looked up outside of a call: there is a way back. */
  readonly closable: boolean;
}

/** In the place of an opportunity: it is being read, or why there is nothing to show. Above one: why it may be old. */
export function ContextTrouble({ desk, opportunity, entry, closable }: ContextTroubleProps): ComponentChild {
  const { trouble, reading = 'first', context } = entry;
  if (!trouble)
    return h(
      'section',
      { class: 'panel choose', 'aria-busy': 'true' },
      h('h1', null, pageTexts.loading),
      h('p', { class: 'quiet', role: 'status' }, missingTexts.reading[reading]),
    );
  if (context) return troubleBox(trouble, () => void desk.loadContext(opportunity));
  const { store } = desk;
  const retry = (): void => {
    store.update(({ contexts: { [contextId(opportunity)]: _tried, ...contexts }, ...state }) => ({
      ...state,
      contexts,
    }));
    void desk.loadContext(opportunity);
  };
  const back = (): void => store.update((state) => ({ ...state, focus: { kind: 'idle' } }));
  return h(
    'section',
    { class: 'trouble', role: 'alert' },
    h('h1', null, trouble.what),
    trouble.advice ? h('p', null, trouble.advice) : null,
    trouble.reference ? h('p', { class: 'quiet' }, trouble.reference) : null,
    button(troubleTexts.retry, retry),
    closable ? button(opportunityTexts.back, back) : null,
  );
}
