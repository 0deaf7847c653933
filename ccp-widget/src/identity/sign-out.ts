import * as outboxTexts from '#texts/outbox.ts';
import * as signOutTexts from '#texts/sign-out.ts';
import type { OutcomeDesk } from '../outcome/outcome-desk.ts';
import type { Softphone } from '../softphone/softphone.ts';
import type { Desk } from '../state/desk.ts';
import { INITIAL_STATE, isOnTheLine } from '../state/desktop-state.ts';
import { notify } from '../state/notify.ts';
import type { Session } from './session.ts';

export interface SignOutOptions {
  readonly desk: Desk;
  readonly session: Pick<Session, 'end'>;
  readonly softphone: Pick<Softphone, 'choosePresence'>;
  readonly outcomes: Pick<OutcomeDesk, 'hasUnsaved'>;
}

/**
 * Signs the agent out everywhere: first offline, then by `sign-out.html`, for which every tab of this browser leaves the desktop:
 * neither tokens nor anything of a deal stay in memory. What waits to be sent stays, as it is its agent's own. Asks first when
 * something would suffer from it, or wait.
 */
export function createSignOut({ desk, session, softphone, outcomes }: SignOutOptions): () => void {
  const { store } = desk;
  const channel = new BroadcastChannel('sign-out');
  const page = `sign-out.html${location.search}`;
  const leave = async (fragment: string): Promise<void> => {
    const { agent, health } = store.get();
    store.update(() => INITIAL_STATE);
    // As CCPv2's own button does; ending its session alone does not (amazon-connect-streams, issue 493).
    const offline = agent?.statuses.find(({ kind }) => kind === 'offline');
    if (offline && health === 'ready') await softphone.choosePresence(offline.id);
    location.replace(page + fragment);
  };
  channel.onmessage = () => {
    session.end();
    void leave('');
  };
  const signOut = (): void => {
    const fragment = `#id=${session.end()}`;
    channel.postMessage(null);
    // Most providers do not let themselves be shown in a frame.
    const elsewhere = window.parent !== window && open(page + fragment, 'sign-out', 'width=480,height=640');
    void leave(elsewhere ? '' : fragment);
  };
  return () => {
    const { calls, place, waiting } = store.get();
    const tone = 'problem';
    if (!navigator.onLine) notify(desk, { tone, text: outboxTexts.offline });
    else {
      const why = [
        (calls.some(isOnTheLine) || place === 'elsewhere-in-call') && signOutTexts.silence,
        (waiting?.own.length || outcomes.hasUnsaved()) && signOutTexts.waits,
      ].filter(Boolean);
      if (why.length > 0)
        notify(desk, { tone, text: why.join(' '), action: { label: signOutTexts.action, run: signOut } });
      else signOut();
    }
  };
}
