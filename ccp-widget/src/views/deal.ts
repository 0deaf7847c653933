import { type ComponentChild, h } from 'preact';
import type { Desk } from '../state/desk.ts';
import { callInFocus, type DesktopState, keyInFocus } from '../state/desktop-state.ts';
import { type Store, useStore } from '../state/store.ts';
import { lazy } from './lazy.ts';
import { Opportunity } from './opportunity.ts';

const CallBar = lazy((later) => later.CallBar);
const ChooseOpportunity = lazy((later) => later.ChooseOpportunity);
const Idle = lazy((later) => later.Idle);
const SessionTrouble = lazy((later) => later.SessionTrouble);

interface DealProps {
  readonly store: Store<DesktopState>;
  /** Absent when the page could not even read its configuration. */
  readonly desk?: Desk;
  readonly signIn?: () => void;
}

/** The right side of the desk: the opportunity of the call in focus, or what else there is to see. */
export function Deal({ store, desk, signIn }: DealProps): ComponentChild {
  const state = useStore(store, (all) => all);
  const { session } = state;
  if (session.status === 'failed') return h(SessionTrouble, { session, signIn });
  if (session.status === 'starting' || !desk) return null;
  const key = keyInFocus(state);
  const call = callInFocus(state);
  return h(
    'div',
    { class: 'deal' },
    session.status === 'expired' ? h(SessionTrouble, { session, signIn }) : null,
    state.calls.length > 0 ? h(CallBar, { store }) : null,
    key ? h(Opportunity, { desk, opportunity: key }) : call ? h(ChooseOpportunity, { desk, call }) : h(Idle, { desk }),
  );
}
