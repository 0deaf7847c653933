import { furnishing } from '../state/furnishing.ts';
import type { Outbox } from './outbox.ts';

/** Where the edits of this desk wait. */
export const { attach: attachOutbox, of: outboxOf } = furnishing<Outbox>();
