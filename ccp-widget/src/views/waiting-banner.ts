import { type ComponentChild, Fragment, h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import * as texts from '#texts/outbox.ts';
import { outboxOf } from '../outbox/outbox-of.ts';
import type { Desk } from '../state/desk.ts';
import type { WaitingEdits } from '../state/desktop-state.ts';
import { useStore } from '../state/store.ts';
import { button } from './button.ts';
import { WaitingDialog } from './waiting-dialog.ts';

/** Whether the network is there, and what waits for it. Nothing as long as everything goes through. */
export function WaitingBanner({ desk }: { desk: Desk }): ComponentChild {
  const waiting = useStore(desk.store, (state) => state.waiting);
  const online = useOnline();
  const [opened, setOpened] = useState(false);
  const count = waiting?.own.length ?? 0;
  const what = troubleOf(waiting, online);
  return h(
    Fragment,
    null,
    // The region is there before its words: only then they are read out.
    h(
      'div',
      { role: 'status' },
      what === undefined
        ? null
        : h(
            'div',
            { class: 'waiting-banner' },
            h('p', null, h('strong', null, what), count > 0 ? ` · ${texts.count(count)}` : `. ${texts.offlineHint}`),
            count > 0 ? button(texts.show, () => setOpened(true), { 'aria-haspopup': 'dialog' }) : null,
            count > 0 && online ? button(texts.sendNow, () => void outboxOf(desk).flush()) : null,
          ),
    ),
    opened ? h(WaitingDialog, { desk, online, onClose: () => setOpened(false) }) : null,
  );
}

function troubleOf(waiting: WaitingEdits | undefined, online: boolean): string | undefined {
  if (!online) return texts.offline;
  if (!waiting || waiting.own.length === 0) return undefined;
  if (waiting.own.some(({ stuck }) => stuck)) return texts.needsYou;
  if (!waiting.failing) return undefined;
  return waiting.reachable ? texts.notYet : texts.failing;
}

function useOnline(): boolean {
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const look = (): void => setOnline(navigator.onLine);
    const gone = new AbortController();
    for (const change of ['online', 'offline']) addEventListener(change, look, gone);
    return () => gone.abort();
  }, []);
  return online;
}
