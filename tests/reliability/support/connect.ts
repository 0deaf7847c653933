/** Amazon Connect as it dials: one contact per token, a real quota, a call's life, and events that may be lost or doubled. */
import type { CallReason } from '#core/contracts/call.ts';
import type {
  AssociatedContact,
  ConnectContactFacts,
  ContactEvent,
  DialOrder,
  DialResult,
  PreviewOrder,
} from '#core/ports/connect.ts';
import { type Chaos, ServiceFault } from './invocation.ts';
import type { VirtualTime } from './virtual-time.ts';

/** `second-time`: nobody answers the first call to the number, and the person the next. */
export type Behaviour = StoryName | 'second-time' | 'refused' | 'throttled-once' | 'throttled' | 'down';
/** The last four never end: somebody is rung, hears the flow, talks, works after the call for ever. */
type StoryName = 'answers' | 'no-answer' | 'rings' | 'listens' | 'talks' | 'works';

interface Contact {
  readonly connectContactId: string;
  readonly startedAt: number;
  attributes: Readonly<Record<string, string>>;
  readonly channel?: 'TASK';
  readonly relatedContactId?: string;
  /** Of somebody who calls. */
  readonly customerPhone?: string;
  readonly story: Chapter[];
}

interface Chapter {
  readonly type: string;
  readonly at: number;
}

/** Seconds after the start; what each event newly tells is in `FIELDS`. */
type Story = readonly (readonly [type: string, after: number])[];
const RINGS: Story = [['INITIATED', 0.2]];
const LISTENS: Story = [...RINGS, ['CONNECTED_TO_SYSTEM', 5], ['QUEUED', 6]];
const TALKS: Story = [...LISTENS, ['CONNECTED_TO_AGENT', 9]];
const STORIES: Readonly<Record<StoryName, Story>> = {
  rings: RINGS,
  listens: LISTENS,
  talks: TALKS,
  works: [...TALKS, ['DISCONNECTED', 69], ['AFTER_WORK', 69]],
  answers: [...TALKS, ['DISCONNECTED', 69], ['COMPLETED', 84]],
  'no-answer': [...RINGS, ['DISCONNECTED', 30], ['COMPLETED', 30.5]],
};
/** Of a task: an agent takes it, or its flow ends it after two hours. */
const TASK_STORIES = {
  taken: [
    ['INITIATED', 0.2],
    ['CONNECTED_TO_AGENT', 5],
  ],
  untaken: [
    ['INITIATED', 0.2],
    ['DISCONNECTED', 7_200],
  ],
} as const satisfies Readonly<Record<string, readonly (readonly [type: string, after: number])[]>>;
export type TaskStoryName = keyof typeof TASK_STORIES;
const FIELDS: Readonly<Record<string, string>> = {
  INITIATED: 'initiatedAt',
  CONNECTED_TO_SYSTEM: 'answeredAt',
  CONNECTED_TO_AGENT: 'agentConnectedAt',
  DISCONNECTED: 'disconnectedAt',
  AFTER_WORK: 'afterWorkStartedAt',
  COMPLETED: 'afterWorkEndedAt',
};
const AGENT_ID = 'user-ana';
const REFUSAL: CallReason = 'destination-not-allowed';

export interface SimulatedConnect {
  /** Contacts by the call they carry. */
  readonly contacts: ReadonlyMap<string, readonly Contact[]>;
  /** When StartOutboundVoiceContact was asked, whatever came of it. */
  readonly starts: readonly number[];
  /** Refusals for want of tokens, not those that a behaviour asked for. */
  readonly throttled: number;
  start(order: DialOrder): DialResult;
  startTask(order: PreviewOrder): DialResult;
  /** Somebody calls, and an agent takes it; its id. */
  receive(phone: string): string;
  /** Rings at the agent or is with them, until the end of the after-call work. */
  stageOf(connectContactId: string): 'ringing' | 'taken' | undefined;
  /** The agent's softphone dials; nobody copies the task's attributes. */
  dialFromTask(taskId: string): void;
  stop(connectContactId: string): void;
  associated(connectContactId: string): readonly AssociatedContact[];
  updateAttributes(connectContactId: string, attributes: Readonly<Record<string, string>>): void;
  /** Tasks that have not ended. */
  readonly openTasks: number;
  attributes(connectContactId: string): Readonly<Record<string, string>>;
  describe(connectContactId: string): ConnectContactFacts;
}

