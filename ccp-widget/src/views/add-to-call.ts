import type { ComponentChild } from 'preact';
import * as texts from '#texts/line.ts';
import type { ContactView } from '../../../functions/core/contracts/opportunity-context.ts';
import { addToCall } from '../state/add-to-call.ts';
import { conversation } from '../state/call-at-hand.ts';
import type { Desk } from '../state/desk.ts';
import type { DesktopState } from '../state/desktop-state.ts';
import { peopleOnTheLine } from '../state/person-on-the-line.ts';
import { softphoneOf } from '../state/softphone-of.ts';
import { useStore } from '../state/store.ts';
import { iconButton } from './button.ts';
import { laterIcon } from './icon-later.ts';

interface AddToCallProps {
  readonly desk: Desk;
  readonly contact: ContactView;
}

/** While the agent talks to somebody else: takes this person in. */
export function AddToCall({ desk, contact }: AddToCallProps): ComponentChild {
  const call = useStore(desk.store, (state) => (isOnACall(state, contact) ? undefined : conversation(state)));
  const [phone] = contact.phones;
  if (!call || !phone || contact.doNotCall || !softphoneOf(desk).capabilities.has('add')) return null;
  return iconButton(
    laterIcon('add-person'),
    texts.addWho(contact.name),
    () => void addToCall(desk, call, contact, phone.number),
    { class: 'icon-button icon-button-call', title: texts.add },
  );
}

/** On another call of the desk, that is: on this one there is no such button. */
const isOnACall = (state: DesktopState, { id }: ContactView): boolean =>
  state.calls.some((call) => call.phase === 'connected' && peopleOnTheLine(state, call).has(id));
