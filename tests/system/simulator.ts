/** The local Connect's control calls (DESIGN section 8). */
import type { Endpoints } from '../../local/parts.ts';

export interface SimulatedContact {
  readonly contactId: string;
  readonly state: string;
  /** ISO 8601. */
  readonly timestamps: { readonly initiatedAt: string };
  readonly attributes: Readonly<Record<string, string>>;
  readonly spoken: readonly { readonly text: string }[];
  readonly flowTrace: readonly Readonly<Record<string, unknown>>[];
  readonly events: readonly Readonly<Record<string, unknown>>[];
}

export const simulatorOf = ({ connect }: Endpoints) => {
  const ask = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${connect}/simulator/${path}`, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  };
  return {
    contacts: async () => (await ask<{ contacts: readonly SimulatedContact[] }>('GET', 'contacts')).contacts,
    /** The contacts that carry this call's attributes: one, when the promise holds. */
    contactsOf: async (callId: string) =>
      (await ask<{ contacts: readonly SimulatedContact[] }>('GET', 'contacts')).contacts.filter(
        ({ attributes }) => attributes.callId === callId,
      ),
    setPhone: (number: string, behavior: string, afterMs = 0) =>
      ask('PUT', `phones/${encodeURIComponent(number)}`, { behavior, afterMs }),
    phone: (number: string, action: 'answer' | 'decline' | 'hangup') =>
      ask('POST', `phones/${encodeURIComponent(number)}/${action}`, {}),
    callIn: (from: string, to: string) => ask<{ contactId: string }>('POST', 'inbound', { from, to }),
    setFaults: (faults: readonly unknown[]) => ask('PUT', 'faults', faults),
    setQuotas: (quotas: unknown) => ask('PUT', 'quotas', quotas),
  };
};