export function simulatedConnect(
  time: VirtualTime,
  chaos: Chaos,
  quota: { readonly perSecond: number; readonly burst: number },
  behaviourOf: (phone: string) => Behaviour,
  publish: (event: ContactEvent) => void,
  taskStoryOf: () => TaskStoryName = () => 'taken',
): SimulatedConnect {
  const byToken = new Map<string, Contact>();
  const byId = new Map<string, Contact>();
  const contacts = new Map<string, Contact[]>();
  const starts: number[] = [];
  const throttledOnce = new Set<string>();
  const called = new Set<string>();
  let [tokens, refilledAt, throttled] = [quota.burst, time.now, 0];

  function takeToken(): boolean {
    tokens = Math.min(quota.burst, tokens + ((time.now - refilledAt) / 1_000) * quota.perSecond);
    refilledAt = time.now;
    // The sum of many small refills is not exact.
    if (tokens < 1 - 1e-6) return false;
    tokens -= 1;
    return true;
  }

  function create({ clientToken, attributes }: DialOrder, behaviour: StoryName): Contact {
    const contact = begin({ attributes }, behaviour);
    byToken.set(clientToken, contact);
    const callId = attributes.callId ?? '';
    contacts.set(callId, [...(contacts.get(callId) ?? []), contact]);
    return contact;
  }

  function begin(
    facts: Pick<Contact, 'attributes' | 'channel' | 'relatedContactId' | 'customerPhone'>,
    behaviour: StoryName | TaskStoryName,
  ): Contact {
    const chapters =
      behaviour in TASK_STORIES ? TASK_STORIES[behaviour as TaskStoryName] : STORIES[behaviour as StoryName];
    const story = chapters.map(([type, after]) => ({ type, at: time.now + after * 1_000 }));
    const contact = { ...facts, connectContactId: `contact-${byId.size + 1}`, startedAt: time.now, story };
    byId.set(contact.connectContactId, contact);
    for (const chapter of story) tell(contact, chapter);
    return contact;
  }

  function tell(contact: Contact, { type, at }: Chapter): void {
    const what = `${contact.channel === 'TASK' ? 'task' : 'contact'} event ${type}`;
    for (const late of chaos.deliveries(what)) {
      time.at(at + late, () => {
        if (contact.story.some((chapter) => chapter.type === type)) publish(eventOf(contact, type));
      });
    }
  }

  const isTask = ({ channel }: Contact): boolean => channel === 'TASK';
  const hasEnded = ({ story }: Contact): boolean =>
    story.some(({ type, at }) => type === 'DISCONNECTED' && at <= time.now);

  function contactOf(id: string): Contact {
    const contact = byId.get(id);
    if (contact === undefined) throw Object.assign(new Error(id), { name: 'ResourceNotFoundException' });
    return contact;
  }

  return {
    contacts,
    starts,
    get throttled() {
      return throttled;
    },
    start(order) {
      starts.push(time.now);
      if (!takeToken()) {
        throttled += 1;
        return { outcome: 'throttled' };
      }
      const behaviour = behaviourOf(order.phone);
      if (behaviour === 'throttled') return { outcome: 'throttled' };
      if (behaviour === 'down') throw new ServiceFault('Connect does not answer');
      if (behaviour === 'refused') return { outcome: 'refused', reason: REFUSAL, detail: 'not allowed' };
      if (behaviour === 'throttled-once' && !throttledOnce.has(order.clientToken)) {
        throttledOnce.add(order.clientToken);
        return { outcome: 'throttled' };
      }
      const story = storyOf(behaviour, called.has(order.phone));
      const { connectContactId } = byToken.get(order.clientToken) ?? create(order, story);
      called.add(order.phone);
      return { outcome: 'started', connectContactId };
    },
    startTask({ clientToken, attributes }) {
      const token = `task ${clientToken}`;
      const known = byToken.get(token) ?? begin({ attributes, channel: 'TASK' }, taskStoryOf());
      byToken.set(token, known);
      return { outcome: 'started', connectContactId: known.connectContactId };
    },
    receive: (customerPhone) => begin({ attributes: {}, customerPhone }, 'answers').connectContactId,
    stageOf(id) {
      const happened = new Set(contactOf(id).story.flatMap(({ type, at }) => (at <= time.now ? [type] : [])));
      if (happened.has('COMPLETED')) return undefined;
      return happened.has('CONNECTED_TO_AGENT') ? 'taken' : happened.has('QUEUED') ? 'ringing' : undefined;
    },
    dialFromTask(taskId) {
      const { attributes } = contactOf(taskId);
      const contact = begin({ attributes: {}, relatedContactId: taskId }, 'answers');
      const callId = attributes.callId ?? '';
      contacts.set(callId, [...(contacts.get(callId) ?? []), contact]);
    },
    stop(id) {
      const task = contactOf(id);
      if (hasEnded(task)) return;
      const end = { type: 'DISCONNECTED', at: time.now };
      const past = task.story.filter(({ at }) => at <= time.now);
      task.story.splice(0, task.story.length, ...past, end);
      tell(task, end);
    },
    associated: (id) =>
      [...byId.values()]
        .filter(({ connectContactId, relatedContactId }) => connectContactId === id || relatedContactId === id)
        .map(({ connectContactId, channel = 'VOICE', relatedContactId }) => ({
          ...{ connectContactId, channel },
          ...(relatedContactId !== undefined && { relatedConnectContactId: relatedContactId }),
        })),
    updateAttributes(id, attributes) {
      const contact = contactOf(id);
      contact.attributes = { ...contact.attributes, ...attributes };
    },
    get openTasks() {
      return [...byId.values()].filter((contact) => isTask(contact) && !hasEnded(contact)).length;
    },
    attributes: (id) => contactOf(id).attributes,
    describe: (id) => factsOf(contactOf(id), time.now),
  };
}

