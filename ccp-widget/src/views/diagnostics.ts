import { type ComponentChild, Fragment, h } from 'preact';
import { useState } from 'preact/hooks';
import * as diagnosticsTexts from '#texts/diagnostics.ts';
import * as signOutTexts from '#texts/sign-out.ts';
import type { DesktopConfiguration } from '../../../functions/core/contracts/configuration.ts';
import type { Desk } from '../state/desk.ts';
import { softphoneOf } from '../state/softphone-of.ts';
import { button } from './button.ts';
import { DiagnosticsDialog } from './diagnostics-dialog.ts';
import { laterIcon } from './icon-later.ts';

export interface DiagnosticsProps {
  readonly desk: Desk;
  readonly configuration: Pick<DesktopConfiguration, 'apiUrl' | 'ccpUrl'>;
}

interface FootProps extends DiagnosticsProps {
  readonly signOut: () => void;
}

/** Always at hand, because whoever needs it is in a hurry. */
export function Diagnostics({ desk, configuration, signOut }: FootProps): ComponentChild {
  const [opened, setOpened] = useState(false);
  return h(
    Fragment,
    null,
    h(
      'button',
      { type: 'button', class: 'button button-quiet', 'aria-haspopup': 'dialog', onClick: () => setOpened(true) },
      laterIcon('help'),
      diagnosticsTexts.open,
    ),
    // Out of the agent workspace is out of the app.
    softphoneOf(desk).capabilities.has('frame')
      ? button(signOutTexts.action, signOut, { class: 'button button-quiet' })
      : null,
    opened ? h(DiagnosticsDialog, { desk, configuration, onClose: () => setOpened(false) }) : null,
  );
}
