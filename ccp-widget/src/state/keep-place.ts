import type { Desk } from './desk.ts';
import { keyInFocus } from './in-focus.ts';
import { loadRecent } from './load-recent.ts';
import { focusFrom } from './place.ts';
import { placeOf } from './place-of.ts';

/** Address and screen follow each other. A call on the line keeps the screen whatever the address says. */
export function keepPlace(desk: Desk): void {
  const { store } = desk;
  let last = store.get().focus;
  const load = (): void => {
    const state = store.get();
    const key = keyInFocus(state);
    if (state.focus.kind === 'idle') void loadRecent(desk);
    else if (key && state.focus.kind === 'opportunity') void desk.loadContext(key);
  };
  store.subscribe(() => {
    const { focus } = store.get();
    if (focus === last) return;
    last = focus;
    const place = placeOf(focus);
    if (place !== location.hash) history.pushState(null, '', place || location.pathname);
    load();
  });
  addEventListener('popstate', () => store.update((state) => ({ ...state, focus: focusFrom(location.hash) })));
  if (last.kind === 'idle') load();
}
