import type { Desk } from './desk.ts';
import type { DesktopState, Notice } from './desktop-state.ts';

const NOTICE_MS = 8_000;
/** More would cover the deal. */
const MOST = 3;
let last = 0;

/** Says what has just happened, for some seconds. @param isPast it has come to what was announced */
export function notify(
  { store }: Pick<Desk, 'store'>,
  notice: Omit<Notice, 'id'>,
  isPast: (state: DesktopState) => boolean = () => false,
): void {
  const id = ++last;
  store.update((state) => ({ ...state, notices: [...state.notices.slice(1 - MOST), { ...notice, id }] }));
  const end = (): void => {
    clearTimeout(late);
    stop();
    dismiss({ store }, id);
  };
  const late = setTimeout(end, NOTICE_MS);
  const stop = store.subscribe(() => isPast(store.get()) && end());
}

export function dismiss({ store }: Pick<Desk, 'store'>, id: number): void {
  store.update((state) =>
    state.notices.some((notice) => notice.id === id)
      ? { ...state, notices: state.notices.filter((notice) => notice.id !== id) }
      : state,
  );
}
