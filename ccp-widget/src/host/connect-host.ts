/**
 * The desktop in another page's frame: `?host=hubspot&source=<id of the source whose records that page shows>`, or
 * `?host=workspace` in the agent workspace.
 */
import type { DesktopConfiguration } from '../../../functions/core/contracts/configuration.ts';
import { apiOf } from '../api/desktop-api.ts';
import { troubleFrom } from '../api/trouble.ts';
import { reportSoftphone } from '../softphone/report-softphone.ts';
import type { Softphone } from '../softphone/softphone.ts';
import { callAtHand } from '../state/call-at-hand.ts';
import type { Desk } from '../state/desk.ts';
import { contextId } from '../state/desktop-state.ts';
import { attachRecorder } from '../state/host-of.ts';
import { notify } from '../state/notify.ts';
import { requestCall } from '../state/request-call.ts';
import { reading } from '../state/without-context.ts';
import { trustedFramework } from '../trusted-script.ts';
import { chooseDeal } from '../views/choose-deal.ts';
import { framedBy } from './framed-by.ts';
import { isInWorkspace } from './is-in-workspace.ts';

/**
 * What a host's chunk uses of the rest of the desktop. It is handed over: an import of it there would cut the code of the
 * first paint into more files, for every page that runs in no host.
 */
const REST = {
  ...{ apiOf, attachRecorder, callAtHand, chooseDeal, contextId, notify, reading, requestCall },
  ...{ troubleFrom, trustedFramework },
};
export type RestOfDesktop = typeof REST;

/** Resolves with the host's softphone, where that is the one to use. */
export async function connectHost(desk: Desk, configuration: DesktopConfiguration): Promise<Softphone | undefined> {
  const query = new URLSearchParams(location.search);
  const host = query.get('host');
  if (host === 'workspace' && isInWorkspace(configuration, framedBy())) {
    const { enterWorkspace } = await import('../softphone/enter-workspace.ts');
    return enterWorkspace({
      username: async () => (await apiOf(desk).myCalls()).agentUsername,
      storage: sessionStorage,
      report: reportSoftphone,
    });
  }
  // Not waited for: a host's own script may be slow, and the softphone is needed.
  if (host !== null)
    void import('./connect-bridge.ts').then(({ connectBridge }) =>
      connectBridge({ desk, configuration, host, source: query.get('source'), rest: REST }),
    );
  return undefined;
}
