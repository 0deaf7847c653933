/**
 * The desktop in another page's frame: `?host=hubspot&source=<id of the source whose records that page shows>`, or
 * `?host=workspace` in the agent workspace.
 */
import { h, render } from 'preact';
import type { DesktopConfiguration } from '../../../functions/core/contracts/configuration.ts';
import { apiOf } from '../api/desktop-api.ts';
import { later } from '../messages-later.ts';
import { reportSoftphone } from '../softphone/report-softphone.ts';
import type { Softphone } from '../softphone/softphone.ts';
import type { Desk } from '../state/desk.ts';
import { contextId, type PlannedCall } from '../state/desktop-state.ts';
import { attachRecorder } from '../state/host-of.ts';
import { notify } from '../state/notify.ts';
import { ChooseDeal } from '../views/choose-deal.ts';
import { dialForHost } from './dial-for-host.ts';
import { framedBy } from './framed-by.ts';
import type { HostBridge } from './host-bridge.ts';
import { isInWorkspace } from './is-in-workspace.ts';

/** As long as a call may be asked for after the click: the agent may have to choose the deal, or finish another call. */
const DIALLED_FOR_MS = 120_000;

/** Resolves with the host's softphone, where that is the one to use. */
export async function connectHost(desk: Desk, configuration: DesktopConfiguration): Promise<Softphone | undefined> {
  const query = new URLSearchParams(location.search);
  if (query.get('host') === 'workspace' && isInWorkspace(configuration, framedBy())) {
    const { enterWorkspace } = await import('../softphone/enter-workspace.ts');
    return enterWorkspace({
      username: async () => (await apiOf(desk).myCalls()).agentUsername,
      storage: sessionStorage,
      report: reportSoftphone,
    });
  }
  // Not waited for: a host's own script may be slow, and the softphone is needed.
  void connectBridge(desk, configuration, query);
  return undefined;
}

async function connectBridge(desk: Desk, configuration: DesktopConfiguration, query: URLSearchParams): Promise<void> {
  const { sources } = configuration;
  const source = sources.find(({ id }) => id === query.get('source')) ?? sources[0];
  const bridge = source && (await loadBridge(query.get('host'), source, configuration));
  if (!bridge) return;
  const sourceId = source.id;
  const { followDesk } = await import('./follow-desk.ts');

  const place = document.createElement('div');
  document.body.append(place);
  const dialled = new Map<string, number>();
  const about = ({ key, contact }: PlannedCall): string => `${contextId(key)} ${contact.id}`;
  const wasDialled = (planned: PlannedCall): boolean => {
    const at = dialled.get(about(planned));
    dialled.delete(about(planned));
    return at !== undefined && Date.now() - at < DIALLED_FOR_MS;
  };
  bridge.start({
    dial: (wish) =>
      void dialForHost(
        {
          ...{ desk, sourceId },
          choose: (matches, chosen) => {
            const close = (): void => render(null, place);
            render(h(ChooseDeal, { matches, onChoose: chosen, onClose: close }), place);
          },
          // Only for the deal on the host's screen: elsewhere its record of the call would be filed wrongly.
          onCall: (planned) => wish.opportunityId !== undefined && dialled.set(about(planned), Date.now()),
        },
        wish,
      ),
    recognised: ([caller, ...others]) => {
      if (!caller || others.length > 0) return;
      const { host } = later;
      notify(desk, { tone: 'info', text: host.known(caller.name), action: { label: host.show, run: caller.show } });
    },
    unreachable: () => notify(desk, { tone: 'problem', text: later.host.unreachable }),
  });
  attachRecorder(desk, followDesk({ desk, bridge, wasDialled, storage: sessionStorage }));
}

/** Of those that are configured; each comes with what ties it to its host, and only there. */
async function loadBridge(
  host: string | null,
  { id: sourceId, organisation }: DesktopConfiguration['sources'][number],
  { hosts, phoneNumber }: DesktopConfiguration,
): Promise<HostBridge | undefined> {
  if (host === 'hubspot') {
    const { createHubspotBridge } = await import('./hubspot/hubspot-bridge.ts');
    return createHubspotBridge({ hosts, ourNumber: phoneNumber });
  }
  if (host === 'dynamics365' && organisation !== undefined) {
    const { connectDynamics365 } = await import('./dynamics365/connect-dynamics365.ts');
    return connectDynamics365(sourceId, organisation);
  }
  return undefined;
}
