import type { ComponentChild } from 'preact';
import type { Desk } from '../state/desk.ts';
import type { DeskCall, DesktopState, OpportunityKey } from '../state/desktop-state.ts';
import { type Store, useStore } from '../state/store.ts';
import { h } from './h.ts';
import { lazy } from './lazy.ts';
import { Opportunity } from './opportunity.ts';

const CallBar = lazy((later) => later.CallBar);
const ChooseOpportunity = lazy((later) => later.ChooseOpportunity);
const Idle = lazy((later) => later.Idle);
const SessionTrouble = lazy((later) => later.SessionTrouble);

export interface DealProps {
  readonly store: Store<DesktopState>;
  /** Absent when the page could not even read its configuration. */
  readonly desk?: Desk;
  readonly signIn?: () => void;
}

/**
 * The right side of the desk: the opportunity of the call in focus, or what else there is to see. Every call keeps its own
 * view, out of sight while another is in focus, so that filters, an open editor and what is typed in it are not lost.
 */
export function Deal({ store, desk, signIn }: DealProps): ComponentChild {
  const state = useStore(store, (all) => all);
  const { session } = state;
  if (session.status === 'failed' || session.status === 'signed-out') return h(SessionTrouble, { session, signIn });
  if (session.status === 'starting' || !desk) return null;
  const { focus, calls } = state;
  const about = (id: string, key: OpportunityKey | undefined, call?: DeskCall, shown = true): ComponentChild =>
    h(
      'div',
      { key: id, class: 'about', hidden: !shown },
      key
        ? h(Opportunity, { desk, opportunity: key, call, shown })
        : call
          ? h(ChooseOpportunity, { desk, call })
          : h(Idle, { desk }),
    );
  return h(
    'div',
    { class: 'deal' },
    session.status === 'expired' ? h(SessionTrouble, { session, signIn }) : null,
    calls.length > 0 ? h(CallBar, { desk }) : null,
    calls.map((call) => {
      const { connectContactId: id, subject } = call;
      const shown = focus.kind === 'call' && focus.connectContactId === id;
      return about(id, subject.status === 'known' ? subject.key : undefined, call, shown);
    }),
    focus.kind === 'call' ? null : about(focus.kind, focus.kind === 'opportunity' ? focus.key : undefined),
  );
}
