/**
 * The accounts of real kinds of CRM, under `/crms`: what they have, and what a user of each can do.
 *
 * | request | does |
 * |---|---|
 * | `GET /crms` | the accounts, the ways to ask for a call, the faults |
 * | `GET /crms/{sourceId}` | its opportunities, by their own ids |
 * | `GET /crms/{sourceId}/opportunities/{id}` | everything that it stores of one, and what was sent about it |
 * | `POST /crms/{sourceId}/opportunities/{id}/calls {contactId?, agent, way?, eventId?}` | the vendor's event that asks for a call |
 * | `POST /crms/{sourceId}/opportunities/{id}/changed`, `…/deleted`, `…/hidden` | it is changed, deleted or hidden there, and the vendor says so |
 * | `POST /crms/{sourceId}/opportunities/{id}/merged {contactId, into}` | one of its people is merged into another, where the vendor tells that |
 * | `PUT /crms/{sourceId}/fault {fault}` | what is wrong from now on |
 */
import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import { type DemoAccount, takeVendorRequest } from '../../crm/demo-accounts.ts';
import { UNTOLD_DEALS } from '../../crm/untold-deals.ts';
import type { VendorEvent, WebhookTarget } from '../../crm/vendor.ts';
import type { Clock, Trace } from '../../parts.ts';
import { readBody, sendJson } from '../http.ts';
import { FAULT_IDS, FAULTS, type FaultId } from './faults.ts';
import { type SentEvent, sendEvent } from './send-event.ts';

export interface VendorSurroundings {
  readonly accounts: readonly DemoAccount[];
  /** The source's webhook address and `current` of its secret. */
  readonly target: (sourceId: string) => Pick<WebhookTarget, 'url' | 'secret'> | undefined;
  readonly trace: Trace;
  readonly clock: Clock;
}

const callSchema = v.object({
  contactId: v.optional(v.string()),
  agent: v.string(),
  way: v.optional(v.string()),
  /** Of an event that is sent again. */
  eventId: v.optional(v.string()),
});
const mergeSchema = v.object({ contactId: v.string(), into: v.string() });
const faultSchema = v.object({ fault: v.picklist(FAULT_IDS) });
const KEPT = 20;

export type VendorRoutes = ReturnType<typeof createVendorRoutes>;

