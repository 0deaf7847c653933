/**
 * In the place of msdyn_ciLibrary.js, which Microsoft serves and does not give away: the same calls for the page in the panel, the
 * same messages to the topmost window. It compares whole origins, where Microsoft's leaves the port out.
 */
import {
  CIF_RESPONSE,
  CIF_TIMEOUT_MS,
  type CifRequest,
  type CifResponse,
  isResponse,
  nextCorrelationId,
  READY_EVENT,
  SCRIPT_ID,
} from './cif-messages.ts';

type Handler = (eventData: string) => Promise<unknown>;

const script = document.querySelector<HTMLScriptElement>(`script[data-cifid="${SCRIPT_ID}"]`);
const organisation = new URL(script?.dataset.crmurl ?? document.referrer).origin;
const pending = new Map<string, PromiseWithResolvers<unknown>>();
const handlers = new Map<string, Set<Handler>>();

const refuse = (why: string): Promise<never> => Promise.reject(JSON.stringify({ message: why }));

function ask(messageType: string, values: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
  const messageCorrelationId = nextCorrelationId();
  const answer = Promise.withResolvers<unknown>();
  pending.set(messageCorrelationId, answer);
  const late = setTimeout(
    () => answer.reject('Timeout occurred as no response was received from listener window'),
    CIF_TIMEOUT_MS,
  );
  const request: CifRequest = { messageType, messageData: new Map(Object.entries(values)), messageCorrelationId };
  window.top?.postMessage(request, organisation);
  return answer.promise.finally(() => {
    clearTimeout(late);
    pending.delete(messageCorrelationId);
  });
}

window.addEventListener('message', ({ data, origin, source }: MessageEvent<CifRequest | CifResponse>) => {
  if (origin !== organisation || data?.messageCorrelationId === undefined) return;
  if (isResponse(data)) {
    const { messageOutcome, messageData, messageCorrelationId } = data;
    const answer = pending.get(messageCorrelationId);
    if (messageOutcome === 'success') answer?.resolve(Object(messageData).get?.('value') ?? null);
    else answer?.reject(JSON.stringify(messageData));
    return;
  }
  const { messageType, messageData, messageCorrelationId } = data;
  const respond = (messageOutcome: CifResponse['messageOutcome'], given: unknown): void => {
    const response: CifResponse = {
      ...{ messageType: CIF_RESPONSE, messageOutcome, messageData: given, messageCorrelationId },
    };
    (source as Window | null)?.postMessage(response, origin);
  };
  const known = handlers.get(messageType);
  if (!known) return respond('success', new Map([['message', 'No handlers found to process the request.']]));
  for (const handler of known)
    handler(String(messageData)).then(
      (value) => respond('success', value),
      (error) => respond('failure', String(error)),
    );
});

const asText = (value: unknown): string => JSON.stringify(value);
const CIFramework = {
  setClickToAct: (value = false) => ask('setClickToAct', { value }),
  getClickToAct: () => ask('getClickToAct'),
  setMode: (value: number) =>
    [0, 1, 2].includes(value) ? ask('setMode', { value }) : refuse('The setMode paramter value must be 0, 1 or 2.'),
  getMode: () => ask('getMode'),
  setWidth: (value: number) =>
    value >= 0 ? ask('setWidth', { value }) : refuse('The setWidth parameter value is invalid.'),
  getWidth: () => ask('getWidth'),
  getEnvironment: () => ask('getEnvironment').then(asText),
  searchAndOpenRecords: (entityName: string, queryParameters: string, searchOnly: boolean) =>
    entityName && queryParameters && typeof searchOnly === 'boolean'
      ? ask(searchOnly ? 'search' : 'searchAndOpenRecords', { entityName, queryParameters, searchOnly }).then(asText)
      : refuse('The queryParmeters parameter is blank. Provide a value to the parameter.'),
  openForm: (entityFormOptions: string, entityFormParameters?: string) =>
    entityFormOptions
      ? ask('openForm', { entityFormOptions, entityFormParameters }).then(asText)
      : refuse('The EntityFormOptions parameter is blank. Provide a value to the parameter.'),
  createRecord: (entityName: string, value: string) =>
    ask('createRecord', { entityName, value: JSON.parse(value) }).then(asText),
  addHandler(eventType: string, handler: Handler): void {
    handlers.set(eventType, (handlers.get(eventType) ?? new Set()).add(handler));
    ask('addGenericHandler', { eventType }).catch(() => undefined);
  },
};
Object.assign(globalThis, { Microsoft: { CIFramework } });
setTimeout(() => window.dispatchEvent(new CustomEvent(READY_EVENT, { detail: [organisation] })), 0);
