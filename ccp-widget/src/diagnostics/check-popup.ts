import { type Finding, findingOf } from './finding.ts';

const found = findingOf('popup');
export const POPUP_UNTRIED = found('unsure', 'popupUntried');

/** Only trying tells, and only with a click. */
export function tryPopup(open: () => Pick<Window, 'close'> | null): Finding {
  const opened = open();
  opened?.close();
  return opened ? found('good', 'popupGood') : found('bad', 'popupBlocked');
}
