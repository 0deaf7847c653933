import * as texts from '#texts/versions.ts';
import type { DocumentView } from '../../../functions/core/contracts/opportunity-context.ts';
import { apiOf } from '../api/desktop-api.ts';
import { isConflict } from '../api/judge-error.ts';
import { changeContext, withDocument } from './change-context.ts';
import type { Desk } from './desk.ts';
import type { OpportunityKey } from './desktop-state.ts';
import { reportTrouble } from './handle-document.ts';
import { notify } from './notify.ts';

/** In a tab of its own, or as a download when no browser shows it. The link lives for minutes only. */
export async function openVersion(
  desk: Desk,
  key: OpportunityKey,
  { id }: DocumentView,
  number: number,
): Promise<void> {
  try {
    const { url } = await apiOf(desk).linkDocument(key, id, 'inline', number);
    const anchor = document.createElement('a');
    Object.assign(anchor, { href: url, target: '_blank', rel: 'noreferrer' });
    anchor.click();
  } catch (error) {
    reportTrouble(desk, error);
  }
}

/** Makes another file of the document the one that everybody sees. */
export async function showVersion(
  desk: Desk,
  key: OpportunityKey,
  shown: DocumentView,
  fileVersion: number,
): Promise<void> {
  try {
    const document = await apiOf(desk).editDocument(key, shown, { fileVersion });
    desk.store.update((state) => changeContext(state, key, withDocument(document)));
    notify(desk, { tone: 'success', text: texts.shown(document.title, fileVersion) });
  } catch (error) {
    if (isConflict(error)) await desk.loadContext(key);
    reportTrouble(desk, error);
  }
}

/** Asks the CRM for its file again. */
export async function fetchAgain(desk: Desk, key: OpportunityKey, { id }: DocumentView): Promise<void> {
  try {
    const document = await apiOf(desk).fetchDocument(key, id);
    desk.store.update((state) => changeContext(state, key, withDocument(document)));
  } catch (error) {
    reportTrouble(desk, error);
  }
}
