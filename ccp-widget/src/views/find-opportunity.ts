import { type ComponentChild, h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { OpportunityMatch } from '../../../functions/core/contracts/opportunity-context.ts';
import { apiOf } from '../api/desktop-api.ts';
import { troubleFrom } from '../api/trouble.ts';
import { later } from '../messages-later.ts';
import type { Desk } from '../state/desk.ts';
import type { Trouble } from '../state/desktop-state.ts';
import { laterIcon } from './icon-later.ts';
import { MatchList } from './match-list.ts';
import { troubleBox } from './trouble.ts';

const ASK_AFTER_MS = 250;
type Choose = (match: OpportunityMatch) => void;

/** By the beginning of its name. Only the answer to what is typed now is shown. */
export function FindOpportunity({ desk, onChoose }: { desk: Desk; onChoose: Choose }): ComponentChild {
  const texts = later.idle;
  const [text, setText] = useState('');
  const [matches, setMatches] = useState<readonly OpportunityMatch[] | undefined>();
  const [trouble, setTrouble] = useState<Trouble | undefined>();
  useEffect(() => {
    setTrouble(undefined);
    const wanted = text.trim();
    if (!wanted) return setMatches(undefined);
    let outdated = false;
    const timer = setTimeout(() => {
      apiOf(desk)
        .find(wanted)
        .then(
          (found) => !outdated && setMatches(found),
          (error: unknown) => !outdated && setTrouble(troubleFrom(error)),
        );
    }, ASK_AFTER_MS);
    return () => {
      outdated = true;
      clearTimeout(timer);
    };
  }, [text]);
  return h(
    'search',
    { class: 'find' },
    h(
      'label',
      { class: 'field find-field' },
      h('span', null, texts.find),
      laterIcon('search'),
      h('input', {
        type: 'search',
        dir: 'auto',
        placeholder: texts.findHint,
        value: text,
        onInput: (event: InputEvent & { currentTarget: HTMLInputElement }) => setText(event.currentTarget.value),
      }),
    ),
    trouble ? troubleBox(trouble) : null,
    matches && matches.length === 0 ? h('p', { class: 'quiet', role: 'status' }, texts.nothingFound) : null,
    matches && matches.length > 0 ? h(MatchList, { matches, onChoose }) : null,
  );
}
