/** What the page asks of the console's server and of the local Connect's simulator controls. */
import type { CallView } from '../../../functions/core/contracts/call.ts';
import type { StoredRecord } from '../../crm/crm-double.ts';
import type { CallWay } from '../../crm/vendor.ts';
import type { TraceStep } from '../../parts.ts';
import type { Operations } from '../../stack/metrics/operations.ts';
import type { ReceivedChange, SentRequest } from '../crm/crm.ts';
import type { CrmOpportunity } from '../crm/opportunities.ts';
import type { SentEvent } from '../vendors/send-event.ts';

export interface Facts {
  readonly desktop: string;
  readonly connect: string;
  readonly agents: readonly { username: string; password: string }[];
  /** Pages of other products that show the desktop. */
  readonly hosts: readonly { readonly name: string; readonly url: string }[];
}

export interface OpportunityPage {
  readonly opportunity: CrmOpportunity;
  readonly calls: readonly CallView[];
  readonly changes: readonly ReceivedChange[];
  readonly requests: readonly Omit<SentRequest, 'body'>[];
}

export interface Phone {
  readonly number: string;
  readonly state: string;
  readonly contactId: string | null;
  readonly heard: readonly { at: string; text: string; kind: 'text' | 'prompt' | 'digits' }[];
}

async function ask<T>(url: string, init?: RequestInit): Promise<T> {
  const response = await fetch(url, init);
  const body: unknown = await response.json().catch(() => ({}));
  if (!response.ok)
    throw new Error((body as { title?: string; message?: string }).title ?? `${response.status} from ${url}`);
  return body as T;
}

const post = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

export type DialMode = 'customer-first' | 'agent-first';

export const loadFacts = () => ask<Facts>('/console.json');
export const loadOpportunities = async () =>
  (await ask<{ opportunities: readonly CrmOpportunity[] }>('/crm/opportunities')).opportunities;
export const loadOpportunity = (id: string) => ask<OpportunityPage>(`/crm/opportunities/${encodeURIComponent(id)}`);
export const requestCall = (id: string, wish: { contactId: string; phone?: string; agent: string; mode: DialMode }) =>
  ask<Omit<SentRequest, 'body'>>(`/crm/opportunities/${encodeURIComponent(id)}/calls`, post(wish));
export const redeliver = (requestId: string) =>
  ask<Omit<SentRequest, 'body'>>(`/crm/requests/${encodeURIComponent(requestId)}/redeliver`, post({}));
export interface VendorCrm {
  readonly sourceId: string;
  readonly name: string;
  readonly ways: readonly CallWay[];
  /** It tells whom a person has become. */
  readonly canMerge: boolean;
}
export interface VendorChoice {
  readonly crms: readonly VendorCrm[];
  readonly faults: readonly { readonly id: string; readonly title: string }[];
}
export interface VendorOpportunity {
  readonly records: readonly StoredRecord[];
  readonly sent: readonly SentEvent[];
  readonly fault: string;
}
export type VendorAction = 'changed' | 'deleted' | 'hidden';

const vendorPath = (sourceId: string, id: string): string =>
  `/crms/${encodeURIComponent(sourceId)}/opportunities/${encodeURIComponent(id)}`;
export const loadVendorCrms = () => ask<VendorChoice>('/crms');
export const loadVendorOpportunities = async (sourceId: string) =>
  (await ask<{ opportunities: readonly StoredRecord[] }>(`/crms/${encodeURIComponent(sourceId)}`)).opportunities;
export const loadVendorOpportunity = (sourceId: string, id: string) => ask<VendorOpportunity>(vendorPath(sourceId, id));
export const askVendorForCall = (
  sourceId: string,
  id: string,
  asked: { readonly contactId: string; readonly agent: string; readonly way: string },
) => ask<SentEvent>(`${vendorPath(sourceId, id)}/calls`, post(asked));
export const actAtVendor = (sourceId: string, id: string, action: VendorAction) =>
  ask<SentEvent>(`${vendorPath(sourceId, id)}/${action}`, post({}));
export const mergeAtVendor = (
  sourceId: string,
  id: string,
  merged: { readonly contactId: string; readonly into: string },
) => ask<SentEvent>(`${vendorPath(sourceId, id)}/merged`, post(merged));
export const setVendorFault = (sourceId: string, fault: string) =>
  ask(`/crms/${encodeURIComponent(sourceId)}/fault`, { ...post({ fault }), method: 'PUT' });

export const loadOperations = () => ask<Operations>('/metrics');
export const loadTrace = async () => (await ask<{ steps: readonly TraceStep[] }>('/trace')).steps;

export const phoneDoes = (
  connect: string,
  number: string,
  action: 'answer' | 'decline' | 'hangup' | 'digits',
  body: unknown = {},
) => ask(`${connect}/simulator/phones/${encodeURIComponent(number)}/${action}`, post(body));
export const callIn = (connect: string, from: string, to: string) =>
  ask(`${connect}/simulator/inbound`, post({ from, to }));
