import { guardMessages } from '../guard-messages.ts';
import type { HostBridge } from '../host-bridge.ts';
import { createDynamics365Bridge } from './dynamics365-bridge.ts';
import { loadFramework } from './load-framework.ts';

/**
 * @param organisation the only origin that is loaded from, and heard
 * @param trusted the address of its script, as the page's Trusted Types let it in
 */
export function connectDynamics365(
  sourceId: string,
  organisation: string,
  trusted: (organisation: string) => string,
): HostBridge {
  return createDynamics365Bridge({
    sourceId,
    load() {
      // Unified Interface runs in the topmost window, its side panel between that and ours: which of them speaks is not documented.
      guardMessages(window, { hosts: [organisation], around: [window.top, window.parent], isForSdk: isForFramework });
      return loadFramework(organisation, trusted(organisation));
    },
  });
}

/**
 * The framework's messages carry `messageType`, its answers `messageCorrelationId`. It compares the sender's host name only, not
 * the window (postMsgWrapper in msdyn_ciLibrary.js).
 */
export function isForFramework(data: unknown): boolean {
  const { messageType, messageCorrelationId } = Object(data) as Partial<Record<string, unknown>>;
  return messageType !== undefined || messageCorrelationId !== undefined;
}
