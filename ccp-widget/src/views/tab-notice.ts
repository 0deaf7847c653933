import { type ComponentChild, h } from 'preact';
import { later } from '../messages-later.ts';
import type { SoftphonePlace } from '../softphone/softphone.ts';
import type { Desk } from '../state/desk.ts';
import { softphoneOf } from '../state/softphone-of.ts';
import { useStore } from '../state/store.ts';

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
    action
      ? h('button', { type: 'button', class: 'button', onClick: () => softphoneOf(desk).takeOver?.() }, action)
      : null,
  );
}

const { tabs } = later;
const NOTICES: Readonly<Partial<Record<SoftphonePlace, readonly [text: string, action?: string]>>> = {
  elsewhere: [tabs.elsewhere, tabs.useHere],
  'elsewhere-in-call': [tabs.elsewhereTalking, tabs.controlHere],
  remote: [tabs.remote],
  leaving: [tabs.leaving],
};
