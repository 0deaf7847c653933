import { type Engine, runtimeOf } from '../engine.ts';
import type { Contact } from './contact.ts';
import { disconnect } from './disconnect.ts';

/** "A task expires after 7 days" (Administrator Guide, "Concepts: Tasks"), counted here from the start of each segment. */
const LIFETIME_MS = 7 * 24 * 3_600_000;

export const armExpiry = (engine: Engine, contact: Contact): void => {
  runtimeOf(engine, contact).cancelExpiry = engine.scheduler.after(LIFETIME_MS, () =>
    disconnect(engine, contact, 'EXPIRED'),
  );
};
