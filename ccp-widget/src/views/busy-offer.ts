import { type ComponentChild, h } from 'preact';
import * as busyTexts from '#texts/busy.ts';
import * as lineTexts from '#texts/line.ts';
import { addToCall } from '../state/add-to-call.ts';
import { callAtHand } from '../state/call-at-hand.ts';
import type { Desk } from '../state/desk.ts';
import { contextId, type PlannedCall } from '../state/desktop-state.ts';
import { planCall } from '../state/planned-call.ts';
import { askForCall } from '../state/request-call.ts';
import { softphoneOf } from '../state/softphone-of.ts';
import { useStore } from '../state/store.ts';
import { whoIs } from '../state/who-is.ts';
import { button } from './button.ts';
import { useModal } from './modal.ts';

/** Somebody shall be called while the agent is busy: into this call, after it, or not at all. */
export function BusyOffer({ desk, offer }: { desk: Desk; offer: PlannedCall }): ComponentChild {
  const state = useStore(desk.store, (all) => all);
  const dialog = useModal();
  const call = callAtHand(state);
  const { contact, key } = offer;
  const numbers = state.contexts[contextId(key)]?.context?.contacts.find(({ id }) => id === contact.id)?.phones ?? [];
  const number = offer.number ?? numbers[0]?.number;
  const mayAdd = call?.phase === 'connected' && softphoneOf(desk).capabilities.has('add');
  const close = (): void => desk.store.update(({ offer: _, ...rest }) => rest);
  const choose = (act: () => void) => (): void => {
    dialog.current?.close();
    act();
  };
  const other = call ? whoIs(call) : '';
  return h(
    'dialog',
    { ref: dialog, class: 'ask', 'aria-labelledby': 'busy-title', onClose: close },
    h('h2', { id: 'busy-title', dir: 'auto' }, busyTexts.title(contact.name)),
    h(
      'p',
      null,
      call?.phase === 'ended' ? busyTexts.finishing(other, contact.name) : busyTexts.talking(other, contact.name),
    ),
    h(
      'div',
      { class: 'form-actions' },
      mayAdd && number !== undefined
        ? button(
            lineTexts.add,
            choose(() => void addToCall(desk, call, contact, number)),
            { class: 'button button-main' },
          )
        : null,
      button(
        busyTexts.afterThis,
        choose(() => planCall(desk, offer)),
        { class: mayAdd ? 'button' : 'button button-main' },
      ),
      call?.phase === 'ended'
        ? button(
            busyTexts.now,
            choose(() => void askForCall(desk, offer)),
          )
        : null,
      button(
        busyTexts.cancel,
        choose(() => undefined),
      ),
    ),
  );
}
