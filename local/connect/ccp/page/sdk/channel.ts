import type { HostConduit } from '../host-conduit.ts';
import type { Update } from '../wire.ts';
import type { CommandContext } from './command.ts';
import { answerCommand } from './commands.ts';
import { type TopicEvent, topicEvents } from './topics.ts';

interface Topic {
  readonly namespace: string;
  readonly key: string;
  readonly parameter?: string;
}

type Upstream =
  | { readonly type: 'cross-domain-site-ready' | 'healthCheck' | 'log' | 'metric' | 'closeChannel' }
  | {
      readonly type: 'request';
      readonly namespace: string;
      readonly command: string;
      readonly requestId: string;
      readonly data?: Readonly<Record<string, unknown>>;
    }
  | { readonly type: 'subscribe'; readonly topic: Topic; readonly handlerId: string }
  | { readonly type: 'unsubscribe'; readonly topic: Topic };

/** An interval below one second is an error to the SDK; three missed ones make the channel unhealthy. */
const HEALTH_CHECK_MS = 10_000;

/** The Amazon Connect SDK's channel (`@amazon-connect/core` over a `MessagePort`), beside the conduit of Streams. */
export class SdkChannel {
  readonly #port: MessagePort;
  readonly #context: CommandContext;
  #subscriptions: { readonly topic: Topic; readonly handlerId: string }[] = [];
  #healthChecks = 0;

  constructor(host: HostConduit, context: CommandContext) {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#context = context;
    port1.onmessage = ({ data }: MessageEvent<Upstream>) => this.#receive(data);
    host.sendPort(port2);
  }

  /** Publishes what changed between two updates. */
  changed(before: Update | undefined, after: Update): void {
    for (const event of topicEvents(before, after)) this.publish(event);
  }

  publish({ key, parameter, data }: TopicEvent): void {
    for (const { topic, handlerId } of this.#subscriptions) {
      if (topic.key !== key || (topic.parameter !== undefined && topic.parameter !== parameter)) continue;
      this.#port.postMessage({ type: 'publish', topic, handlerId, data });
    }
  }

  #receive(message: Upstream): void {
    switch (message.type) {
      case 'cross-domain-site-ready':
        this.#port.postMessage({
          type: 'acknowledge',
          connectionId: crypto.randomUUID(),
          status: { initialized: true, startTime: new Date() },
          healthCheckInterval: HEALTH_CHECK_MS,
        });
        return;
      case 'healthCheck':
        this.#healthChecks += 1;
        this.#port.postMessage({ type: 'healthCheckResponse', time: Date.now(), counter: this.#healthChecks });
        return;
      case 'request':
        this.#answer(message);
        return;
      case 'subscribe':
        this.#subscriptions.push(message);
        return;
      case 'unsubscribe':
        this.#subscriptions = this.#subscriptions.filter(({ topic }) => !isSameTopic(topic, message.topic));
    }
  }

  async #answer({ namespace, command, requestId, data = {} }: Upstream & { type: 'request' }): Promise<void> {
    const answer = await answerCommand(command, data, this.#context);
    this.#port.postMessage(
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
