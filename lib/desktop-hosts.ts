import type { Configuration } from '../functions/core/contracts/configuration.ts';

/** Origins whose pages may show the desktop; the agent workspace is a page of the instance's own. */
export const desktopHosts = ({ desktop, connect }: Configuration): readonly string[] =>
  desktop.agentWorkspace ? [...new Set([...desktop.hosts, new URL(connect.ccpUrl).origin])] : desktop.hosts;
