import { type ComponentChild, h } from 'preact';
import * as texts from '#texts/page.ts';
import type { Desk } from '../state/desk.ts';
import { dismiss } from '../state/notify.ts';
import { useStore } from '../state/store.ts';
import { laterIcon } from './icon-later.ts';

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
          ? h(
              'button',
              {
                type: 'button',
                class: 'link-button',
                onClick: () => {
                  dismiss(desk, id);
                  action.run();
                },
              },
              action.label,
            )
          : null,
        h(
          'button',
          { type: 'button', class: 'icon-button', 'aria-label': texts.close, onClick: () => dismiss(desk, id) },
          laterIcon('close'),
        ),
      ),
    ),
  );
}
