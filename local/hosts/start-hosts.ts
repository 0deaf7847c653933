/** HubSpot's and Dynamics 365's pages beside the running system: they show the deployed desktop, and records of the demo's accounts. */
import type { VendorRoutes } from '../console/vendors/routes.ts';
import { demoSourceId } from '../crm/demo-accounts.ts';
import type { VendorKind } from '../crm/vendor.ts';
import type { Ports, RunningPart } from '../parts.ts';
import { dynamics365Facts } from './dynamics365/dynamics365-facts.ts';
import { hubspotFacts } from './hubspot/hubspot-facts.ts';
import { type HostCrm, startHost } from './start.ts';

export interface HostsOptions {
  readonly ports: Pick<Ports, 'hubspot' | 'dynamics365'>;
  readonly desktop: string;
  readonly vendors: VendorRoutes;
}

export async function startHosts({ ports, desktop, vendors }: HostsOptions): Promise<RunningPart> {
  const [hubspot, dynamics365] = [crmOf(vendors, 'hubspot'), crmOf(vendors, 'dynamics365')];
  const started = await Promise.all([
    startHost({
      ...{ host: 'hubspot', port: ports.hubspot, crm: hubspot },
      facts: () => hubspot.tell().then(() => hubspotFacts(desktop)),
    }),
    startHost({
      ...{ host: 'dynamics365', port: ports.dynamics365, crm: dynamics365 },
      facts: () => dynamics365.tell().then(() => dynamics365Facts(desktop)),
    }),
  ]);
  return {
    async stop() {
      await Promise.all(started.map((host) => host.stop()));
    },
  };
}

/** The connector hears of the account's deals when somebody first looks at a page of theirs. */
function crmOf(vendors: VendorRoutes, kind: VendorKind): HostCrm & { tell(): Promise<void> } {
  const at = vendors.accountOf(demoSourceId(kind));
  if (at === undefined) throw new Error(`there is no account of ${kind}`);
  let told: Promise<void> | undefined;
  return {
    async handle(request, response) {
      if (!(await vendors.serveApi(request, response))) response.writeHead(404).end();
    },
    loggedCalls: () => at.account.double.loggedCalls(),
    engage: (record) => at.account.engage?.(record),
    tell() {
      told ??= vendors.tell(at).catch((error: unknown) => {
        told = undefined;
        throw error;
      });
      return told;
    },
  };
}
