import type { DesktopConfiguration } from '../../../functions/core/contracts/configuration.ts';

/**
 * The SDK hands its channel to whatever page is around and believes what comes through it (`AppProxy.initProxy` of
 * @amazon-connect/app 1.0.11). Calls are believed only of the very instance that has the agent: the origin of its CCP, which
 * is the workspace's too, and only when it is configured as a host.
 */
export function isInWorkspace(
  { hosts, ccpUrl }: Pick<DesktopConfiguration, 'hosts' | 'ccpUrl'>,
  around: string | undefined,
): boolean {
  const instance = new URL(ccpUrl).origin;
  return hosts.includes(instance) && (around === undefined || around === instance);
}
