import type { AccessRule } from '../../../functions/core/contracts/configuration.ts';
import type { Send } from '../api/api-client.ts';
import { fetchContext } from '../api/fetch-context.ts';
import { loadLater } from '../views/lazy.ts';
import { contextId, type DesktopState, type OpportunityKey } from './desktop-state.ts';
import type { Store } from './store.ts';

/** A skeleton that shows for less than this only flickers. */
export const SKELETON_AFTER_MS = 150;

/** What views and later parts share: the state, the way to the API, and the one verb that the first paint needs. */
export interface Desk {
  readonly store: Store<DesktopState>;
  readonly send: Send;
  /** Two askers of the same thing at the same time share one request. */
  once(what: string, load: () => Promise<void>): Promise<void>;
  loadContext(key: OpportunityKey): Promise<void>;
  /** Which opportunities an agent sees who is no supervisor. */
  readonly access: AccessRule;
}

export function createDesk(store: Store<DesktopState>, send: Send, access: AccessRule): Desk {
  const running = new Map<string, Promise<void>>();
  const once: Desk['once'] = (what, load) => {
    const known = running.get(what);
    if (known) return known;
    const loading = load().finally(() => running.delete(what));
    running.set(what, loading);
    return loading;
  };
  const desk: Desk = {
    store,
    send,
    once,
    access,
    loadContext: (key) => {
      const id = contextId(key);
      const set = (entry: DesktopState['contexts'][string]): void =>
        store.update((state) => ({ ...state, contexts: { ...state.contexts, [id]: entry } }));
      return once(`context ${id}`, async () => {
        let late: ReturnType<typeof setTimeout> | undefined;
        if (!store.get().contexts[id]) {
          set({ status: 'loading' });
          late = setTimeout(() => set({ status: 'loading', isLate: true }), SKELETON_AFTER_MS);
        }
        try {
          set({ status: 'ready', context: await fetchContext(send, key) });
        } catch (error) {
          const { withoutContext } = await loadLater();
          await withoutContext(desk, key, error, set);
        } finally {
          clearTimeout(late);
        }
      });
    },
  };
  return desk;
}
