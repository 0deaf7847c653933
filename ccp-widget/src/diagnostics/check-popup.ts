import type { Finding } from './finding.ts';

export const POPUP_UNTRIED: Finding = { check: 'popup', verdict: 'unsure', code: 'popupUntried' };

/** Only trying tells, and only with a click. */
export function tryPopup(open: () => Pick<Window, 'close'> | null): Finding {
  const opened = open();
  opened?.close();
  return opened
    ? { check: 'popup', verdict: 'good', code: 'popupGood' }
    : { check: 'popup', verdict: 'bad', code: 'popupBlocked' };
}
