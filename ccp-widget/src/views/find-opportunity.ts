import { type ComponentChild, h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import * as chooseTexts from '#texts/choose.ts';
import * as idleTexts from '#texts/idle.ts';
import * as pageTexts from '#texts/page.ts';
import type { CrmMatches, OpportunityMatch } from '../../../functions/core/contracts/opportunity-context.ts';
import { apiOf } from '../api/desktop-api.ts';
import { troubleFrom } from '../api/trouble.ts';
import type { Desk } from '../state/desk.ts';
import { contextId, type Trouble } from '../state/desktop-state.ts';
import { laterIcon } from './icon-later.ts';
import { MatchList } from './match-list.ts';
import { troubleBox } from './trouble.ts';

const ASK_AFTER_MS = 250;
/** CRMs count their requests: not for each letter. */
const ASK_CRM_AFTER_MS = 600;
type Choose = (match: OpportunityMatch) => void;

/** By the beginning of its name here, and what else the CRMs find, below. Only the answer to what is typed now is shown. */
export function FindOpportunity({ desk, onChoose }: { desk: Desk; onChoose: Choose }): ComponentChild {
  const [text, setText] = useState('');
  const [matches, setMatches] = useState<readonly OpportunityMatch[] | undefined>();
  const [inCrm, setInCrm] = useState<CrmMatches | undefined>();
  const [trouble, setTrouble] = useState<Trouble | undefined>();
  useEffect(() => {
    setTrouble(undefined);
    setInCrm(undefined);
    const wanted = text.trim();
    if (!wanted) return setMatches(undefined);
    let outdated = false;
    const api = apiOf(desk);
    const after = (wait: number, ask: () => unknown): unknown => setTimeout(() => outdated || ask(), wait);
    const fail = (error: unknown): unknown => outdated || setTrouble(troubleFrom(error));
    after(ASK_AFTER_MS, () => api.find(wanted).then((found) => outdated || setMatches(found), fail));
    after(ASK_CRM_AFTER_MS, () => api.findInCrm(wanted).then((found) => outdated || setInCrm(found), fail));
    return () => {
      outdated = true;
    };
  }, [text]);
  const others = inCrm?.matches.filter((one) => !matches?.some((known) => contextId(known) === contextId(one))) ?? [];
  const isNothing = !trouble && matches?.length === 0 && others.length === 0;
  return h(
    'search',
    { class: 'find' },
    h(
      'label',
      { class: 'field find-field' },
      h('span', null, idleTexts.find),
      laterIcon('search'),
      h('input', {
        type: 'search',
        dir: 'auto',
        placeholder: idleTexts.findHint,
        value: text,
        onInput: (event: InputEvent & { currentTarget: HTMLInputElement }) => setText(event.currentTarget.value),
      }),
    ),
    trouble ? troubleBox(trouble) : null,
    matches && matches.length > 0 ? h(MatchList, { matches, onChoose }) : null,
    others.length > 0 ? h(MatchList, { matches: others, onChoose, isInCrm: true }) : null,
    isNothing ? h('p', { class: 'quiet', role: 'status' }, inCrm ? idleTexts.nothingFound : pageTexts.loading) : null,
    silentNote(inCrm?.silent),
  );
}

/** Whose silence may hide something. */
export const silentNote = (silent: CrmMatches['silent'] = []): ComponentChild =>
  silent.length > 0
    ? h('p', { class: 'quiet', role: 'status' }, chooseTexts.silent(silent.map(({ sourceId }) => sourceId).join(', ')))
    : null;
