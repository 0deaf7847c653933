import * as beforeCallTexts from '#texts/before-call.ts';
import { callReasons } from '#texts/call-states.ts';
import * as lineTexts from '#texts/line.ts';
import type { DiscardInput } from '../../../functions/core/contracts/agent-requests.ts';
import { apiOf } from '../api/desktop-api.ts';
import { wordsOf } from '../api/trouble.ts';
import { formatMoment } from '../format/format-time.ts';
import type { Softphone } from '../softphone/softphone.ts';
import { subjectFrom } from './apply-softphone-event.ts';
import type { Desk } from './desk.ts';
import type { DeskPreview } from './desktop-state.ts';
import { notify } from './notify.ts';

/** Why it was not done, in words; undefined when it was. */
type Refusal = string | undefined;

/** The connector is asked first: it counts the attempt and has the number. The softphone then dials it. */
export async function dialPreview(
  desk: Desk,
  softphone: Pick<Softphone, 'dial'>,
  { connectContactId, attributes }: DeskPreview,
): Promise<Refusal> {
  try {
    const permission = await apiOf(desk).dial(attributes.callId ?? '');
    if (permission.outcome === 'refused') {
      const { reason, dueAt, state } = permission;
      const due = dueAt === undefined ? '' : formatMoment(dueAt);
      const text = beforeCallTexts.refused(callReasons[reason], due);
      if (state !== 'blocked') return text;
      // The call is over, and the task goes: the words have to stay somewhere else.
      settle(desk, connectContactId);
      notify(desk, { tone: 'problem', text });
      return text;
    }
    const outcome = await softphone.dial(permission.phone, permission.relatedContactId);
    if (outcome === 'done') return undefined;
    return outcome === 'wrong-moment' ? beforeCallTexts.notNow : beforeCallTexts.notDialled(lineTexts.why[outcome]);
  } catch (error) {
    return wordsOf(error);
  }
}

export async function discardPreview(desk: Desk, preview: DeskPreview, why: DiscardInput): Promise<Refusal> {
  const { connectContactId, attributes } = preview;
  try {
    await apiOf(desk).discard(attributes.callId ?? '', why);
  } catch (error) {
    return wordsOf(error);
  }
  settle(desk, connectContactId);
  notify(desk, { tone: 'success', text: beforeCallTexts.discarded(attributes.contactName ?? '') });
  const subject = subjectFrom(attributes);
  if (subject.status === 'known') void desk.loadContext(subject.key);
  return undefined;
}

const settle = ({ store }: Desk, connectContactId: string): void =>
  store.update((state) => ({
    ...state,
    previews: state.previews.map((preview) =>
      preview.connectContactId === connectContactId ? { ...preview, isSettled: true } : preview,
    ),
  }));
