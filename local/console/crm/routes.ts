/**
 * The demo CRM's own HTTP API, under `/crm/`: what its page uses, and where the connector's webhooks arrive.
 * `PUT /crm/faults {"failNext": 2}` has it answer 503 to as many of those webhooks as come next; `GET` says how many more.
 */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Clock, Trace } from '../../parts.ts';
import { readBody, sendJson } from '../http.ts';
import type { Crm, SentRequest } from './crm.ts';
import { receiveWebhook } from './receive-webhook.ts';
import { type CallTarget, type CallWish, deliver, sendCallRequest } from './send-call-request.ts';

export interface CrmSurroundings {
  readonly crm: Crm;
  readonly origin: string;
  /** The connector's webhook address and the shared secret; absent until it is deployed. */
  readonly target: () => CallTarget | undefined;
  readonly trace: Trace;
  readonly clock: Clock;
}

const FILES = new URL('../files/', import.meta.url).pathname;
const faultsSchema = v.strictObject({ failNext: v.pipe(v.number(), v.integer(), v.minValue(0)) });
const STARTING = { title: 'the connector is still starting' };

export function createCrmRoutes({ crm, origin, target, trace, clock }: CrmSurroundings) {
  let failNext = 0;

  async function setFaults(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = v.safeParse(faultsSchema, JSON.parse(await readBody(request)));
    if (!asked.success) return sendJson(response, 422, { title: 'failNext must be a count' });
    failNext = asked.output.failNext;
    sendJson(response, 200, { failNext });
  }

  function showOpportunity(response: ServerResponse, id: string): void {
    const opportunity = crm.opportunity(id);
    if (opportunity === undefined) {
      sendJson(response, 404, { title: `there is no opportunity ${id}` });
      return;
    }
    sendJson(response, 200, {
      opportunity,
      calls: crm.calls(id),
      changes: crm.changes(id),
      requests: crm.requests(id).map(withoutBody),
    });
  }

  async function requestCall(request: IncomingMessage, response: ServerResponse, id: string): Promise<void> {
    const connector = target();
    if (connector === undefined) return sendJson(response, 503, STARTING);
    if (crm.opportunity(id) === undefined) return sendJson(response, 404, { title: `there is no opportunity ${id}` });
    const wish = JSON.parse(await readBody(request)) as Omit<CallWish, 'opportunityId'>;
    const sent = await sendCallRequest(crm, connector, { ...wish, opportunityId: id }, origin, clock);
    report('sent call.requested', sent);
    sendJson(response, 200, withoutBody(sent));
  }

  async function redeliver(response: ServerResponse, requestId: string): Promise<void> {
    const known = crm.request(requestId);
    const connector = target();
    if (connector === undefined) return sendJson(response, 503, STARTING);
    if (known === undefined) return sendJson(response, 404, { title: `there is no request ${requestId}` });
    const sent = await deliver(crm, connector, known, clock);
    report('sent the same webhook again', sent);
    sendJson(response, 200, withoutBody(sent));
  }

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const connector = target();
    if (connector === undefined) return sendJson(response, 503, STARTING);
    if (failNext > 0) {
      failNext -= 1;
      trace.record({ part: 'crm', title: 'refused a webhook: it was told to fail', ok: false });
      return sendJson(response, 503, { title: 'the demo CRM was told to fail' });
    }
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const { result, type, callId, connectContactId } = receiveWebhook(
      crm,
      connector.secret,
      await readBody(request),
      headers,
    );
    trace.record({
      part: 'crm',
      title: `received ${type}: ${result}`,
      ok: result !== 'bad-signature',
      ...(callId === undefined ? {} : { callId }),
      ...(connectContactId === undefined ? {} : { connectContactId }),
    });
    sendJson(response, result === 'bad-signature' ? 401 : 200, { result });
  }

  async function sendFile(request: IncomingMessage, response: ServerResponse, documentId: string): Promise<void> {
    const document = crm
      .opportunities()
      .flatMap(({ documents }) => documents)
      .find(({ id, addedBy }) => id === documentId && addedBy === undefined);
    // The name comes from the CRM's own list, never from the address.
    const path = document && join(FILES, document.fileName);
    const facts = path && (await stat(path).catch(() => undefined));
    if (!document || !path || !facts) return sendJson(response, 404, { title: `the CRM has no file ${documentId}` });
    const etag = `"${facts.size}-${Math.trunc(facts.mtimeMs)}"`;
    if (request.headers['if-none-match'] === etag) return void response.writeHead(304, { etag }).end();
    response.writeHead(200, { 'content-type': document.contentType, 'x-content-type-options': 'nosniff', etag });
    createReadStream(path).pipe(response);
  }

  function report(title: string, { status, answer, attempts }: SentRequest): void {
    const { callId, connectContactId } = answer !== undefined && 'callId' in answer ? answer : {};
    trace.record({
      part: 'crm',
      title: `${title}: ${status ?? 'no answer'}`,
      ok: status !== undefined && status < 400,
      ...(callId === undefined ? {} : { callId }),
      ...(connectContactId === undefined ? {} : { connectContactId }),
      detail: { attempts },
    });
  }

  return async (request: IncomingMessage, response: ServerResponse, path: readonly string[]): Promise<void> => {
    const [kind = '', id = '', action = ''] = path;
    switch (`${request.method} ${kind}${id === '' ? '' : '/*'}${action === '' ? '' : `/${action}`}`) {
      case 'GET opportunities':
        return sendJson(response, 200, { opportunities: crm.opportunities() });
      case 'GET opportunities/*':
        return showOpportunity(response, id);
      case 'POST opportunities/*/calls':
        return requestCall(request, response, id);
      case 'POST requests/*/redeliver':
        return redeliver(response, id);
      case 'POST webhooks':
        return receive(request, response);
      case 'GET faults':
        return sendJson(response, 200, { failNext });
      case 'PUT faults':
        return setFaults(request, response);
      case 'GET files/*':
        return sendFile(request, response, id);
      default:
        return sendJson(response, 404, { title: 'the demo CRM has nothing here' });
    }
  };
}

const withoutBody = ({ body: _body, ...sent }: SentRequest): Omit<SentRequest, 'body'> => sent;
