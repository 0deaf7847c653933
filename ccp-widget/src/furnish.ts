/** Everything after the first paint: softphone, outcome, notices, and the life that keeps the screen current. */

import { h, render } from 'preact';
import * as softphoneTexts from '#texts/softphone.ts';
import * as tabsTexts from '#texts/tabs.ts';
import type { DesktopConfiguration } from '../../functions/core/contracts/configuration.ts';
import type { Session } from './identity/session.ts';
import { createSignOut } from './identity/sign-out.ts';
import { openOutbox, subjectOf } from './outbox/open-outbox.ts';
import { attachOutbox } from './outbox/outbox-of.ts';
import { createOutcomeDesk } from './outcome/outcome-desk.ts';
import { loadStreams } from './softphone/load-streams.ts';
import { reportSoftphone } from './softphone/report-softphone.ts';
import { createSignOn } from './softphone/sign-on.ts';
import type { Softphone } from './softphone/softphone.ts';
import { createStreamsSoftphone } from './softphone/streams-softphone.ts';
import { announceCalls } from './state/announce-calls.ts';
import { applySoftphoneEvent } from './state/apply-softphone-event.ts';
import type { Desk } from './state/desk.ts';
import { followCalls } from './state/follow-calls.ts';
import { followLine } from './state/follow-line.ts';
import { followParties } from './state/follow-parties.ts';
import { followPreviews } from './state/follow-previews.ts';
import { followSelection, isTypingHere } from './state/follow-selection.ts';
import { keepCurrent } from './state/keep-current.ts';
import { keepPlace } from './state/keep-place.ts';
import { keepScroll } from './state/keep-scroll.ts';
import { notify } from './state/notify.ts';
import { followPlannedCall } from './state/planned-call.ts';
import { attachSoftphone } from './state/softphone-of.ts';
import { followKeys } from './state/switch-calls.ts';
import { shareBetweenTabs } from './tabs/share-between-tabs.ts';
import { warnBeforeSilence } from './tabs/warn-before-silence.ts';
import { Diagnostics } from './views/diagnostics.ts';
import { element } from './views/element.ts';
import { Notices } from './views/notices.ts';
import { OutcomePanel } from './views/outcome-panel.ts';
import { PreviewPanel } from './views/preview-panel.ts';
import { SoftphonePanel } from './views/softphone-panel.ts';
import { WaitingBanner } from './views/waiting-banner.ts';

export interface Furniture {
  readonly desk: Desk;
  readonly configuration: DesktopConfiguration;
  readonly session: Pick<Session, 'accessToken' | 'end' | 'resume'>;
  /** Of the page around this one; without it the desktop has the CCP in a frame of its own. */
  readonly hosted: Softphone | undefined;
}

export async function furnish({ desk, configuration, session, hosted }: Furniture): Promise<void> {
  const { store } = desk;
  const owner = await subjectOf(session).catch(() => '');
  attachOutbox(desk, openOutbox(desk, session, owner));
  const softphone = hosted ?? framedSoftphone(configuration);
  attachSoftphone(desk, softphone);
  const outcomes = createOutcomeDesk(desk, localStorage, owner);
  softphone.subscribe((event) => {
    store.update((state) => applySoftphoneEvent(state, event, Date.now()));
    if (event.type === 'place' && event.soundLost) notify(desk, { tone: 'problem', text: tabsTexts.soundLost });
  });
  warnBeforeSilence(store);
  followCalls(desk);
  followParties(desk);
  followLine(desk);
  followPlannedCall(desk, sessionStorage);
  followKeys(desk);
  followSelection(desk, softphone, isTypingHere);
  followPreviews(desk, softphone, element('announcements'));
  announceCalls(store, element('announcements'));
  keepPlace(desk);
  keepScroll(desk, element('deal'));
  keepCurrent(desk, session.resume);

  render(h(SoftphonePanel, { desk }), element('softphone-panel'));
  render(h(PreviewPanel, { desk, softphone }), element('before-call'));
  render(h(OutcomePanel, { desk, outcomes, softphone, sources: configuration.sources }), element('outcome'));
  render(h(WaitingBanner, { desk }), element('waiting'));
  const signOut = createSignOut({ desk, session, softphone, outcomes });
  render(h(Diagnostics, { desk, configuration, signOut }), element('diagnostics'));
  render(h(Notices, { desk }), element('notices'));
  void softphone.start(element('ccp'));
}

function framedSoftphone({ ccpUrl, loginUrl, region }: DesktopConfiguration): Softphone {
  const streams = createStreamsSoftphone({
    ...{ ccpUrl, region, title: softphoneTexts.title, loadLibrary: loadStreams, report: reportSoftphone },
    signOn: createSignOn(ccpUrl, loginUrl, sessionStorage),
  });
  return shareBetweenTabs(streams, ccpUrl);
}
