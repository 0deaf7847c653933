/** What the contract suite needs of one kind of CRM: its connector, and the double that it speaks to. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { guardedFetch } from '#adapters/guarded-fetch.ts';
import type { Source } from '#core/contracts/configuration.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { CrmRecords, OpportunityReader } from '#core/ports/crm.ts';
import type { OpportunityKey } from '#core/ports/opportunity-store.ts';
import type { CrmAccess, CrmFiles, CrmInbound, CrmTelling, SignedRequest } from '#crm/connector.ts';
import type { CrmDouble } from '../../../../local/crm/crm-double.ts';
import { silentLog } from '../../../core/support/logs.ts';

export interface CrmUnderTest {
  readonly source: Source;
  readonly secrets: readonly string[];
  readonly inbound: CrmInbound;
  /** The CRM's own id of a deal, person, document or user of the demo. */
  readonly idOf: (id: string) => string;
  readonly reading: OpportunityReader;
  readonly telling: CrmTelling;
  readonly files: CrmFiles;
  readonly double: CrmDouble;
  /** As the CRM sends it at that time, signed. The same `eventId` is the same event. */
  callAsked(asked: {
    readonly eventId: string;
    readonly opportunityId: string;
    readonly contactId?: string;
    readonly at: Date;
  }): SignedRequest;
  changed(told: {
    readonly eventId: string;
    readonly opportunityIds: readonly string[];
    readonly at: Date;
  }): SignedRequest;
  deleted(told: { readonly eventId: string; readonly opportunityId: string; readonly at: Date }): SignedRequest;
  /** Whose signature has no time in it cannot tell a replay. */
  readonly knowsTime: boolean;
}

export interface ServedDouble {
  readonly origin: string;
  stop(): Promise<void>;
}

/** The double on a port of its own. */
export async function serveDouble(double: Pick<CrmDouble, 'handle'>): Promise<ServedDouble> {
  const server = createServer((request, response) => void double.handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The access that a function has, with records in memory. */
export function accessTo<Kind extends Source>(
  source: Kind,
  credentials: Readonly<Record<string, string>>,
  clock: Clock = { now: () => new Date() },
  pause: CrmAccess['pause'] = async () => undefined,
): CrmAccess<Kind> {
  return {
    ...{ source, clock, pause, web: guardedFetch(), records: recordsInMemory(clock) },
    credentials: async () => credentials,
    log: silentLog,
  };
}

/** Two minutes, as the product's patience with a claim. */
const PATIENCE = 120_000;

export function recordsInMemory(clock: Clock): CrmRecords {
  const known = new Map<string, { readonly at: number; readonly recordId?: string; readonly isUnproven?: true }>();
  const idOf = ({ sourceId, opportunityId }: OpportunityKey, subjectId: string): string =>
    JSON.stringify([sourceId, opportunityId, subjectId]);
  const now = (): number => clock.now().getTime();
  return {
    async claim(key, subjectId) {
      const id = idOf(key, subjectId);
      const found = known.get(id);
      if (found?.recordId !== undefined) {
        const { recordId, isUnproven } = found;
        return { outcome: 'known', recordId, ...(isUnproven && { isUnproven }) };
      }
      if (found !== undefined && now() - found.at < PATIENCE) return { outcome: 'busy' };
      known.set(id, { at: now() });
      return { outcome: found === undefined ? 'claimed' : 'stale' };
    },
    remember: async (key, subjectId, recordId, options) =>
      void known.set(idOf(key, subjectId), { at: now(), recordId, ...options }),
    subjects: async ({ sourceId, opportunityId }) =>
      new Map(
        [...known].flatMap(([id, { recordId }]): [string, string][] => {
          const [source, opportunity, subject] = JSON.parse(id) as [string, string, string];
          return recordId !== undefined && source === sourceId && opportunity === opportunityId
            ? [[recordId, subject]]
            : [];
        }),
      ),
    async forget(key, subjectId, recordId) {
      const id = idOf(key, subjectId);
      if (known.get(id)?.recordId === recordId) known.delete(id);
    },
    release: async (key, subjectId) => void known.delete(idOf(key, subjectId)),
  };
}
