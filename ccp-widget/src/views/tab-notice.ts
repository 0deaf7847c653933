import { type ComponentChild, h } from 'preact';
import * as texts from '#texts/tabs.ts';
import type { SoftphonePlace } from '../softphone/softphone.ts';
import type { Desk } from '../state/desk.ts';
import { softphoneOf } from '../state/softphone-of.ts';
import { useStore } from '../state/store.ts';
import { button } from './button.ts';

/** The softphone is in one tab: which one, what that means for the sound, and the way to have it here. */
export function TabNotice({ desk }: { desk: Desk }): ComponentChild {
  const place = useStore(desk.store, (state) => state.place);
  const notice = NOTICES[place];
  if (!notice) return null;
  const [text, action] = notice;
  return h(
    'div',
    { class: 'tab-notice', role: 'status' },
    h('p', null, text),
    action ? button(action, () => softphoneOf(desk).takeOver?.()) : null,
  );
}

const NOTICES: Readonly<Partial<Record<SoftphonePlace, readonly [text: string, action?: string]>>> = {
  elsewhere: [texts.elsewhere, texts.useHere],
  'elsewhere-in-call': [texts.elsewhereTalking, texts.controlHere],
  remote: [texts.remote],
  leaving: [texts.leaving],
};
