/**
 * The connector's functions over simulated services, each invoked, retried and redelivered as AWS does it: the real use
 * cases, the real queue middleware, the numbers of the synthesized template.
 */
import type { SQSEvent } from 'aws-lambda';
import * as v from 'valibot';
import { isFinal } from '#core/call-state.ts';
import type { Attachment } from '#core/contracts/agent-requests.ts';
import type { DialPermission } from '#core/contracts/call.ts';
import type { CallRequested } from '#core/contracts/call-request.ts';
import { WEEKDAYS } from '#core/contracts/calling-rules.ts';
import { type GenericSource, genericSourceSchema } from '#core/contracts/configuration.ts';
import type { DialQueueMessage, WriteBackMessage } from '#core/contracts/queue-messages.ts';
import { pacingOf } from '#core/pacing.ts';
import { MINUTE } from '#core/policy.ts';
import type { ContactEvent } from '#core/ports/connect.ts';
import type { Circuits } from '#core/ports/crm.ts';
import { toProblem } from '#core/problem.ts';
import { recentIds } from '#core/recent-ids.ts';
import { applyContactEvent } from '#core/use-cases/apply-contact-event.ts';
import { arrangeCallback } from '#core/use-cases/arrange-callback.ts';
import { attachCall } from '#core/use-cases/attach-call.ts';
import { cancelCall } from '#core/use-cases/cancel-call.ts';
import { dialCall } from '#core/use-cases/dial-call.ts';
import { dialPreview } from '#core/use-cases/dial-preview.ts';
import { discardPreview } from '#core/use-cases/discard-preview.ts';
import { receiveSourceMessage } from '#core/use-cases/receive-source-message.ts';
import { saveOutcome } from '#core/use-cases/save-outcome.ts';
import { spareSource } from '#core/use-cases/spare-source.ts';
import { tellLater } from '#core/use-cases/tell-once.ts';
import { tellOrPostpone } from '#core/use-cases/tell-or-postpone.ts';
import { watchCall } from '#core/use-cases/watch-call.ts';
import { writeBack } from '#core/use-cases/write-back.ts';
import { queueHandler } from '#middleware/queue-handler.ts';
import { recordedMetrics } from '../../core/support/metrics.ts';
import { type Behaviour, type SimulatedConnect, simulatedConnect, type TaskStoryName } from './connect.ts';
import { type Crm, crm } from './crm.ts';
import { type Chaos, Invocation } from './invocation.ts';
import { addressOf, emptyStores, type Ports, type Process, portsOf, type Services, type Stores } from './ports.ts';
import { type VirtualTime, virtualTime } from './virtual-time.ts';
import { type QueueSettings, type WorkQueue, workQueue } from './work-queue.ts';

export interface Settings {
  readonly dial: QueueSettings;
  readonly writeBack: QueueSettings;
  readonly quota: { readonly perSecond: number; readonly burst: number };
}

export interface Deployment {
  readonly time: VirtualTime;
  readonly stores: Stores;
  /** What the functions have counted. */
  readonly metrics: ReturnType<typeof recordedMetrics>;
  readonly connect: SimulatedConnect;
  readonly crm: Crm;
  readonly dialQueue: WorkQueue;
  readonly writeBackQueue: WorkQueue;
  /** Contact events whose every attempt failed. */
  readonly deadEvents: ContactEvent[];
  readonly invocations: number;
  /** The CRM posts this request now. */
  request(sourceId: string, requestId: string, data: CallRequested['data']): void;
  /** An agent cancels the call now, and again after a second while there is no answer but of our own fault. */
  cancel(callId: string): void;
  /** The agent who has the call's task on the desk dials or discards it, when there is something to dial. */
  preview(callId: string, choice: 'dial' | 'discard'): void;
  /**
   * The agent who spoke says what came of the call, and again after a second while there is no answer. With a callback also
   * while the call is not over: the desktop keeps trying. `null` takes it back.
   */
  saveOutcome(callId: string, disposition: string, followUpAt?: string | null): void;
  /** Somebody calls, and an agent takes it; its Connect id. What it is about is said by `attach` alone. */
  receive(phone: string): string;
  /** The agent says what that call is about, and again after a second while there is no answer but of our own fault. */
  attach(connectContactId: string, attachment: Attachment): void;
  /** The status that the agent got for it in the end. */
  readonly attached: number | undefined;
  /** How many outcomes were saved. */
  readonly saved: number;
  /** The status that agents got in the end, by call. */
  readonly cancelled: ReadonlyMap<string, number>;
}

