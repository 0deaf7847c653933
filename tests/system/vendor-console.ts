/** The accounts of real kinds of CRM, as a person at the console has them (`local/console/vendors/routes.ts`). */
import type { StoredRecord } from '../../local/crm/crm-double.ts';
import type { Endpoints } from '../../local/parts.ts';

export interface VendorEventSent {
  readonly status?: number;
  readonly answer?: string;
}

export interface VendorConsole {
  /** Everything that the account stores of the opportunity. */
  records(opportunityId: string): Promise<readonly StoredRecord[]>;
  /** The vendor's event that asks for a call; what the connector answered, in whatever words. */
  askForCall(
    opportunityId: string,
    asked: { readonly agent: string; readonly contactId?: string; readonly way?: string; readonly eventId?: string },
  ): Promise<VendorEventSent>;
  act(opportunityId: string, action: 'changed' | 'deleted' | 'hidden'): Promise<VendorEventSent>;
  setFault(fault: string): Promise<void>;
}

export function vendorConsole({ console: origin }: Endpoints, sourceId: string): VendorConsole {
  async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${origin}/crms/${sourceId}${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text) as T;
  }
  const at = (opportunityId: string): string => `/opportunities/${encodeURIComponent(opportunityId)}`;
  return {
    records: async (id) => (await ask<{ records: readonly StoredRecord[] }>('GET', at(id))).records,
    askForCall: (id, asked) => ask('POST', `${at(id)}/calls`, asked),
    act: (id, action) => ask('POST', `${at(id)}/${action}`),
    setFault: async (fault) => void (await ask('PUT', '/fault', { fault })),
  };
}
