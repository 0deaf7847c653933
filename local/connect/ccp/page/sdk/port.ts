import type { Update } from '../wire.ts';
import type { Command, CommandContext } from './command.ts';
import { answerCommand } from './commands.ts';
import { type TopicEvent, topicEvents } from './topics.ts';

export interface Topic {
  readonly namespace: string;
  readonly key: string;
  readonly parameter?: string;
}

interface Request {
  readonly type: 'request';
  readonly namespace: string;
  readonly command: string;
  readonly requestId: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

export type Upstream =
  | Request
  | { readonly type: 'healthCheck' }
  | { readonly type: 'subscribe'; readonly topic: Topic; readonly handlerId: string }
  | { readonly type: 'unsubscribe'; readonly topic: Topic }
  | { readonly type: string & {}; readonly [member: string]: unknown };

const isA = <T extends 'request' | 'subscribe' | 'unsubscribe'>(
  message: Upstream,
  type: T,
): message is Extract<Upstream, { readonly type: T }> => message.type === type;

export interface PortOptions {
  /** Commands beside those that every page has. */
  readonly commands?: Readonly<Record<string, Command>>;
  /** Whether the other end may ask or hear this; without it everything. */
  readonly allows?: (commandOrTopic: string) => boolean;
  /** Messages that are none of `@amazon-connect/core`'s own. */
  readonly onOther?: (message: Upstream) => void;
}

/** An interval below one second is an error to the SDK; three missed ones make the channel unhealthy. */
const HEALTH_CHECK_MS = 10_000;
/** The SDK names no key for a missing permission; this one is ours. */
const NO_PERMISSION = 'insufficientPermissions';

/** The workspace's end of one `MessagePort` that `@amazon-connect/core` speaks: requests, topics, health. */
export class SdkPort {
  readonly #port: MessagePort;
  readonly #context: CommandContext;
  readonly #options: PortOptions;
  #subscriptions: { readonly topic: Topic; readonly handlerId: string }[] = [];
  #healthChecks = 0;

  constructor(port: MessagePort, context: CommandContext, options: PortOptions = {}) {
    this.#port = port;
    this.#context = context;
    this.#options = options;
    port.onmessage = ({ data }: MessageEvent<Upstream>) => this.#receive(data);
  }

  send(message: object): void {
    this.#port.postMessage(message);
  }

  acknowledge(connectionId: string): void {
    this.send({
      type: 'acknowledge',
      connectionId,
      status: { initialized: true, startTime: new Date() },
      healthCheckInterval: HEALTH_CHECK_MS,
    });
  }

  /** Publishes what changed between two updates. */
  changed(before: Update | undefined, after: Update): void {
    for (const event of topicEvents(before, after)) this.publish(event);
  }

  /** To the subscribers of the topic; those of one contact or participant hear of theirs only. */
  publish({ namespace, key, parameter, data }: TopicEvent): void {
    for (const { topic, handlerId } of this.#subscriptions) {
      if (topic.key !== key || (namespace !== undefined && topic.namespace !== namespace)) continue;
      if (topic.parameter !== undefined && topic.parameter !== parameter) continue;
      this.send({ type: 'publish', topic, handlerId, data });
    }
  }

  close(): void {
    this.#subscriptions = [];
    this.#port.close();
  }

  #receive(message: Upstream): void {
    if (isA(message, 'request')) this.#answer(message);
    else if (isA(message, 'subscribe')) {
      if (this.#allows(message.topic.key)) this.#subscriptions.push(message);
    } else if (isA(message, 'unsubscribe'))
      this.#subscriptions = this.#subscriptions.filter(({ topic }) => !isSameTopic(topic, message.topic));
    else if (message.type === 'healthCheck') {
      this.#healthChecks += 1;
      this.send({ type: 'healthCheckResponse', time: Date.now(), counter: this.#healthChecks });
    } else this.#options.onOther?.(message);
  }

  #allows(commandOrTopic: string): boolean {
    return this.#options.allows?.(commandOrTopic) ?? true;
  }

  async #answer({ namespace, command, requestId, data = {} }: Request): Promise<void> {
    const answer = this.#allows(command)
      ? await answerCommand(command, data, this.#context, this.#options.commands)
      : { ok: false as const, errorKey: NO_PERMISSION, reason: `The app has no permission for ${command}` };
    this.send(
      answer.ok
        ? { type: 'response', namespace, requestId, isError: false, data: answer.data }
        : {
            type: 'response',
            namespace,
            requestId,
            isError: true,
            errorKey: answer.errorKey,
            reason: answer.reason,
            details: { command, requestData: data },
          },
    );
  }
}

const isSameTopic = (a: Topic, b: Topic) =>
  a.namespace === b.namespace && a.key === b.key && a.parameter === b.parameter;
