/** The bridge to the host that the address names: what is clicked there, and what is told there. Only a page in a host loads it. */
import * as texts from '#texts/host.ts';
import type { DesktopConfiguration } from '../../../functions/core/contracts/configuration.ts';
import type { Desk } from '../state/desk.ts';
import type { PlannedCall } from '../state/desktop-state.ts';
import type { RestOfDesktop } from './connect-host.ts';
import { dialForHost } from './dial-for-host.ts';
import { followDesk } from './follow-desk.ts';
import type { HostBridge } from './host-bridge.ts';

/** As long as a call may be asked for after the click: the agent may have to choose the deal, or finish another call. */
const DIALLED_FOR_MS = 120_000;

export interface BridgeOptions {
  readonly desk: Desk;
  readonly configuration: DesktopConfiguration;
  readonly host: string;
  /** Id of the source whose records the host shows, as the address says it. */
  readonly source: string | null;
  readonly rest: RestOfDesktop;
}

export async function connectBridge(options: BridgeOptions): Promise<void> {
  const { desk, rest } = options;
  const { sources } = options.configuration;
  const source = sources.find(({ id }) => id === options.source) ?? sources[0];
  const bridge = source && (await loadBridge(options, source));
  if (!bridge) return;

  const dialled = new Map<string, number>();
  const about = ({ key, contact }: PlannedCall): string => `${rest.contextId(key)} ${contact.id}`;
  const wasDialled = (planned: PlannedCall): boolean => {
    const at = dialled.get(about(planned));
    dialled.delete(about(planned));
    return at !== undefined && Date.now() - at < DIALLED_FOR_MS;
  };
  bridge.start({
    dial: (wish) =>
      void dialForHost(
        {
          ...{ desk, rest, sourceId: source.id },
          // Only for the deal on the host's screen: elsewhere its record of the call would be filed wrongly.
          onCall: (planned) => wish.opportunityId !== undefined && dialled.set(about(planned), Date.now()),
        },
        wish,
      ),
    recognised: ([caller, ...others]) => {
      if (!caller || others.length > 0) return;
      const action = { label: texts.show, run: caller.show };
      rest.notify(desk, { tone: 'info', text: texts.known(caller.name), action });
    },
    unreachable: () => rest.notify(desk, { tone: 'problem', text: texts.unreachable }),
  });
  rest.attachRecorder(desk, followDesk({ desk, bridge, wasDialled, storage: sessionStorage }));
}

/** Of those that are configured; each comes with what ties it to its host, and only there. */
async function loadBridge(
  { host, configuration: { hosts, phoneNumber }, rest }: BridgeOptions,
  { id: sourceId, organisation }: DesktopConfiguration['sources'][number],
): Promise<HostBridge | undefined> {
  if (host === 'hubspot') {
    const { createHubspotBridge } = await import('./hubspot/hubspot-bridge.ts');
    return createHubspotBridge({ hosts, ourNumber: phoneNumber });
  }
  if (host === 'dynamics365' && organisation !== undefined) {
    const { connectDynamics365 } = await import('./dynamics365/connect-dynamics365.ts');
    return connectDynamics365(sourceId, organisation, rest.trustedFramework);
  }
  return undefined;
}
