/** The account's quotas, as token buckets; defaults from "Amazon Connect service quotas" (2026). */
import type { Scheduler } from './scheduler.ts';

export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

export interface QuotaSettings {
  /** Rate of every operation that `operations` does not name. Each operation has a bucket of its own. */
  readonly default: Rate;
  readonly operations: Readonly<Record<string, Rate>>;
  readonly concurrentCalls: number;
  /** "Concurrent campaign active calls": none until it is raised. */
  readonly concurrentCampaignCalls: number;
  /** Prefixes of numbers that must not be called: DestinationNotAllowedException. */
  readonly blockedPrefixes: readonly string[];
}

const CONTACT_RATE: Rate = { perSecond: 10, burst: 15 };
export const DEFAULT_QUOTAS: QuotaSettings = {
  default: { perSecond: 2, burst: 5 },
  operations: {
    GetContactAttributes: CONTACT_RATE,
    UpdateContactAttributes: CONTACT_RATE,
    DescribeContact: CONTACT_RATE,
    StopContact: CONTACT_RATE,
    UpdateContact: CONTACT_RATE,
    ListContactReferences: CONTACT_RATE,
    UpdateContactRoutingData: { perSecond: 20, burst: 20 },
    SearchContacts: { perSecond: 0.5, burst: 1 },
    TagContact: { perSecond: 20, burst: 25 },
    UntagContact: { perSecond: 20, burst: 25 },
  },
  concurrentCalls: 10,
  concurrentCampaignCalls: 0,
  /** British mobiles need a quota request; +979 is international premium rate (ITU), +999 is reserved and never assigned. */
  blockedPrefixes: ['+447', '+979', '+999'],
};

export interface Quotas {
  settings(): QuotaSettings;
  replace(settings: QuotaSettings): void;
  /** Takes one token; false when the bucket is empty. */
  take(operation: string): boolean;
}

export const createQuotas = (scheduler: Scheduler, initial: QuotaSettings = DEFAULT_QUOTAS): Quotas => {
  let settings = initial;
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    settings: () => settings,
    replace: (next) => {
      settings = next;
      buckets.clear();
    },
    take: (operation) => {
      const rate = settings.operations[operation] ?? settings.default;
      const now = scheduler.now();
      const bucket = buckets.get(operation) ?? { tokens: rate.burst, at: now };
      const refilled = Math.min(rate.burst, bucket.tokens + ((now - bucket.at) / 1_000) * rate.perSecond);
      const granted = refilled >= 1;
      buckets.set(operation, { tokens: granted ? refilled - 1 : refilled, at: now });
      return granted;
    },
  };
};
