import { type ComponentChild, h } from 'preact';
import * as texts from '#texts/busy.ts';
import type { Desk } from '../state/desk.ts';
import { planCall } from '../state/planned-call.ts';
import { useStore } from '../state/store.ts';
import { iconButton } from './button.ts';
import { icon } from './icon.ts';
import { laterIcon } from './icon-later.ts';

/** Who is called when the calls at hand are done, and the way to think better of it. */
export function PlannedNext({ desk }: { desk: Desk }): ComponentChild {
  const name = useStore(desk.store, (state) => state.planned?.contact.name);
  if (name === undefined) return null;
  return h(
    'p',
    { class: 'planned-next' },
    icon('phone'),
    h('span', { dir: 'auto' }, texts.next(name)),
    iconButton(laterIcon('close'), texts.forget(name), () => planCall(desk, undefined)),
  );
}
