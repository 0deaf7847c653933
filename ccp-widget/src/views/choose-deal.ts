import { type ComponentChild, h } from 'preact';
import type { OpportunityMatch } from '../../../functions/core/contracts/opportunity-context.ts';
import { later } from '../messages-later.ts';
import { MatchList } from './match-list.ts';
import { useModal } from './modal.ts';

interface ChooseDealProps {
  readonly matches: readonly OpportunityMatch[];
  readonly onChoose: (match: OpportunityMatch) => void;
  readonly onClose: () => void;
}

/** A person of several deals is to be called: for which one? */
export function ChooseDeal({ matches, onChoose, onClose }: ChooseDealProps): ComponentChild {
  const texts = later.host;
  const dialog = useModal();
  const close = (): void => dialog.current?.close();
  const choose = (match: OpportunityMatch): void => {
    close();
    onChoose(match);
  };
  return h(
    'dialog',
    { ref: dialog, class: 'ask', 'aria-labelledby': 'choose-deal-title', onClose },
    h('h2', { id: 'choose-deal-title' }, texts.whichDeal),
    h(MatchList, { matches, onChoose: choose }),
    h(
      'div',
      { class: 'form-actions' },
      h('button', { type: 'button', class: 'button', onClick: close }, later.line.busy.cancel),
    ),
  );
}
