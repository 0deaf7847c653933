import { type ComponentChild, h } from 'preact';
import { useState } from 'preact/hooks';
import { isTask } from '../contact-words.ts';
import type { SoftphoneModel, SoftphoneState } from '../model.ts';
import { viewOf } from '../view-state.ts';
import { Announcements } from './announcements.ts';
import { CallPanel } from './call-panel.ts';
import { ContactTabs } from './contact-tabs.ts';
import { AfterCallPanel, FailedPanel, MissedPanel } from './finished-panels.ts';
import { Footer } from './footer.ts';
import { IdlePanel } from './idle-panel.ts';
import { DialingPanel, JoiningPanel, RingingPanel } from './offer-panels.ts';
import type { PanelProps } from './panel-props.ts';
import { SettingsSheet } from './settings-sheet.ts';
import { StatusBar } from './status-bar.ts';
import { TaskPanel } from './task-panel.ts';

const PANELS = {
  ringing: RingingPanel,
  joining: JoiningPanel,
  dialing: DialingPanel,
  connected: (props: PanelProps) => h(isTask(props.contact) ? TaskPanel : CallPanel, props),
  'after-call': AfterCallPanel,
  missed: MissedPanel,
  failed: FailedPanel,
};

export const App = ({ state, model }: { state: SoftphoneState; model: SoftphoneModel }): ComponentChild => {
  const [settings, setSettings] = useState(false);
  const { update, link, problem, selected } = state;
  if (!update) return h('div', { class: 'softphone loading', role: 'status' }, 'Connecting …');
  const view = viewOf(update.snapshot, selected);
  return h(
    'div',
    { class: `softphone phase-${view.phase}` },
    h(
      'div',
      { class: 'top' },
      h(StatusBar, { update, model }),
      link !== 'connected' && h('p', { class: 'notice', role: 'alert' }, 'Connection lost. Trying again …'),
      problem !== undefined &&
        h(
          'p',
          { class: 'notice problem', role: 'alert' },
          h('span', null, problem),
          h('button', { type: 'button', class: 'link', onClick: () => model.set({ problem: undefined }) }, 'Dismiss'),
        ),
    ),
    h(ContactTabs, { contacts: update.snapshot.contacts, view, choose: (contactId) => void model.select(contactId) }),
    h(
      'main',
      { class: 'panel' },
      settings && view.phase !== 'ringing'
        ? h(SettingsSheet, { state, model, close: () => setSettings(false) })
        : view.phase === 'idle'
          ? h(IdlePanel, { update, model })
          : h(PANELS[view.phase], { key: view.contact.contactId, contact: view.contact, state, update, model }),
    ),
    h(Footer, { update, model, openSettings: () => setSettings(true) }),
    h(Announcements, { view }),
  );
};
