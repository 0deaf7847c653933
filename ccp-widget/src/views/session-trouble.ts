import { type ComponentChild, Fragment, h } from 'preact';
import { messages } from '../messages.ts';
import { later } from '../messages-later.ts';
import type { SessionState } from '../state/desktop-state.ts';
import { troubleBox } from './trouble.ts';

interface SessionTroubleProps {
  readonly session: SessionState;
  readonly signIn: (() => void) | undefined;
}

/** Why nobody is signed in, and the way back in. */
export function SessionTrouble({ session, signIn }: SessionTroubleProps): ComponentChild {
  const texts = later.signIn;
  if (session.status === 'expired')
    return troubleBox({ what: texts.expired, advice: texts.expiredAdvice }, signIn, texts.again);
  const trouble = troubleOf(session, signIn);
  // Nothing else is on the page then, so it brings the page's heading too.
  return trouble && h(Fragment, null, h('h1', { class: 'visually-hidden' }, messages.title), trouble);
}

function troubleOf(session: SessionState, signIn: (() => void) | undefined): ComponentChild {
  const { signIn: texts } = later;
  if (session.status === 'signed-out')
    return troubleBox({ what: texts.framed, advice: texts.framedAdvice }, signIn, texts.again);
  if (session.status !== 'failed') return null;
  return session.why === 'configuration'
    ? troubleBox({ what: texts.noConfiguration, advice: texts.noConfigurationAdvice })
    : troubleBox({ what: texts.failed, advice: texts.advice }, signIn, texts.again);
}
