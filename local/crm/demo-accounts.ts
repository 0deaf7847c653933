/**
 * The accounts of real kinds of CRM that `npm start` has beside the demo CRM: a source each, with the same deals in the vendor's own
 * shapes. They answer at the console's address (the paths of the vendors' APIs never meet), Dynamics 365 at that of its own pages.
 */
import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { DEMO_OPPORTUNITIES } from '../console/crm/opportunities.ts';
import { DYNAMICS365_TENANT_ID } from './dynamics365/dynamics365-vendor.ts';
import { UNTOLD_DEALS } from './untold-deals.ts';
import type { Vendor, VendorAccount, VendorKind } from './vendor.ts';
import { VENDORS } from './vendors.ts';

/** `mount` is part of the vendor's address as it is configured, `paths` are the vendor's own. Two of the vendors have origins. */
const PLACES: Readonly<Record<VendorKind, { readonly mount: string; readonly paths: readonly string[] }>> = {
  espocrm: { mount: '/espocrm', paths: ['/'] },
  hubspot: { mount: '/hubspot', paths: ['/'] },
  salesforce: { mount: '', paths: ['/services/'] },
  dynamics365: { mount: '', paths: ['/api/data/', `/${DYNAMICS365_TENANT_ID}/`] },
};

const FILES = join(import.meta.dirname, '..', 'console', 'files');

export const demoSourceId = (kind: VendorKind): string => `${kind}-demo`;

/** Where accounts answer. */
export interface AccountOrigins {
  readonly console: string;
  readonly dynamics365: string;
}

const apiUrlOf = (kind: VendorKind, origins: AccountOrigins): string =>
  (kind === 'dynamics365' ? origins.dynamics365 : origins.console) + PLACES[kind].mount;

/** Entries of `sources`. */
export const demoSources = (origins: AccountOrigins & { readonly api: string }) =>
  VENDORS.map((vendor) => {
    const id = demoSourceId(vendor.kind);
    return vendor.source(id, apiUrlOf(vendor.kind, origins), `${origins.api}/webhooks/${id}`);
  });

/** Further members of the sources' secrets, by source. */
export const DEMO_CREDENTIALS: ReadonlyMap<string, Readonly<Record<string, string>>> = new Map(
  VENDORS.map(({ kind, credentials }) => [demoSourceId(kind), credentials]),
);

export interface DemoAccount {
  readonly sourceId: string;
  readonly vendor: Vendor;
  readonly account: VendorAccount;
}

/** @param secretOf `current` of the source's secret, as it stands there */
export const openDemoAccounts = (
  origins: AccountOrigins,
  secretOf: (sourceId: string) => string,
): readonly DemoAccount[] =>
  VENDORS.map((vendor) => {
    const sourceId = demoSourceId(vendor.kind);
    const apiUrl = apiUrlOf(vendor.kind, origins);
    const deals = [...DEMO_OPPORTUNITIES, UNTOLD_DEALS[vendor.kind]];
    return { sourceId, vendor, account: vendor.open({ apiUrl, fileOf, deals, secret: () => secretOf(sourceId) }) };
  });

/** Whose API a request is for: its address then is as the vendor knows it. */
export function takeVendorRequest(
  accounts: readonly DemoAccount[],
  request: Pick<IncomingMessage, 'url'>,
): DemoAccount | undefined {
  const { url = '' } = request;
  const found = accounts.find(({ vendor }) => {
    const { mount, paths } = PLACES[vendor.kind];
    return paths.some((path) => url.startsWith(mount + path));
  });
  if (found !== undefined) request.url = url.slice(PLACES[found.vendor.kind].mount.length);
  return found;
}

async function fileOf(documentId: string): Promise<Uint8Array> {
  const documents = DEMO_OPPORTUNITIES.flatMap((deal) => deal.documents);
  const found = documents.find(({ id }) => id === documentId);
  return found === undefined ? new Uint8Array() : readFile(join(FILES, found.fileName));
}
