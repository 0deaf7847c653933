import type { Softphone, SoftphonePlace } from '../softphone/softphone.ts';
import { scopeOf } from './scope.ts';
import { createSharedSoftphone } from './shared-softphone.ts';
import { openTabChannel } from './tab-message.ts';

const KEY = 'had-softphone';

/**
 * Of the tabs of a browser one has the softphone. Embedded in another site a desktop has locks and messages of its own
 * (storage partitioning), so it shares with the tabs of that site only. Without locks (no secure context) each tab has one.
 */
export function shareBetweenTabs(local: Softphone, ccpUrl: string): Softphone {
  const { locks } = navigator as { readonly locks?: LockManager };
  if (!locks || !local.capabilities.has('frame')) return local;
  const comesBack = sessionStorage.getItem(KEY) !== null;
  // Written on the way out only: a tab that is duplicated takes the storage of this one along.
  sessionStorage.removeItem(KEY);
  let place: SoftphonePlace = 'elsewhere';
  addEventListener('pagehide', () => {
    if (place === 'here' || place === 'leaving') sessionStorage.setItem(KEY, '');
  });
  const scope = scopeOf(ccpUrl);
  const shared = createSharedSoftphone(local, {
    scope,
    id: crypto.randomUUID(),
    locks,
    channel: openTabChannel(scope),
    now: () => Date.now(),
    comesBack,
  });
  shared.subscribe((event) => {
    if (event.type === 'place') place = event.place;
  });
  return shared;
}
