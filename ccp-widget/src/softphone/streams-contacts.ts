/// <reference types="amazon-connect-streams" />
import { readAgent } from './read-agent.ts';
import { isVoice, phaseOf, readContact } from './read-contact.ts';
import type { SoftphoneEvent } from './softphone.ts';
import { isTask, readPreview } from './streams-tasks.ts';

/** The agent and what is on their desk, as Streams last showed it. */
export interface StreamsContacts {
  agent(): connect.Agent | undefined;
  contact(connectContactId: string): connect.Contact | undefined;
  hasCalls(): boolean;
  /** From now on, until Streams is terminated. */
  follow(streams: typeof connect): void;
  forget(): void;
}

/** Streams swallows what a callback throws and logs only that it failed: `guarded` reports it. */
export type Guard = <Args extends unknown[]>(what: string, run: (...args: Args) => void) => (...args: Args) => void;

export function createStreamsContacts(emit: (event: SoftphoneEvent) => void, guarded: Guard): StreamsContacts {
  const calls = new Map<string, connect.Contact>();
  /** Those of agent-first calls. */
  const tasks = new Map<string, connect.Contact>();
  let agent: connect.Agent | undefined;

  const tell = (contact: connect.Contact): void => {
    const phase = phaseOf(contact);
    if (phase) emit({ type: phase, call: readContact(contact), since: Date.now() - contact.getStatusDuration() });
  };
  const tellPreview = (contact: connect.Contact): void => {
    const preview = readPreview(contact);
    if (preview) emit({ type: 'preview', preview });
    else emit({ type: 'cleared', connectContactId: contact.getContactId() });
  };
  const followTask = (contact: connect.Contact): void => {
    const id = contact.getContactId();
    if (tasks.has(id) || !readPreview(contact)) return;
    tasks.set(id, contact);
    contact.onRefresh(guarded('refresh of a task', tellPreview));
    contact.onDestroy(
      guarded('end of a task', () => {
        tasks.delete(id);
        emit({ type: 'cleared', connectContactId: id });
      }),
    );
    tellPreview(contact);
  };
  const followContact = (contact: connect.Contact): void => {
    if (isTask(contact)) followTask(contact);
    if (!isVoice(contact)) return;
    const id = contact.getContactId();
    if (!calls.has(id)) {
      calls.set(id, contact);
      // Every change comes as a refresh too, and the snapshot then already has the new state.
      contact.onRefresh(guarded('refresh of a contact', tell));
      contact.onDestroy(
        guarded('end of a contact', () => {
          calls.delete(id);
          emit({ type: 'cleared', connectContactId: id });
          // The next call begins with an open microphone, and nothing says so.
          if (calls.size === 0) emit({ type: 'muted', muted: false });
        }),
      );
    }
    tell(contact);
  };
  const followAgent = (current: connect.Agent): void => {
    agent = current;
    const presence = (): void => emit({ type: 'agent', agent: readAgent(current, Date.now()) });
    current.onRefresh(guarded('refresh of the agent', presence));
    current.onMuteToggle(guarded('mute', ({ muted }) => emit({ type: 'muted', muted })));
    current.onSoftphoneError(guarded('sound', ({ errorType }) => emit({ type: 'sound-fault', fault: errorType })));
    // Whoever acts once the agent is known also knows their calls.
    for (const contact of current.getContacts()) followContact(contact);
    presence();
  };

  return {
    agent: () => agent,
    contact: (id) => calls.get(id) ?? tasks.get(id),
    hasCalls: () => calls.size > 0,
    follow(streams) {
      // Streams does not replay contacts to a late subscriber: subscribe at once, and walk the agent's own list too.
      streams.contact(guarded('new contact', followContact));
      streams.agent(guarded('agent', followAgent));
    },
    forget() {
      agent = undefined;
      calls.clear();
      tasks.clear();
    },
  };
}