export function createVendorRoutes({ accounts, target, trace, clock }: VendorSurroundings) {
  const changes = new EventEmitter();
  const faults = new Map<string, FaultId>();
  const sent = new Map<string, readonly SentEvent[]>();

  async function send(at: DemoAccount, opportunityId: string, eventTo: (to: WebhookTarget) => VendorEvent) {
    const { sourceId, vendor } = at;
    const connector = target(sourceId);
    if (connector === undefined) throw new Error(`the source ${sourceId} is missing`);
    const now = clock.now();
    const event = await sendEvent(eventTo({ ...connector, sourceId, at: now }), now);
    sent.set(opportunityId, [event, ...(sent.get(opportunityId) ?? [])].slice(0, KEPT));
    const { callId } = parsed(event.answer);
    trace.record({
      ...{ part: 'crm', title: `${vendor.name} sent its webhook: ${event.status ?? 'no answer'}` },
      ok: event.status !== undefined && event.status < 400,
      ...(typeof callId === 'string' && { callId }),
    });
    changes.emit('change', sourceId);
    return event;
  }

  function shown({ sourceId, account }: DemoAccount, opportunityId: string) {
    const records = account.double.records(opportunityId);
    return { records, sent: sent.get(opportunityId) ?? [], fault: faults.get(sourceId) ?? 'none' };
  }

  async function act(at: DemoAccount, opportunityId: string, action: string, request: IncomingMessage) {
    const { account } = at;
    const eventId = `event-${randomUUID()}`;
    const told = { eventId, opportunityIds: [opportunityId] };
    switch (action) {
      case 'calls': {
        const { agent, contactId, way, eventId: again } = v.parse(callSchema, JSON.parse(await readBody(request)));
        const asked = {
          ...{ eventId: again ?? eventId, opportunityId, username: agent },
          ...(contactId !== undefined && { contactId }),
          ...(way !== undefined && { way }),
        };
        return send(at, opportunityId, (to) => account.callAsked(asked, to));
      }
      case 'changed':
        return send(at, opportunityId, (to) => account.changed(told, to));
      case 'deleted':
        account.double.remove(opportunityId);
        return send(at, opportunityId, (to) => account.deleted(told, to));
      case 'hidden':
        account.double.hide(opportunityId);
        return send(at, opportunityId, (to) => account.changed(told, to));
      case 'merged': {
        const { contactId, into } = v.parse(mergeSchema, JSON.parse(await readBody(request)));
        const people = account.double.records(opportunityId).filter(({ part }) => part === 'person');
        const [gone, other] = [contactId, into].map((id) => people.find((one) => one.id === id));
        if (account.double.merge === undefined || gone === undefined || gone === other) return undefined;
        if (gone.table !== other?.table) return undefined;
        account.double.merge(contactId, into);
        return send(at, opportunityId, (to) => account.changed(told, to));
      }
      default:
        return undefined;
    }
  }

  async function setFault(at: DemoAccount, request: IncomingMessage): Promise<FaultId> {
    const { fault } = v.parse(faultSchema, JSON.parse(await readBody(request)));
    FAULTS[fault].apply(at.account.double);
    if (fault !== 'token-expired') faults.set(at.sourceId, fault);
    changes.emit('change', at.sourceId);
    return faults.get(at.sourceId) ?? 'none';
  }

  return {
    onChange(listener: (sourceId: string) => void): () => void {
      changes.on('change', listener);
      return () => changes.off('change', listener);
    },

    accountOf: (sourceId: string): DemoAccount | undefined => accounts.find((at) => at.sourceId === sourceId),

    /** The vendor says of its opportunities that they are there; not of one, which is found when its people call. */
    async tell(at: DemoAccount): Promise<void> {
      const untold = at.vendor.idOf(UNTOLD_DEALS[at.vendor.kind].id);
      for (const { id } of at.account.double.opportunities().filter((one) => one.id !== untold)) {
        const told = { eventId: `event-${randomUUID()}`, opportunityIds: [id] };
        await send(at, id, (to) => at.account.changed(told, to));
      }
    },

    /** The vendors' own APIs: false when the request is for none of them. */
    async serveApi(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
      const at = takeVendorRequest(accounts, request);
      if (at === undefined) return false;
      await at.account.double.handle(request, response);
      const { statusCode } = response;
      const path = request.url?.replace(/\?.*$/, '');
      trace.record({
        part: 'crm',
        title: `${at.vendor.name}: ${request.method} ${path} ${statusCode}`,
        ok: statusCode < 400,
      });
      changes.emit('change', at.sourceId);
      return true;
    },

    /** @param path after `/crms` */
    async serve(request: IncomingMessage, response: ServerResponse, path: readonly string[]): Promise<void> {
      const [sourceId, noun, opportunityId = '', action] = path;
      const at = accounts.find((one) => one.sourceId === sourceId);
      const { method } = request;
      if (sourceId === undefined) return sendJson(response, 200, { crms: accounts.map(about), faults: titles(FAULTS) });
      if (at === undefined) return sendJson(response, 404, { title: `there is no CRM ${sourceId}` });
      if (noun === undefined) return sendJson(response, 200, { ...about(at), opportunities: opportunitiesOf(at) });
      if (noun === 'fault' && method === 'PUT') {
        return sendJson(response, 200, { fault: await setFault(at, request) });
      }
      if (noun === 'opportunities' && action === undefined) return sendJson(response, 200, shown(at, opportunityId));
      const event =
        noun === 'opportunities' && method === 'POST' ? await act(at, opportunityId, action ?? '', request) : undefined;
      if (event === undefined) return sendJson(response, 404, { title: 'nothing is here' });
      return sendJson(response, 200, event);
    },
  };
}

const about = ({ sourceId, vendor, account }: DemoAccount) => ({
  ...{ sourceId, kind: vendor.kind, name: vendor.name, ways: account.ways },
  canMerge: account.double.merge !== undefined,
});

const titles = (faults: Readonly<Record<string, { readonly title: string }>>) =>
  Object.entries(faults).map(([id, { title }]) => ({ id, title }));

const opportunitiesOf = ({ account }: DemoAccount) =>
  account.double.opportunities().map(({ id, title, table, fields }) => ({ id, title, table, fields }));

function parsed(text: string | undefined): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text ?? ''));
  } catch {
    return {};
  }
}
