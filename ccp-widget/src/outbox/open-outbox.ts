import type { Session } from '../identity/session.ts';
import type { Desk } from '../state/desk.ts';
import { createOutbox, type Outbox, type OutboxOptions } from './outbox.ts';
import { createPageStore, openOutboxStore } from './outbox-store.ts';
import { showWaiting } from './overlay.ts';
import type { Queue } from './queue.ts';
import { sendEdit } from './send-edit.ts';
import { withdraw } from './withdraw.ts';

const NAME = 'outbox';

/**
 * The outbox of this browser: what waits is shown as if it were sent, and sent when the network, the sign-in, or the person
 * comes back. The tabs share it; whichever holds the lock sends.
 */
export function openOutbox(desk: Desk, session: Pick<Session, 'accessToken'>, agent: string): Outbox {
  const { store } = desk;
  let storage = openOutboxStore();
  let latest: Queue = [];
  const change: OutboxOptions['store']['change'] = async (next) => {
    try {
      latest = await (await storage).change(next);
    } catch {
      // Forbidden, or full: what is known waits in this page.
      store.update((state) => ({ ...state, forgetful: true }));
      storage = Promise.resolve(createPageStore(latest));
      latest = await (await storage).change(next);
    }
    return latest;
  };
  const channel = new BroadcastChannel(NAME);
  const { locks } = navigator as { readonly locks?: LockManager };
  let published = '';
  const outbox = createOutbox({
    store: { change },
    alone: async (work) => (locks ? locks.request(NAME, work) : work()),
    send: (edit) => sendEdit(desk, edit),
    async owner() {
      if (store.get().session.status !== 'signed-in') throw new Error('nobody is signed in');
      return subjectOf(session);
    },
    withdraw: (edit) => withdraw(desk, edit),
    isOnline: () => navigator.onLine,
    publish(queue, owner, state, asked) {
      const mine = queue.filter((edit) => edit.owner === owner);
      const own = mine.filter(({ uid }) => !asked.has(uid));
      const waiting = { own, others: queue.length - mine.length, ...state };
      store.update((now) => showWaiting({ ...now, waiting }));
      const uids = JSON.stringify(queue.map(({ uid, stuck, version }) => [uid, stuck?.name, version]));
      if (uids !== published) channel.postMessage(undefined);
      published = uids;
    },
    now: () => Date.now(),
    newId: () => crypto.randomUUID(),
    random: Math.random,
  });

  const flush = (): void => void outbox.flush();
  /** Another agent has signed in where this one's sign-in had run out: nothing of the first stays on the screen. */
  const greet = async (): Promise<void> => {
    if ((await subjectOf(session)) === agent) return flush();
    location.replace('sign-out.html');
  };
  channel.onmessage = () => void outbox.refresh();
  addEventListener('online', flush);
  document.addEventListener('visibilitychange', flush);
  let { session: last, contexts } = store.get();
  store.subscribe(() => {
    const state = store.get();
    if (state.session !== last) {
      last = state.session;
      if (last.status === 'signed-in') greet().catch(() => undefined);
    }
    if (state.contexts === contexts) return;
    contexts = state.contexts;
    store.update(showWaiting);
  });
  void outbox.refresh().then(flush);
  return outbox;
}

/** Who the token was given to. One that cannot be read (not a JWT) tells nobody apart from anybody. */
export async function subjectOf(session: Pick<Session, 'accessToken'>): Promise<string> {
  const token = await session.accessToken();
  try {
    const payload = token.split('.')[1] ?? '';
    const { sub } = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))) as { readonly sub?: unknown };
    return typeof sub === 'string' ? sub : '';
  } catch {
    return '';
  }
}
