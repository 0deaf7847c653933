import { apiOf } from '../api/desktop-api.ts';
import { troubleFrom } from '../api/trouble.ts';
import type { Desk } from './desk.ts';

/** The agent's own last calls; those already shown stay when it fails. */
export const loadRecent = (desk: Desk): Promise<void> =>
  desk.once('recent calls', async () => {
    try {
      const { calls } = await apiOf(desk).myCalls();
      desk.store.update((state) => ({ ...state, recent: { status: 'ready', calls } }));
    } catch (error) {
      desk.store.update((state) => ({
        ...state,
        recent: { ...state.recent, status: 'failed', trouble: troubleFrom(error, state.recent.trouble) },
      }));
    }
  });
