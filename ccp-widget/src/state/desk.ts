import type { DesktopApi } from '../api/desktop-api.ts';
import { troubleFrom } from '../api/trouble.ts';
import { type CallSubject, contextId, type DesktopState, type Notice, type OpportunityKey } from './desktop-state.ts';
import type { Store } from './store.ts';

/** What views and later parts share: the state, the API, and the few verbs that load. */
export interface Desk {
  readonly store: Store<DesktopState>;
  readonly api: DesktopApi;
  loadContext(key: OpportunityKey): Promise<void>;
  lookUpCall(connectContactId: string): Promise<void>;
  loadRecent(): Promise<void>;
  notify(notice: Omit<Notice, 'id'>): void;
  dismiss(id: number): void;
}

const NOTICE_MS = 8_000;

export function createDesk(store: Store<DesktopState>, api: DesktopApi): Desk {
  /** Two askers of the same thing at the same time share one request. */
  const running = new Map<string, Promise<void>>();
  const once = (what: string, load: () => Promise<void>): Promise<void> => {
    const known = running.get(what);
    if (known) return known;
    const loading = load().finally(() => running.delete(what));
    running.set(what, loading);
    return loading;
  };
  let lastNotice = 0;

  const setSubject = (connectContactId: string, subject: CallSubject): void =>
    store.update((state) => ({
      ...state,
      calls: state.calls.map((call) =>
        call.connectContactId === connectContactId && call.subject.status !== 'known' ? { ...call, subject } : call,
      ),
    }));

  const desk: Desk = {
    store,
    api,
    loadContext: (key) =>
      once(`context ${contextId(key)}`, async () => {
        const id = contextId(key);
        const set = (entry: DesktopState['contexts'][string]): void =>
          store.update((state) => ({ ...state, contexts: { ...state.contexts, [id]: entry } }));
        if (!store.get().contexts[id]?.context) set({ status: 'loading' });
        try {
          set({ status: 'ready', context: await api.context(key) });
        } catch (error) {
          set({ ...store.get().contexts[id], status: 'failed', trouble: troubleFrom(error) });
        }
      }),
    lookUpCall: (connectContactId) =>
      once(`call ${connectContactId}`, async () => {
        try {
          const answer = await api.contextOfCall(connectContactId);
          if (answer.found !== 'one')
            return setSubject(connectContactId, { ...answer, status: 'choose', found: answer.found });
          const { sourceId, id: opportunityId } = answer.context.opportunity;
          const key = { sourceId, opportunityId };
          store.update((state) => ({
            ...state,
            contexts: { ...state.contexts, [contextId(key)]: { status: 'ready', context: answer.context } },
          }));
          const { callId } = answer;
          setSubject(connectContactId, { status: 'known', key, ...(callId === undefined ? {} : { callId }) });
        } catch (error) {
          setSubject(connectContactId, { status: 'failed', trouble: troubleFrom(error) });
        }
      }),
    loadRecent: () =>
      once('recent calls', async () => {
        try {
          const { calls } = await api.myCalls();
          store.update((state) => ({ ...state, recent: { status: 'ready', calls } }));
        } catch (error) {
          store.update((state) => ({
            ...state,
            recent: { ...state.recent, status: 'failed', trouble: troubleFrom(error) },
          }));
        }
      }),
    notify(notice) {
      const id = ++lastNotice;
      store.update((state) => ({ ...state, notices: [...state.notices.slice(-2), { ...notice, id }] }));
      setTimeout(() => desk.dismiss(id), NOTICE_MS);
    },
    dismiss(id) {
      store.update((state) =>
        state.notices.some((notice) => notice.id === id)
          ? { ...state, notices: state.notices.filter((notice) => notice.id !== id) }
          : state,
      );
    },
  };
  return desk;
}
