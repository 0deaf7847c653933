import type { CallKey } from '../ports/call-store.ts';

/**
 * Where the desktop shows a call in its opportunity, with its notes and its recordings: to who signs in and may see it. It holds ids
 * and opens nothing by itself, so that it may stand in a CRM for good.
 */
export function callOnDesktop(desktopOrigin: string, { sourceId, opportunityId, callId }: CallKey): string {
  const place = [sourceId, opportunityId, 'call', callId].map(encodeURIComponent).join('/');
  return `${desktopOrigin}/#opportunity/${place}`;
}
