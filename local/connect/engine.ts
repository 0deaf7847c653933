/** The parts of one running Connect instance, as its operations see them. */
import type { ConnectSurroundings, Trace } from '../parts.ts';
import type { Agent } from './agents/agent.ts';
import type { Changes } from './changes.ts';
import type { Contact } from './contacts/contact.ts';
import type { Conversation } from './contacts/conversation.ts';
import type { ContactEvents } from './events/contact-events.ts';
import type { Outbox } from './events/outbox.ts';
import type { SentMessages } from './events/sent-messages.ts';
import type { Faults } from './faults.ts';
import type { AroundAction } from './flow/action.ts';
import type { FlowLogEntry } from './flow/flow-log.ts';
import type { Flow, Instance } from './instance.ts';
import type { Quotas } from './quotas.ts';
import type { Scheduler } from './scheduler.ts';
import type { Phones } from './telephony/phones.ts';
import type { Tuning } from './tuning.ts';

/** What runs for a contact and must end with it. */
export interface ContactRuntime {
  /** Who else is on the line. */
  conversation: Conversation;
  /** The flow that talks to the customer. */
  flow?: AbortController;
  /** The whispers. */
  joining?: AbortController;
  /** The call that the outbound whisper, which has begun before, places; until the callee has answered. */
  outboundCall?: {
    readonly joining: AbortController;
    /** Places it, once, and waits until it is answered. */
    place(callerId?: string): Promise<void>;
    /** Until the whisper is over. */
    onAnswered(): Promise<void>;
  };
  /** Digits the customer pressed that no action has read yet, and who waits for the next. */
  digits: string;
  awaitDigits?: () => void;
  /** The page of a guide that the agent has not answered yet. */
  view?: {
    readonly shown: Readonly<Record<string, unknown>>;
    answer(given: { readonly action: string; readonly data: Readonly<Record<string, unknown>> }): void;
  };
  /** The hold flows of both sides. */
  holding?: AbortController;
  holdStartedAt?: number;
  /** Flows of events that run beside the others, by event. */
  readonly hookFlows: Map<string, AbortController>;
  /** A task does not wait for ever. */
  cancelExpiry?: () => void;
  /** A scheduled task that has not begun. */
  start?: { readonly flow: Flow; readonly cancel: () => void };
}

export interface Engine {
  readonly instance: Instance;
  readonly scheduler: Scheduler;
  readonly tuning: Tuning;
  readonly changes: Changes;
  readonly phones: Phones;
  readonly faults: Faults;
  readonly quotas: Quotas;
  readonly events: ContactEvents;
  readonly outbox: Outbox;
  /** What was sent to streams, whether there is one or not. */
  readonly records: SentMessages;
  readonly agentEvents: SentMessages;
  readonly trace: Trace;
  readonly surroundings: ConnectSurroundings;
  readonly contacts: Map<string, Contact>;
  readonly runtimes: Map<string, ContactRuntime>;
  readonly agents: Map<string, Agent>;
  /** The newest entries, oldest first. */
  readonly flowLogs: FlowLogEntry[];
  /** StartOutboundVoiceContact's client tokens. */
  readonly clientTokens: Map<string, { contactId: string; at: number }>;
  /** Aborts when the engine stops. */
  readonly stopping: AbortSignal;
  /** Stands around every action of every flow while a test case runs (`testing/`). */
  readonly aroundAction?: AroundAction;
}

export const runtimeOf = (engine: Engine, contact: Contact): ContactRuntime => {
  const known = engine.runtimes.get(contact.id);
  if (known !== undefined) return known;
  const runtime: ContactRuntime = {
    conversation: { thirdParties: new Map(), contacts: [contact] },
    hookFlows: new Map(),
    digits: '',
  };
  engine.runtimes.set(contact.id, runtime);
  return runtime;
};

/** Notes that a contact changed, for its agents and all who are on the same line. */
export const touch = (engine: Engine, contact: Contact): void => {
  contact.lastUpdatedAt = engine.scheduler.now();
  for (const { id } of engine.runtimes.get(contact.id)?.conversation.contacts ?? []) engine.changes.contact(id);
  engine.changes.contact(contact.id);
  for (const agent of engine.agents.values()) {
    if (agent.assignments.some(({ contact: other }) => other === contact || other.legs === contact.legs))
      engine.changes.agent(agent.user.username);
  }
};

export const traceContact = (
  engine: Engine,
  contact: Contact,
  part: 'connect' | 'flow' | 'phone' | 'agent',
  title: string,
  more: { ok?: boolean; detail?: Record<string, unknown>; durationMs?: number } = {},
): void => {
  const { callId } = contact.attributes;
  engine.trace.record({
    part,
    title,
    ok: more.ok ?? true,
    connectContactId: contact.id,
    ...(callId !== undefined && { callId }),
    ...(more.detail !== undefined && { detail: more.detail }),
    ...(more.durationMs !== undefined && { durationMs: more.durationMs }),
  });
};