/** Lambda repeats a failed asynchronous invocation twice. */
const ASYNC_RETRIES = [60_000, 120_000];
/** A Tuesday morning on which everybody may be called. */
export const START = Date.parse('2026-11-24T10:00:00.000Z');
const RECENT_IDS = 5_000;
/** A source that tries again, once, after a longer time than the queue delays. */
export const RETRYING_SOURCE = 'retrying-crm';
export const RETRY_AFTER = 20 * MINUTE;
/** A source whose log nobody can change. */
export const WRITE_ONCE_SOURCE = 'write-once-crm';
/** A source that counts attempts. */
export const LIMITED_SOURCE = 'demo-crm';
const LIMITS = {
  hours: [{ days: [...WEEKDAYS], start: '00:00', end: '00:00' }],
  ...{ unknownTimeZone: 'none', attemptCaps: { perPersonPerDay: 1 }, minimumGapMinutes: 30 },
};

export function deploy(
  settings: Settings,
  chaos: Chaos,
  behaviourOf: (phone: string) => Behaviour = () => 'answers',
  random: () => number = () => 0,
  taskStoryOf?: () => TaskStoryName,
): Deployment {
  const time = virtualTime(START);
  const metrics = recordedMetrics();
  const stores = emptyStores();
  const idle = new Map<string, Process[]>();
  const deadEvents: ContactEvent[] = [];
  let [invocations, events] = [0, 0];
  /** As Lambda does: a process that is idle is used again, one that died is not. */
  const invoke = async <T>(
    name: string,
    work: (ports: Ports, invocation: Invocation, process: Process) => Promise<T>,
  ) => {
    const invocation = new Invocation(time, chaos, name, invocations);
    invocations += 1;
    const waiting = idle.get(name) ?? [];
    idle.set(name, waiting);
    const process = waiting.pop() ?? { recent: recentIds(RECENT_IDS) };
    const ports = portsOf(services, process, invocation);
    process.ports = ports;
    const ended = await invocation.run(() => work(ports, invocation, process));
    if (ended.outcome !== 'killed') waiting.push(process);
    return ended;
  };

  const postponement =
    (name: string, queue: () => WorkQueue, invocation: Invocation) => (receiptHandle: string, seconds: number) =>
      invocation.effect(`${name}.postpone`, () => queue().postpone(receiptHandle, seconds));

  const dialQueue: WorkQueue = workQueue(time, chaos, settings.dial, (event, remove) =>
    invoke('dial-call', async (ports, invocation) => {
      const dial = dialCall(ports);
      const handle = queueHandler<DialQueueMessage>(
        ports.log,
        ({ message }) => {
          if (!('type' in message)) return dial(message);
          if (message.type === 'log') return tellLater(ports)(message);
          return message.type === 'watch' ? watchCall(ports)(message) : arrangeCallback(ports, dial)(message);
        },
        postponement('dialQueue', () => dialQueue, invocation),
      );
      const answer = await handle(event);
      await invocation.effect('dialQueue.delete', () => remove(processed(event, answer)));
      return answer;
    }),
  );
  const writeBackQueue: WorkQueue = workQueue(time, chaos, settings.writeBack, (event, remove) =>
    invoke('write-back', async (ports, invocation, process) => {
      process.tell ??= throughCircuit(process);
      const postpone = postponement('writeBackQueue', () => writeBackQueue, invocation);
      const handle = queueHandler<WriteBackMessage>(
        ports.log,
        tellOrPostpone({ tell: process.tell, postpone, random, log: ports.log, metrics }),
        postpone,
      );
      const answer = await handle(event);
      await invocation.effect('writeBackQueue.delete', () => remove(processed(event, answer)));
      return answer;
    }),
  );
  const connect = simulatedConnect(
    time,
    chaos,
    settings.quota,
    behaviourOf,
    (event) => {
      events += 1;
      void applyEvent(event, `event-${events}`, 0);
    },
    taskStoryOf,
  );
  const theCrm = crm(time);
  const sources = new Map<string, GenericSource>();
  const services: Services = {
    ...{ time, stores, connect, crm: theCrm, dialQueue, writeBackQueue, sources, metrics },
    pacing: pacingOf(settings.quota),
  };

  async function applyEvent(event: ContactEvent, id: string, attempt: number): Promise<void> {
    const ended = await invoke('apply-contact-event', async (ports, invocation) => {
      await applyContactEvent(ports, event, id);
      await invocation.effect('contactEvent.acknowledge', () => undefined);
    });
    if (ended.outcome === 'done') return;
    const wait = ASYNC_RETRIES[attempt];
    if (wait === undefined) deadEvents.push(event);
    else time.after(wait, () => void applyEvent(event, id, attempt + 1));
  }

  /** The status of the answer; undefined when there was none. */
  async function post(
    source: GenericSource,
    requestId: string,
    data: CallRequested['data'],
  ): Promise<number | undefined> {
    const timestamp = new Date(time.now).toISOString();
    const ended = await invoke('receive-call-request', async (ports, invocation) => {
      const message = { type: 'call.requested', timestamp, data } as const;
      const status = await receiveSourceMessage(ports)(source, requestId, message).then(
        () => 202,
        (error: unknown) => toProblem(error).status,
      );
      return invocation.effect('webhook.answer', () => status);
    });
    return ended.outcome === 'done' ? ended.value : undefined;
  }

  /** What an agent asks of the API: the status that the desktop gets in the end. */
  async function ask(name: string, work: (ports: Ports) => Promise<unknown>): Promise<number> {
    const ended = await invoke(name, async (ports, invocation) => {
      const status = await work(ports).then(
        () => 200,
        (error: unknown) => toProblem(error).status,
      );
      return invocation.effect(`${name}.answer`, () => status);
    });
    if (ended.outcome === 'done' && ended.value < 500) return ended.value;
    await new Promise<void>((again) => time.after(1_000, again));
    return ask(name, work);
  }

  const cancelled = new Map<string, number>();
  async function cancel(callId: string): Promise<void> {
    cancelled.set(callId, await ask('cancel', (ports) => cancelCall(ports)(callId)));
  }
  /** What the browser does: it asks, and again while the connector does not know of the task yet; then the softphone dials. */
  async function preview(callId: string, choice: 'dial' | 'discard'): Promise<void> {
    let permission: DialPermission | undefined;
    const status = await ask(choice, async (ports) => {
      if (choice === 'dial') ({ permission } = await dialPreview(ports)(callId, 'ana'));
      else await discardPreview(ports)(callId, { reason: 'bad-timing' }, 'ana');
    });
    if (permission?.outcome === 'allowed' && status === 200) connect.dialFromTask(permission.relatedContactId);
    if (![404, 409].includes(status) || isFinal(stores.calls.get(callId)?.state ?? 'requested')) return;
    await new Promise<void>((again) => time.after(5_000, again));
    await preview(callId, choice);
  }
  let attached: number | undefined;
  async function attach(connectContactId: string, attachment: Attachment): Promise<void> {
    const agent = { username: 'ana', seesAll: false };
    attached = await ask('attach', (ports) => attachCall(ports, agent, connectContactId, attachment));
  }
  function sourceOf(sourceId: string): GenericSource {
    const source = sources.get(sourceId) ?? configured(sourceId);
    sources.set(sourceId, source);
    return source;
  }
  let saved = 0;
  async function saveOutcomeOf(callId: string, disposition: string, followUpAt?: string | null): Promise<void> {
    const input = { disposition, notes: '', followUpAt };
    const status = await ask('outcome', (ports) =>
      saveOutcome({ ...ports, dispositionsOf: () => undefined }, callId, input, 'ana'),
    );
    if (status === 200) saved += 1;
    else if (followUpAt !== undefined) time.after(1_000, () => void saveOutcomeOf(callId, disposition, followUpAt));
  }

  return {
    get saved() {
      return saved;
    },
    ...{ time, stores, connect, crm: theCrm, dialQueue, writeBackQueue, deadEvents, cancelled, metrics },
    receive: (phone) => connect.receive(phone),
    attach(connectContactId, attachment) {
      sourceOf(attachment.sourceId);
      void attach(connectContactId, attachment);
    },
    get attached() {
      return attached;
    },
    cancel: (callId) => void cancel(callId),
    preview: (callId, choice) => void preview(callId, choice),
    saveOutcome: (...outcome) => void saveOutcomeOf(...outcome),
    get invocations() {
      return invocations;
    },
    request(sourceId, requestId, data) {
      const source = sourceOf(sourceId);
      theCrm.request(`${sourceId} ${requestId}`, () => post(source, requestId, data));
    },
  };
}

