import { type ComponentChild, Fragment, h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import * as diagnosticsTexts from '#texts/diagnostics.ts';
import * as softphoneTexts from '#texts/softphone.ts';
import type { Softphone, SoftphoneHealth } from '../softphone/softphone.ts';
import type { Desk } from '../state/desk.ts';
import { softphoneOf } from '../state/softphone-of.ts';
import { useStore } from '../state/store.ts';
import { button } from './button.ts';
import { element } from './element.ts';
import { Presence, PresenceTrouble } from './presence.ts';
import { TabNotice } from './tab-notice.ts';

/** Under the frame: the agent's status, a switch that makes room, and help when the softphone does not answer. */
export function SoftphonePanel({ desk }: { desk: Desk }): ComponentChild {
  const { store } = desk;
  const softphone = softphoneOf(desk);
  const health = useStore(store, (state) => state.health);
  const ringing = useStore(store, (state) => state.calls.some(({ phase }) => phase === 'ringing'));
  const isHere = useStore(store, ({ place }) => place === 'here' || place === 'leaving');
  const hasFrame = isHere && softphone.capabilities.has('frame');
  const [hidden, setHidden] = useState(false);
  useEffect(() => {
    if (ringing) setHidden(false);
  }, [ringing]);
  useEffect(() => {
    element('desk').dataset.softphone = hidden || !hasFrame ? 'hidden' : 'shown';
  }, [hidden, hasFrame]);
  return h(
    Fragment,
    null,
    h(
      'div',
      { class: 'softphone-bar' },
      h(Presence, { desk }),
      hasFrame
        ? button(hidden ? softphoneTexts.show : softphoneTexts.hide, () => setHidden(!hidden), {
            class: 'button softphone-toggle',
            'aria-expanded': !hidden,
            'aria-controls': 'ccp',
          })
        : null,
    ),
    h(TabNotice, { desk }),
    h(PresenceTrouble, { desk }),
    health === 'ready' || health === 'loading' || health === 'elsewhere' ? null : h(Help, { health, softphone }),
  );
}

/** What to look at, in the order of what it usually is. */
function Help({ health, softphone }: { health: SoftphoneHealth; softphone: Softphone }): ComponentChild {
  const hasFrame = softphone.capabilities.has('frame');
  return h(
    'div',
    { class: 'softphone-health', role: 'alert' },
    hasFrame ? words(health) : h('p', null, IN_WORKSPACE[health]),
    health === 'library-failed'
      ? null
      : h(
          'div',
          { class: 'form-actions' },
          hasFrame ? button(softphoneTexts.signIn, () => softphone.openSignIn()) : null,
          button(hasFrame ? softphoneTexts.reload : softphoneTexts.reloadApp, () => softphone.reload()),
        ),
  );
}

const TEXTS: Readonly<Partial<Record<SoftphoneHealth, string>>> = {
  lost: diagnosticsTexts.findings.softphoneLost,
  'signed-out': diagnosticsTexts.findings.softphoneSignedOut,
  refused: diagnosticsTexts.findings.softphoneRefused,
  'library-failed': diagnosticsTexts.findings.softphoneNotLoaded,
};

const IN_WORKSPACE: typeof TEXTS = {
  silent: diagnosticsTexts.findings.workspaceSilent,
  lost: diagnosticsTexts.findings.workspaceLost,
  'not-permitted': diagnosticsTexts.findings.workspaceNotPermitted,
};

function words(health: SoftphoneHealth): ComponentChild {
  if (health === 'silent')
    return h(
      'div',
      null,
      h('strong', null, softphoneTexts.silentTitle),
      h(
        'ul',
        null,
        softphoneTexts.silent.map((line) => h('li', { key: line }, line)),
      ),
    );
  return h('p', null, TEXTS[health]);
}
