import { type ComponentChild, h } from 'preact';
import { subjectFrom } from '../state/apply-softphone-event.ts';
import type { Desk } from '../state/desk.ts';
import { contextId, type DesktopState } from '../state/desktop-state.ts';
import { useStore } from '../state/store.ts';

type Attributes = Readonly<Record<string, string>>;

/** Why they are called. */
export function CallTopic({ desk, attributes }: { desk: Desk; attributes: Attributes }): ComponentChild {
  const text = useStore(desk.store, (state) => topicOf(state, attributes));
  return text ? h('p', { class: 'call-topic', dir: 'auto' }, text) : null;
}

/** In the words of the CRM; of a callback that has none, what was noted when it was agreed on. */
export function topicOf({ contexts }: DesktopState, attributes: Attributes): string | undefined {
  const subject = subjectFrom(attributes);
  if (attributes.callTopic || subject.status !== 'known') return attributes.callTopic;
  const { calls = [] } = contexts[contextId(subject.key)]?.context ?? {};
  const call = calls.find(({ callId }) => callId === subject.callId);
  return call?.topic ?? calls.find(({ callId }) => callId === call?.followUpOf)?.outcome?.notes;
}
