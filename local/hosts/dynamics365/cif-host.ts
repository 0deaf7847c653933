/** Unified Interface's end: hears the page in its panel, tells it of clicks, modes and navigation. */
import {
  CIF_RESPONSE,
  CIF_TIMEOUT_MS,
  type CifRequest,
  type CifResponse,
  isResponse,
  nextCorrelationId,
} from './cif-messages.ts';
import type { CifRules, ScreenRecord } from './cif-rules.ts';

export interface CifHostOptions {
  readonly rules: CifRules;
  readonly panel: HTMLIFrameElement;
  /** Of the channel provider: nobody else is heard. */
  readonly widgetOrigin: string;
  readonly screen: () => ScreenRecord | undefined;
  readonly changed: () => void;
}

export class CifHost {
  readonly rules: CifRules;
  /** What the page has asked, in order. */
  readonly received: { readonly type: string; readonly values: Readonly<Record<string, unknown>> }[] = [];
  readonly #options: CifHostOptions;
  readonly #pending = new Map<string, (response: CifResponse) => void>();

  constructor(options: CifHostOptions) {
    this.#options = options;
    this.rules = options.rules;
    window.addEventListener('message', (event: MessageEvent<CifRequest | CifResponse>) => this.#hear(event));
  }

  /** What the page's handler answers. Undefined when it has none, or is told nothing. */
  async raise(event: string, data: Readonly<Record<string, unknown>>): Promise<unknown> {
    if (!this.rules.hears(event)) return undefined;
    const { panel, widgetOrigin } = this.#options;
    const messageCorrelationId = nextCorrelationId();
    const answered = new Promise<CifResponse>((resolve, reject) => {
      this.#pending.set(messageCorrelationId, resolve);
      setTimeout(() => reject(new Error(`${event}: no answer`)), CIF_TIMEOUT_MS);
    });
    const request: CifRequest = { messageType: event, messageData: JSON.stringify(data), messageCorrelationId };
    panel.contentWindow?.postMessage(request, widgetOrigin);
    try {
      const { messageOutcome, messageData } = await answered;
      if (messageOutcome === 'failure') this.rules.faults.push(`${event}: ${String(messageData)}`);
      return messageData;
    } catch (error) {
      this.rules.faults.push(String(error));
      return undefined;
    } finally {
      this.#options.changed();
    }
  }

  #hear({ data, origin, source }: MessageEvent<CifRequest | CifResponse>): void {
    const { panel, widgetOrigin, screen, changed } = this.#options;
    if (source !== panel.contentWindow || origin !== widgetOrigin) return;
    if (typeof data?.messageCorrelationId !== 'string') return;
    const { messageCorrelationId } = data;
    if (isResponse(data)) {
      this.#pending.get(messageCorrelationId)?.(data);
      this.#pending.delete(messageCorrelationId);
      return;
    }
    const values = typeof data.messageData === 'string' ? {} : Object.fromEntries(data.messageData);
    this.received.push({ type: data.messageType, values });
    const answer = this.rules.receive(data.messageType, values, screen());
    const given = answer.outcome === 'success' ? { value: answer.value } : { message: answer.why };
    const response: CifResponse = {
      ...{ messageType: CIF_RESPONSE, messageOutcome: answer.outcome, messageCorrelationId },
      messageData: new Map(Object.entries(given)),
    };
    panel.contentWindow?.postMessage(response, origin);
    changed();
  }
}
