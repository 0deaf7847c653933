import { type ComponentChild, h } from 'preact';
import * as texts from '#texts/choose.ts';
import type { OpportunityMatch } from '../../../functions/core/contracts/opportunity-context.ts';
import { attachCall } from '../state/attach-call.ts';
import type { Desk } from '../state/desk.ts';
import type { DeskCall } from '../state/desktop-state.ts';
import { lookUpCall } from '../state/look-up-call.ts';
import { FindOpportunity, silentNote } from './find-opportunity.ts';
import { MatchList } from './match-list.ts';
import { troubleBox } from './trouble.ts';

/** A call that does not say what it is about: several opportunities know the number, or none. */
export function ChooseOpportunity({ desk, call }: { desk: Desk; call: DeskCall }): ComponentChild {
  const { subject, connectContactId } = call;
  const choose = (match: OpportunityMatch): void => void attachCall(desk, connectContactId, match);
  if (subject.status === 'failed') return troubleBox(subject.trouble, () => void lookUpCall(desk, connectContactId));
  if (subject.status !== 'choose') return h('p', { class: 'quiet', role: 'status' }, texts.lookingUp);
  const several = subject.found === 'several';
  return h(
    'section',
    { class: 'panel choose' },
    h('h1', null, several ? texts.several : texts.none),
    h('p', { class: 'quiet' }, several ? texts.severalHint : texts.noneHint, subject.phone ? ` ${subject.phone}` : ''),
    several ? h(MatchList, { matches: subject.matches, onChoose: choose, isInCrm: Boolean(subject.silent) }) : null,
    silentNote(subject.silent),
    h(FindOpportunity, { desk, onChoose: choose }),
  );
}
