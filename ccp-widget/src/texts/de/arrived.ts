/** Texts of documents that arrive from the CRM, in German. */
import type * as english from '../en/arrived.ts';

export const ready: typeof english.ready = (title) => `${title} ist aus dem CRM angekommen`;
export const several: typeof english.several = (count) => `${count} Dokumente sind aus dem CRM angekommen`;
export const failed: typeof english.failed = (title) => `${title} ist nicht aus dem CRM angekommen`;
