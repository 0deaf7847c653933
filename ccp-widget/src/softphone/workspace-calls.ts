import type { BaseContactLifecycleEvent, CoreContactData } from '@amazon-connect/contact';
import type { CallPhase, PreviewPhase, SoftphoneEvent } from './softphone.ts';
import type { WorkspaceApp } from './workspace-app.ts';
import { readWorkspaceCall, type WorkspaceCall } from './workspace-call.ts';
import type { WorkspaceMemory } from './workspace-memory.ts';

/** The events of a contact's life, by their names in `ContactClient`; `Error` covers calls that failed, as in Streams. */
const STEPS = [
  ['Incoming', 'ringing'],
  ['Pending', 'ringing'],
  ['Connecting', 'ringing'],
  ['Connected', 'connected'],
  ['Missed', 'missed'],
  ['Error', 'missed'],
  ['StartingAcw', 'ended'],
] as const;

const PREVIEW_PHASES: Readonly<Partial<Record<CallPhase, PreviewPhase>>> = {
  ringing: 'offered',
  connected: 'open',
  ended: 'over',
};

interface Followed {
  readonly isTask: boolean;
  /** None while only its participants have told. */
  phase?: CallPhase;
  /** Told as incoming: theirs to take before there is anybody to talk to (a callback). */
  incoming?: boolean;
  last?: WorkspaceCall['call'];
  reading: boolean;
  /** Something has happened since the reading began. */
  again: boolean;
}

export interface WorkspaceCalls {
  has(connectContactId: string): boolean;
  /** Those that are there already, and every change from now on. Rejects when the calls may not be listed. */
  follow(): Promise<void>;
  /** Something is known of it that no event tells. */
  refresh(connectContactId: string): void;
  forget(): void;
}

export interface WorkspaceCallsOptions {
  readonly app: Pick<WorkspaceApp, 'contact' | 'voice'>;
  readonly memory: WorkspaceMemory;
  readonly emit: (event: SoftphoneEvent) => void;
  readonly report: (what: string, error: unknown) => void;
}

/** Events only say that something has happened: what is told is read anew each time, one reading of a call after the other. */
export function createWorkspaceCalls({ app, memory, emit, report }: WorkspaceCallsOptions): WorkspaceCalls {
  const { contact } = app;
  const followed = new Map<string, Followed>();
  let unsubscribe: (() => void)[] = [];

  const tellTask = async (id: string, task: Followed): Promise<void> => {
    const phase = PREVIEW_PHASES[task.phase ?? (await readWorkspaceCall(app, id, memory, undefined)).phase];
    const attributes = await contact.getAttributes(id, '*').catch(() => ({}));
    if (followed.get(id) !== task) return;
    // Any other task has no call of ours; one that was missed is not on the desk any more.
    if (phase === undefined || !('callId' in attributes) || attributes.callId === '') {
      return emit({ type: 'cleared', connectContactId: id });
    }
    emit({ type: 'preview', preview: { connectContactId: id, phase, attributes } });
  };
  const tellCall = async (id: string, entry: Followed): Promise<void> => {
    const { call, phase: shown, rings, since } = await readWorkspaceCall(app, id, memory, entry.last);
    if (followed.get(id) !== entry) return;
    entry.last = call;
    const phase = entry.phase ?? shown;
    const offered = phase === 'ringing' && (rings || entry.incoming === true);
    emit({ type: phase, call: { ...call, ...(offered ? { offered: true } : {}) }, since });
  };
  const refresh = async (id: string): Promise<void> => {
    const entry = followed.get(id);
    if (!entry) return;
    entry.again = true;
    if (entry.reading) return;
    entry.reading = true;
    try {
      while (entry.again) {
        entry.again = false;
        await (entry.isTask ? tellTask(id, entry) : tellCall(id, entry));
      }
    } catch (error) {
      report('reading of a contact', error);
    } finally {
      entry.reading = false;
    }
  };
  const add = (id: string, type: string, initialContactId: string | undefined): Followed | undefined => {
    const known = followed.get(id);
    if (known) return known;
    const isTask = type === 'task';
    if (!isTask && type !== 'voice' && type !== 'queue_callback') return undefined;
    // A task that was made from another contact has a copy of its attributes; it is no call to be previewed. That an
    // agent's own task names the contact which it was made from is our reading: the SDK tells of no related contact.
    if (isTask && initialContactId !== undefined && initialContactId !== id) return undefined;
    const entry: Followed = { isTask, reading: false, again: false };
    followed.set(id, entry);
    return entry;
  };
  const step = (phase: CallPhase, name: string, event: BaseContactLifecycleEvent): void => {
    const entry = add(event.contactId, event.type, event.initialContactId);
    if (!entry) return;
    entry.phase = phase;
    entry.incoming = name === 'Incoming';
    void refresh(event.contactId);
  };
  const gone = (id: string): void => {
    if (!followed.delete(id)) return;
    memory.keepOnly([...followed.keys()]);
    emit({ type: 'cleared', connectContactId: id });
  };
  const subscribe = (): void => {
    const on = <Handler>(enable: (handler: Handler) => void, disable: (handler: Handler) => void, handler: Handler) => {
      enable(handler);
      unsubscribe.push(() => disable(handler));
    };
    for (const [name, phase] of STEPS) {
      on(
        (handler) => contact[`on${name}`](handler),
        (handler) => contact[`off${name}`](handler),
        async (event: BaseContactLifecycleEvent) => step(phase, name, event),
      );
    }
    on(
      (handler) => contact.onCleared(handler),
      (handler) => contact.offCleared(handler),
      async ({ contactId }: BaseContactLifecycleEvent) => gone(contactId),
    );
    on(
      (handler) => contact.onParticipantStateChanged(handler),
      (handler) => contact.offParticipantStateChanged(handler),
      async ({ contactId }: { readonly contactId: string }) => refresh(contactId),
    );
    for (const name of ['Added', 'Disconnected'] as const) {
      on(
        (handler) => contact[`onParticipant${name}`](handler),
        (handler) => contact[`offParticipant${name}`](handler),
        async ({ participant }: { readonly participant: { readonly contactId: string } }) =>
          refresh(participant.contactId),
      );
    }
  };

  return {
    has: (id) => followed.has(id),
    async follow() {
      subscribe();
      const there: readonly CoreContactData[] = await contact.listContacts();
      memory.keepOnly(there.map(({ contactId }) => contactId));
      await Promise.all(
        there.map(({ contactId, type, initialContactId }) =>
          add(contactId, type, initialContactId) ? refresh(contactId) : undefined,
        ),
      );
    },
    refresh: (id) => void refresh(id),
    forget() {
      for (const end of unsubscribe) end();
      unsubscribe = [];
      followed.clear();
    },
  };
}
