import type { DocumentView } from '../../../functions/core/contracts/opportunity-context.ts';
import { isConflict } from '../api/api-error.ts';
import { apiOf } from '../api/desktop-api.ts';
import { troubleFrom } from '../api/trouble.ts';
import { changeContext, withDocument } from './change-context.ts';
import type { Desk } from './desk.ts';
import type { OpportunityKey } from './desktop-state.ts';
import { notify } from './notify.ts';

/** Shown as pinned at once; taken back, with the reason, when the API does not follow. */
export async function pinDocument(desk: Desk, key: OpportunityKey, document: DocumentView): Promise<void> {
  const pinned = !document.pinned;
  const show = (shown: DocumentView): void =>
    desk.store.update((state) => changeContext(state, key, withDocument(shown)));
  show({ ...document, pinned });
  try {
    show(await apiOf(desk).editDocument(key, document, { pinned }));
  } catch (error) {
    // A conflict is somebody else's newer version: load it, the pin can be set again.
    show(document);
    if (isConflict(error)) await desk.loadContext(key);
    reportTrouble(desk, error);
  }
}

/** The link lives for minutes only, so it is asked for when it is needed. */
export async function downloadDocument(desk: Desk, key: OpportunityKey, { id }: DocumentView): Promise<void> {
  try {
    const { url, fileName } = await apiOf(desk).linkDocument(key, id, 'attachment');
    const anchor = document.createElement('a');
    anchor.href = url;
    anchor.download = fileName;
    anchor.rel = 'noreferrer';
    anchor.click();
  } catch (error) {
    reportTrouble(desk, error);
  }
}

export function reportTrouble(desk: Desk, error: unknown): void {
  const { what, advice } = troubleFrom(error);
  notify(desk, { tone: 'problem', text: advice ? `${what}. ${advice}` : what });
}
