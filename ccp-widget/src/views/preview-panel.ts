import { type ComponentChild, h } from 'preact';
import { useState } from 'preact/hooks';
import * as texts from '#texts/before-call.ts';
import type { DiscardInput } from '../../../functions/core/contracts/agent-requests.ts';
import type { Softphone } from '../softphone/softphone.ts';
import { subjectFrom } from '../state/apply-softphone-event.ts';
import type { Desk } from '../state/desk.ts';
import { contextId, type DeskPreview, type DesktopState } from '../state/desktop-state.ts';
import { dialPreview, discardPreview } from '../state/handle-preview.ts';
import { lastCalls } from '../state/last-calls.ts';
import { useStore } from '../state/store.ts';
import { button } from './button.ts';
import { CallTopic } from './call-topic.ts';
import { choiceField, textField } from './fields.ts';
import { LastCall } from './last-call.ts';

interface PreviewPanelProps {
  readonly desk: Desk;
  readonly softphone: Softphone;
}

/** What an agent looks at before an agent-first call: the deal is beside it, here are who, the last contact, and Dial. */
export function PreviewPanel({ desk, softphone }: PreviewPanelProps): ComponentChild {
  const preview = useStore(desk.store, previewToShow);
  return preview ? h(Preview, { key: preview.connectContactId, desk, softphone, preview }) : null;
}

/** Once it is dialled, the call is on the desk. */
function previewToShow({ previews, calls }: DesktopState): DeskPreview | undefined {
  const isDialled = ({ connectContactId }: DeskPreview) =>
    calls.some(({ relatedContactId, phase }) => relatedContactId === connectContactId && phase !== 'missed');
  return previews.find((preview) => preview.phase !== 'over' && !isDialled(preview));
}

function Preview({ desk, softphone, preview }: PreviewPanelProps & { preview: DeskPreview }): ComponentChild {
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | undefined>();
  const [isDiscarding, setDiscarding] = useState(false);
  const { attributes, phase } = preview;
  const run = async (act: () => Promise<string | undefined>): Promise<void> => {
    setBusy(true);
    setRefusal(undefined);
    setRefusal(await act());
    setBusy(false);
  };
  const dial = (): void => void run(() => dialPreview(desk, softphone, preview));
  const discard = (why: DiscardInput): void => void run(() => discardPreview(desk, preview, why));
  const accept = (): void => void softphone.accept(preview.connectContactId);
  const action = (text: string, onClick: () => void, kind = 'button'): ComponentChild =>
    button(text, onClick, { class: kind, disabled: isBusy });
  return h(
    'section',
    { class: 'before-call', 'aria-labelledby': 'before-call-title' },
    h('h2', { id: 'before-call-title' }, texts.title),
    h(
      'p',
      { class: 'before-call-who' },
      h('bdi', { class: 'before-call-name' }, attributes.contactName),
      h(
        'bdi',
        null,
        [attributes.contactTitle || attributes.contactRole, attributes.opportunityName].filter(Boolean).join(' · '),
      ),
    ),
    h(CallTopic, { desk, attributes }),
    h('p', { class: 'before-call-last' }, h(LastContact, { desk, preview })),
    refusal === undefined ? null : h('p', { class: 'before-call-refusal', role: 'alert', dir: 'auto' }, refusal),
    isDiscarding
      ? h(DiscardForm, { isBusy, onDiscard: discard, onBack: () => setDiscarding(false) })
      : h(
          'div',
          { class: 'form-actions' },
          phase === 'open'
            ? action(texts.dial, dial, 'button button-main')
            : action(texts.accept, accept, 'button button-main'),
          action(texts.discard, () => setDiscarding(true)),
        ),
  );
}

function LastContact({ desk, preview }: { desk: Desk; preview: DeskPreview }): ComponentChild {
  const subject = subjectFrom(preview.attributes);
  const id = subject.status === 'known' ? contextId(subject.key) : '';
  const calls = useStore(desk.store, (state) => state.contexts[id]?.context?.calls);
  const last = calls && lastCalls(calls).get(preview.attributes.contactId ?? '');
  return last ? h(LastCall, { call: last, now: new Date() }) : calls ? texts.never : '\u00a0';
}

const REASONS = Object.entries(texts.reasons) as [DiscardInput['reason'], string][];

interface DiscardFormProps {
  readonly isBusy: boolean;
  readonly onDiscard: (why: DiscardInput) => void;
  readonly onBack: () => void;
}

function DiscardForm({ isBusy, onDiscard, onBack }: DiscardFormProps): ComponentChild {
  const [reason, setReason] = useState<DiscardInput['reason']>('bad-timing');
  const [note, setNote] = useState('');
  return h(
    'form',
    {
      class: 'before-call-discard',
      onSubmit: (event: SubmitEvent) => {
        event.preventDefault();
        onDiscard({ reason, ...(note.trim() && { note: note.trim() }) });
      },
    },
    choiceField(texts.why, reason, REASONS, (chosen) => setReason(chosen as DiscardInput['reason'])),
    textField(texts.note, note, setNote, { maxLength: 1_000 }),
    h(
      'div',
      { class: 'form-actions' },
      h('button', { type: 'submit', class: 'button button-main', disabled: isBusy }, texts.discard),
      button(texts.back, onBack),
    ),
  );
}
