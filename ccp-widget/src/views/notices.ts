import { type ComponentChild, h } from 'preact';
import * as texts from '#texts/page.ts';
import type { Desk } from '../state/desk.ts';
import { dismiss } from '../state/notify.ts';
import { useStore } from '../state/store.ts';
import { iconButton } from './button.ts';
import { laterIcon } from './icon-later.ts';
import { linkButton } from './link-button.ts';

/** What has just happened; gone by itself after a while, and never the only place of something important. */
export function Notices({ desk }: { desk: Desk }): ComponentChild {
  const notices = useStore(desk.store, (state) => state.notices);
  return h(
    'div',
    { class: 'notices', role: 'status' },
    notices.map(({ id, text, tone, action }) =>
      h(
        'div',
        { key: id, class: `notice notice-${tone}` },
        h('span', { dir: 'auto' }, text),
        action
          ? linkButton(action.label, () => {
              dismiss(desk, id);
              action.run();
            })
          : null,
        iconButton(laterIcon('close'), texts.close, () => dismiss(desk, id)),
      ),
    ),
  );
}
