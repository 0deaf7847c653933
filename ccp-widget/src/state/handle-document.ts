import type { DocumentView } from '../../../functions/core/contracts/opportunity-context.ts';
import { isConflict } from '../api/api-error.ts';
import { apiOf } from '../api/desktop-api.ts';
import { troubleFrom } from '../api/trouble.ts';
import { formatClock } from '../format/format-time.ts';
import { later } from '../messages-later.ts';
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

/**
 * A link that opens the document without a sign-in, for some minutes: whoever has it can read it, so it says when it ends.
 * The browser lets a page copy only shortly after a click: when the answer was too slow, the notice's button is the click.
 */
export async function shareDocument(desk: Desk, key: OpportunityKey, { id, title }: DocumentView): Promise<void> {
  const texts = later.share;
  try {
    const { url, expiresAt } = await apiOf(desk).linkDocument(key, id, 'inline');
    const until = formatClock(new Date(expiresAt));
    const copy = (): Promise<void> =>
      navigator.clipboard
        .writeText(url)
        .then(() => notify(desk, { tone: 'success', text: texts.copied(title, until) }));
    await copy().catch(() =>
      notify(desk, {
        tone: 'info',
        text: texts.notCopied(title, until),
        action: {
          label: texts.copyNow,
          run: () => void copy().catch(() => notify(desk, { tone: 'problem', text: texts.refused })),
        },
      }),
    );
  } catch (error) {
    reportTrouble(desk, error);
  }
}

function reportTrouble(desk: Desk, error: unknown): void {
  const { what, advice } = troubleFrom(error);
  notify(desk, { tone: 'problem', text: advice ? `${what}. ${advice}` : what });
}
