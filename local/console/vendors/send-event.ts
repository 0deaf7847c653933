/** Posts a vendor's event as the vendor does, and keeps what was answered. */
import { setTimeout as delay } from 'node:timers/promises';
import type { VendorEvent } from '../../crm/vendor.ts';

/** What went out and what came back, for the page. Headers and body are this machine's own: nothing in them is a secret elsewhere. */
export interface SentEvent extends VendorEvent {
  readonly at: string;
  readonly status?: number;
  /** As it came; vendors have answers in their own words. */
  readonly answer?: string;
}

/** Vendors repeat what was answered with 5xx, or not at all: here soon, there within minutes. */
const RETRY_DELAYS = [500, 2_000] as const;

export async function sendEvent(event: VendorEvent, at: Date): Promise<SentEvent> {
  const sent = { ...event, at: at.toISOString() };
  for (const wait of [...RETRY_DELAYS, undefined]) {
    const answer = await post(event);
    const isOver = answer.status !== undefined && answer.status < 500 && answer.status !== 429;
    if (isOver || wait === undefined) return { ...sent, ...answer };
    await delay(wait);
  }
  return sent;
}

async function post({ url, headers, body }: VendorEvent): Promise<{ status?: number; answer?: string }> {
  try {
    const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(15_000) });
    return { status: response.status, answer: await response.text() };
  } catch {
    return {};
  }
}
