import type { Focus } from './desktop-state.ts';

/**
 * The address says which opportunity is on the screen, so that a reload, the back button and a link from the CRM work:
 * `#opportunity/{sourceId}/{opportunityId}[/call/{callId}]`. Calls need no address: the softphone knows them.
 */
export function focusFrom(hash: string): Focus {
  const match = /^#opportunity\/([^/]+)\/([^/]+)(?:\/call\/([^/]+))?$/.exec(hash);
  const parts = match?.slice(1).map((part: string | undefined) => (part === undefined ? undefined : decode(part)));
  const [sourceId, opportunityId, callId] = parts ?? [];
  if (!sourceId || !opportunityId) return { kind: 'idle' };
  return { kind: 'opportunity', key: { sourceId, opportunityId }, callId };
}

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
