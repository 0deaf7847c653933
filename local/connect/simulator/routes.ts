/**
 * The simulator's controls, for tests and for the person at the desk:
 *
 * | request | body | answer |
 * |---|---|---|
 * | `GET /simulator/phones` | | `{phones:[…]}` |
 * | `PUT /simulator/phones/{e164}` | `{behavior, afterMs?}` | the phone |
 * | `POST /simulator/phones/{e164}/answer`, `decline`, `hangup`, `digits` | `{digits}` for `digits` | the phone; 409 when it cannot |
 * | `POST /simulator/inbound` | `{from, to}` | `{contactId}` |
 * | `GET`, `PUT /simulator/faults` | `[{operation, …}]` or `{operation, …}` | `{faults:[…]}` |
 * | `GET`, `PUT /simulator/quotas` | `{default?, operations?, concurrentCalls?, blockedPrefixes?, <operation>?}` | the quotas |
 * | `GET /simulator/contacts[/{id}]` | | `{contacts:[…]}`, newest first |
 * | `GET /simulator/contacts/{id}/record` | | the contact record, once the contact is completed; 409 before |
 * | `GET /simulator/contacts/{id}/recording` | | `audio/wav`, when a flow asked for one and an agent was on the line; 404 |
 * | `GET /simulator/agents` | | `{agents:[…]}` |
 * | `GET /simulator/stream` | | server-sent events |
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import * as v from 'valibot';
import { receiveInbound } from '../contacts/receive-inbound.ts';
import type { Engine } from '../engine.ts';
import { contactRecord } from '../events/contact-record.ts';
import { findFlow } from '../instance.ts';
import { DEFAULT_QUOTAS } from '../quotas.ts';
import { recordingLocation, recordingOf } from '../recordings/recording.ts';
import { underConcurrencyLimit } from '../telephony/destinations.ts';
import * as controls from './controls.ts';
import { openStream } from './stream.ts';
import { agentView, contactView, contactViews, phoneView } from './views.ts';

class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const read = async <Schema extends v.GenericSchema>(
  request: IncomingMessage,
  schema: Schema,
): Promise<v.InferOutput<Schema>> => {
  const body = await json(request).catch(() => undefined);
  const parsed = v.safeParse(schema, body);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new Refusal(400, `${v.getDotPath(issue) ?? 'body'}: ${issue.message}`);
};

const call = (engine: Engine, from: string, to: string): { contactId: string } => {
  const flowId = engine.instance.numberFlows.get(to);
  const flow = flowId === undefined ? undefined : findFlow(engine.instance, flowId);
  if (flow === undefined) throw new Refusal(404, `no flow answers ${to}`);
  if (engine.phones.phone(from).line !== undefined) throw new Refusal(409, `${from} is in a call`);
  if (!underConcurrencyLimit(engine)) throw new Refusal(429, 'the allowed number of concurrent calls is reached');
  return { contactId: receiveInbound(engine, { from, to, flow }).id };
};

const control = async (
  engine: Engine,
  request: IncomingMessage,
  method: string,
  [what, key, action, ...rest]: readonly string[],
): Promise<unknown> => {
  const { phones, faults, quotas } = engine;
  if (rest.length > 0) throw new Refusal(404, 'no such control');
  const route = `${method} ${what}${key === undefined ? '' : '/*'}${action === undefined ? '' : `/${action}`}`;
  if (what === 'phones' && key !== undefined) {
    const number = v.safeParse(controls.e164, key);
    if (!number.success) throw new Refusal(400, `${key} is no number in E.164 format`);
    const acted = (done: boolean) => {
      if (!done) throw new Refusal(409, `the phone ${key} is ${phoneView(phones.phone(key)).state}`);
      return phoneView(phones.phone(key));
    };
    switch (route) {
      case 'GET phones/*':
        return phoneView(phones.phone(key));
      case 'PUT phones/*': {
        const { behavior, afterMs } = await read(request, controls.phoneBehavior);
        phones.setBehavior(key, behavior, afterMs);
        return phoneView(phones.phone(key));
      }
      case 'POST phones/*/answer':
        return acted(phones.answer(key));
      case 'POST phones/*/decline':
        return acted(phones.decline(key));
      case 'POST phones/*/hangup':
        return acted(phones.hangUp(key));
      case 'POST phones/*/digits':
        return acted(phones.pressDigits(key, (await read(request, controls.digits)).digits));
    }
  }
  switch (route) {
    case 'GET phones':
      return { phones: phones.list().map(phoneView) };
    case 'GET agents':
      return { agents: [...engine.agents.values()].map(agentView) };
    case 'GET contacts':
      return { contacts: contactViews(engine) };
    case 'GET contacts/*': {
      const contact = engine.contacts.get(key ?? '');
      if (contact === undefined) throw new Refusal(404, 'no such contact');
      return { contacts: [contactView(contact)] };
    }
    case 'GET contacts/*/record': {
      const contact = engine.contacts.get(key ?? '');
      if (contact === undefined) throw new Refusal(404, 'no such contact');
      if (contact.state !== 'completed') throw new Refusal(409, `the contact is ${contact.state}`);
      return contactRecord(engine, contact);
    }
    case 'POST inbound': {
      const { from, to } = await read(request, controls.inboundCall);
      return call(engine, from, to);
    }
    case 'GET faults':
      return { faults: faults.list() };
    case 'PUT faults':
      faults.replace(await read(request, controls.faults));
      return { faults: faults.list() };
    case 'GET quotas':
      return quotas.settings();
    case 'PUT quotas': {
      const { operations, ...settings } = await read(request, controls.quotas);
      quotas.replace({
        ...DEFAULT_QUOTAS,
        ...settings,
        operations: { ...DEFAULT_QUOTAS.operations, ...operations },
      });
      return quotas.settings();
    }
    default:
      throw new Refusal(404, 'no such control');
  }
};

