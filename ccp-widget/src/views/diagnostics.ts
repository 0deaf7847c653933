import { type ComponentChild, Fragment, h } from 'preact';
import { useState } from 'preact/hooks';
import type { DesktopConfiguration } from '../../../functions/core/contracts/configuration.ts';
import { later } from '../messages-later.ts';
import type { Desk } from '../state/desk.ts';
import { DiagnosticsDialog } from './diagnostics-dialog.ts';
import { laterIcon } from './icon-later.ts';

export interface DiagnosticsProps {
  readonly desk: Desk;
  readonly configuration: Pick<DesktopConfiguration, 'apiUrl' | 'ccpUrl'>;
}

/** Always at hand, because whoever needs it is in a hurry. */
export function Diagnostics({ desk, configuration }: DiagnosticsProps): ComponentChild {
  const [opened, setOpened] = useState(false);
  return h(
    Fragment,
    null,
    h(
      'button',
      { type: 'button', class: 'button button-quiet', 'aria-haspopup': 'dialog', onClick: () => setOpened(true) },
      laterIcon('help'),
      later.diagnostics.open,
    ),
    opened ? h(DiagnosticsDialog, { desk, configuration, onClose: () => setOpened(false) }) : null,
  );
}
