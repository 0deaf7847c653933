/** What can be wrong with a CRM, as the console's switch has it. */
import type { CrmDouble } from '../../crm/crm-double.ts';

/** Longer than the connector waits for a CRM (10 s). */
const SLOW_MS = 15_000;

interface VendorFault {
  readonly title: string;
  /** Until another is chosen; one that is over at once does nothing else. */
  readonly apply: (double: CrmDouble) => void;
}

export const FAULTS = {
  none: { title: 'as it should be', apply: (double) => double.failAlways(undefined) },
  'token-expired': { title: 'token expired (once)', apply: (double) => double.expireTokens() },
  limit: { title: 'limit, wait 5 s (429)', apply: (double) => double.failAlways({ status: 429, retryAfter: 5 }) },
  'limit-without-time': { title: 'limit, no time said (429)', apply: (double) => double.failAlways({ status: 429 }) },
  slow: { title: 'too slow', apply: (double) => double.failAlways({ afterMs: SLOW_MS }) },
  down: { title: 'down', apply: (double) => double.failAlways('no-answer') },
  failing: { title: 'failing (503)', apply: (double) => double.failAlways({ status: 503 }) },
  surprise: { title: 'other fields than it had', apply: (double) => double.failAlways('surprise') },
} as const satisfies Readonly<Record<string, VendorFault>>;

export type FaultId = keyof typeof FAULTS;
export const FAULT_IDS = Object.keys(FAULTS) as FaultId[];
