import * as texts from '#texts/before-call.ts';
import type { Softphone } from '../softphone/softphone.ts';
import { subjectFrom } from './apply-softphone-event.ts';
import type { Desk } from './desk.ts';
import type { DeskPreview } from './desktop-state.ts';
import { notify } from './notify.ts';

/**
 * The deal of a previewed call is fetched as soon as its task is offered, and said to a screen reader; a task that is over,
 * because its call is or was discarded, leaves the desk by itself.
 */
export function followPreviews(desk: Desk, softphone: Pick<Softphone, 'clear'>, announcements: HTMLElement): void {
  const seen = new Map<string, DeskPreview>();
  desk.store.subscribe(() => {
    const { previews, calls } = desk.store.get();
    for (const preview of previews) {
      const before = seen.get(preview.connectContactId);
      if (before === preview) continue;
      seen.set(preview.connectContactId, preview);
      const { contactName = '', opportunityName = '', callId } = preview.attributes;
      const subject = subjectFrom(preview.attributes);
      if (before === undefined && subject.status === 'known') void desk.loadContext(subject.key);
      if (preview.phase === 'over' && before?.phase !== 'over') {
        void softphone.clear(preview.connectContactId);
        const isDialled = calls.some(({ subject: about }) => about.status === 'known' && about.callId === callId);
        if (!preview.isSettled && !isDialled) notify(desk, { tone: 'info', text: texts.ended(contactName) });
      } else if (preview.phase !== before?.phase && preview.phase !== 'over') {
        announcements.textContent = texts.announce(contactName, opportunityName);
      }
    }
    for (const id of seen.keys())
      if (!previews.some(({ connectContactId }) => connectContactId === id)) seen.delete(id);
  });
}