/** Like the service's, it is there when the contact is completed. */
const sendRecording = (engine: Engine, contactId: string, response: ServerResponse): void => {
  const contact = engine.contacts.get(contactId);
  const known = contact?.state === 'completed' && recordingLocation(engine.instance, contact) !== undefined;
  if (known) response.writeHead(200, { 'content-type': 'audio/wav' }).end(recordingOf(contact));
  else response.writeHead(404, { 'content-type': 'application/json' }).end('{"message":"no such recording"}');
};

/** A broken escape stays as it is and then names nothing. */
const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};

/** Pages on this machine may use the controls, those of the internet may not. */
const LOOPBACK_ORIGIN = /^http:\/\/(localhost|127\.0\.0\.1)(:\d+)?$/;
/** A name that someone else's DNS points at this machine is not ours. */
const LOOPBACK_HOST = /^(localhost|127\.0\.0\.1)(:\d+)?$/;

/** Resolves to false, with nothing written, when the path is not the simulator's. */
export const createSimulatorRoutes =
  (engine: Engine) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (!pathname.startsWith('/simulator/')) return false;
    const { origin, host = '' } = request.headers;
    response.setHeader('vary', 'origin');
    if (!LOOPBACK_HOST.test(host) || (origin !== undefined && !LOOPBACK_ORIGIN.test(origin))) {
      response.writeHead(403).end();
      return true;
    }
    if (origin !== undefined) {
      response.setHeader('access-control-allow-origin', origin);
      response.setHeader('access-control-allow-methods', 'GET, PUT, POST');
      response.setHeader('access-control-allow-headers', 'content-type');
    }
    if (request.method === 'OPTIONS') {
      response.writeHead(204).end();
      return true;
    }
    const parts = pathname.slice('/simulator/'.length).split('/').map(decoded);
    if (request.method === 'GET' && parts.join('/') === 'stream') {
      openStream(engine, request, response);
      return true;
    }
    if (request.method === 'GET' && parts[0] === 'contacts' && parts[2] === 'recording' && parts.length === 3) {
      sendRecording(engine, parts[1] ?? '', response);
      return true;
    }
    const answer = await control(engine, request, request.method ?? 'GET', parts).then(
      (body) => ({ status: 200, body }),
      (error: unknown) => {
        if (error instanceof Refusal) return { status: error.status, body: { message: error.message } };
        throw error;
      },
    );
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
    return true;
  };
