/** Texts of documents that arrive from the CRM, in German. */
import type * as english from '../en/arrived.ts';

export const ready: typeof english.ready = (title) => `${title} aus dem CRM erhalten`;
export const several: typeof english.several = (count) => `${count} Dokumente aus dem CRM erhalten`;
export const failed: typeof english.failed = (title) => `${title} nicht aus dem CRM erhalten`;