function storyOf(behaviour: Behaviour, wasCalled: boolean): StoryName {
  if (behaviour === 'second-time') return wasCalled ? 'answers' : 'no-answer';
  return behaviour in STORIES ? (behaviour as StoryName) : 'answers';
}

/** As the service tells it: every event also has the times of those before it, and none says why a call ended, or who calls. */
function eventOf(contact: Contact, type: string): ContactEvent {
  const at = contact.story.find((chapter) => chapter.type === type)?.at ?? 0;
  const { disconnectReason: _reason, customerPhone: _phone, ...facts } = factsOf(contact, at);
  const over = facts.agentConnectedAt === undefined ? facts.disconnectedAt : facts.afterWorkEndedAt;
  return { ...facts, type, ...(type === 'COMPLETED' && over !== undefined && { completedAt: over }) };
}

function factsOf(contact: Contact, now: number): ConnectContactFacts {
  const { connectContactId, story, channel, relatedContactId, customerPhone } = contact;
  const past = story.filter(({ at }) => at <= now);
  const times = past.flatMap(({ type, at }) => {
    const field = FIELDS[type];
    return field === undefined ? [] : [[field, new Date(at).toISOString()] as const];
  });
  const isOver = past.some(({ type }) => type === 'DISCONNECTED');
  const wasAnswered = past.some(({ type }) => type === 'CONNECTED_TO_SYSTEM');
  const agentId = past.some(({ type }) => type === 'CONNECTED_TO_AGENT') ? { agentId: AGENT_ID } : {};
  return {
    ...{ connectContactId, initiationMethod: initiationOf(contact) },
    ...(customerPhone !== undefined && { customerPhone }),
    ...{ ...Object.fromEntries(times), ...agentId },
    ...(channel !== undefined && { channel }),
    ...(relatedContactId !== undefined && { relatedConnectContactId: relatedContactId }),
    ...(isOver && { disconnectReason: wasAnswered ? 'CUSTOMER_DISCONNECT' : 'TELECOM_UNANSWERED' }),
  };
}

function initiationOf({ relatedContactId, customerPhone }: Contact): string {
  if (customerPhone !== undefined) return 'INBOUND';
  return relatedContactId === undefined ? 'API' : 'OUTBOUND';
}