/** What a process knows of circuits outlives its invocations; what it reaches is reached by the one that runs. */
function throughCircuit(process: Process): ReturnType<typeof spareSource> {
  const running = (): Ports => {
    if (process.ports === undefined) throw new Error('no invocation runs in this process');
    return process.ports;
  };
  const circuits: Circuits = {
    get: (sourceId) => running().circuits.get(sourceId),
    replace: (sourceId, circuit, version) => running().circuits.replace(sourceId, circuit, version),
  };
  const { clock, log, metrics } = running();
  return spareSource({ circuits, clock, log, metrics }, (message) => writeBack(running())(message));
}

const configured = (id: string): GenericSource =>
  v.parse(genericSourceSchema, {
    ...{ id, kind: 'generic', callbackUrl: addressOf(id) },
    callingHours: { start: '08:00', end: '21:00' },
    ...(id === LIMITED_SOURCE && { callingRules: LIMITS }),
    ...(id === WRITE_ONCE_SOURCE && { log: 'once' }),
    ...(id === RETRYING_SOURCE && { retry: { noAnswer: { after: [RETRY_AFTER / MINUTE] } } }),
  });

function processed(
  { Records: records }: SQSEvent,
  { batchItemFailures: failures }: { batchItemFailures: readonly { itemIdentifier: string }[] },
): string[] {
  const failed = new Set(failures.map(({ itemIdentifier }) => itemIdentifier));
  return records.map(({ messageId }) => messageId).filter((id) => !failed.has(id));
}
