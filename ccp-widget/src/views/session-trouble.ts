import { type ComponentChild, Fragment, h } from 'preact';
import * as pageTexts from '#texts/page.ts';
import * as signInTexts from '#texts/sign-in.ts';
import type { SessionState } from '../state/desktop-state.ts';
import { troubleBox } from './trouble.ts';

interface SessionTroubleProps {
  readonly session: SessionState;
  readonly signIn: (() => void) | undefined;
}

/** Why nobody is signed in, and the way back in. */
export function SessionTrouble({ session, signIn }: SessionTroubleProps): ComponentChild {
  const why = session.status === 'failed' ? session.why : session.status;
  if (why === 'starting' || why === 'signed-in') return null;
  const trouble = troubleBox(signInTexts.trouble[why], why === 'configuration' ? undefined : signIn, signInTexts.again);
  // Nothing else is on the page while nobody was signed in before, so it brings the page's heading too.
  return why === 'expired'
    ? trouble
    : h(Fragment, null, h('h1', { class: 'visually-hidden' }, pageTexts.title), trouble);
}
