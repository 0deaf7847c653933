import { type ComponentChild, h } from 'preact';
import { messages } from '../messages.ts';
import type { Desk } from '../state/desk.ts';
import { callInFocus, type DesktopState, keyInFocus } from '../state/desktop-state.ts';
import { type Store, useStore } from '../state/store.ts';
import { CallBar } from './call-bar.ts';
import { lazy } from './lazy.ts';
import { Opportunity } from './opportunity.ts';
import { troubleBox } from './trouble.ts';

const Idle = lazy(() => import('./idle.ts').then(({ Idle }) => Idle));
const ChooseOpportunity = lazy(() => import('./choose-opportunity.ts').then((view) => view.ChooseOpportunity));

interface DealProps {
  readonly store: Store<DesktopState>;
  /** Absent when the page could not even read its configuration. */
  readonly desk?: Desk;
  readonly signIn?: () => void;
}

/** The right side of the desk: the opportunity of the call in focus, or what else there is to see. */
export function Deal({ store, desk, signIn }: DealProps): ComponentChild {
  const session = useStore(store, (state) => state.session);
  const state = useStore(store, (all) => all);
  if (session.status === 'failed') return troubleBox(session.trouble, signIn, messages.signIn.again);
  if (session.status === 'starting' || !desk) return null;
  const key = keyInFocus(state);
  const call = callInFocus(state);
  return h(
    'div',
    { class: 'deal' },
    session.status === 'expired'
      ? troubleBox(
          { what: messages.signIn.expired, advice: messages.signIn.expiredAdvice },
          signIn,
          messages.signIn.again,
        )
      : null,
    h(CallBar, { store }),
    key ? h(Opportunity, { desk, opportunity: key }) : call ? h(ChooseOpportunity, { desk, call }) : h(Idle, { desk }),
  );
}
