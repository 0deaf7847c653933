import { type ComponentChild, h, render } from 'preact';
import * as texts from '#texts/busy.ts';
import type { OpportunityMatch } from '../../../functions/core/contracts/opportunity-context.ts';
import { button } from './button.ts';
import { MatchList } from './match-list.ts';
import { useModal } from './modal.ts';

interface ChooseDealProps {
  readonly title: string;
  readonly matches: readonly OpportunityMatch[];
  readonly onChoose: (match: OpportunityMatch) => void;
  readonly onClose: () => void;
}

function ChooseDeal({ title, matches, onChoose, onClose }: ChooseDealProps): ComponentChild {
  const dialog = useModal();
  const close = (): void => dialog.current?.close();
  const choose = (match: OpportunityMatch): void => {
    close();
    onChoose(match);
  };
  return h(
    'dialog',
    { ref: dialog, class: 'ask', 'aria-labelledby': 'choose-deal-title', onClose },
    h('h2', { id: 'choose-deal-title' }, title),
    h(MatchList, { matches, onChoose: choose }),
    h('div', { class: 'form-actions' }, button(texts.cancel, close)),
  );
}

/** A person of several deals is to be called: for which one? */
export function chooseDeal(
  matches: readonly OpportunityMatch[],
  title: string,
  onChoose: (match: OpportunityMatch) => void,
): void {
  const place = document.body.appendChild(document.createElement('div'));
  const onClose = (): void => {
    render(null, place);
    place.remove();
  };
  render(h(ChooseDeal, { title, matches, onChoose, onClose }), place);
}
