import type { Desk } from './desk.ts';
import { contextId, type Focus } from './desktop-state.ts';

/** Opportunities that were looked at long ago begin at their top again. */
const MOST = 50;

const idOf = (focus: Focus): string => {
  if (focus.kind === 'call') return focus.connectContactId;
  return focus.kind === 'opportunity' ? contextId(focus.key) : '';
};

/** Each call and opportunity is found again where it was left. On a narrow screen it is the page that scrolls. */
export function keepScroll({ store }: Pick<Desk, 'store'>, deal: HTMLElement): void {
  const places = new Map<string, readonly [deal: number, page: number]>();
  let last = store.get().focus;
  store.subscribe(() => {
    const { focus } = store.get();
    if (focus === last) return;
    const [from, to] = [idOf(last), idOf(focus)];
    last = focus;
    if (from === to) return;
    // The old view is still on the screen: it is painted anew after this.
    places.set(from, [deal.scrollTop, scrollY]);
    for (const oldest of places.keys()) if (places.size > MOST) places.delete(oldest);
    const [top, page] = places.get(to) ?? [0, 0];
    requestAnimationFrame(() => {
      deal.scrollTop = top;
      scrollTo({ top: page, behavior: 'instant' });
    });
  });
}
