import { describe, expect, it } from 'vitest';
import type { SilentSignIn } from '../../ccp-widget/src/softphone/silent-sign-in.ts';
import { createSoftphoneEvents } from '../../ccp-widget/src/softphone/softphone-events.ts';
import { createStreamsSession } from '../../ccp-widget/src/softphone/streams-session.ts';

const CCP = 'https://my-instance.my.connect.aws/ccp-v2/';

/** A tab that knows nothing of the CCP's session, and an attempt that the test ends. */
function open(part: { hasCalls?: boolean } = {}) {
  const attempt = Promise.withResolvers<SilentSignIn>();
  let doubt = (): void => undefined;
  const events = createSoftphoneEvents();
  const frame = { src: 'the form of the CCP' };
  const session = createStreamsSession({
    ...{ ccpUrl: CCP, events, hasCalls: () => part.hasCalls ?? false },
    signOn: {
      loginUrl: 'https://idp.example/connect',
      known: () => undefined,
      remember: () => undefined,
      silently(whenDoubted) {
        doubt = whenDoubted;
        return attempt.promise;
      },
      stop: () => undefined,
    },
    guarded: (_what, run) => run,
    frame: () => frame as HTMLIFrameElement,
  });
  const prepared = session.prepare();
  return { session, events, frame, prepared, answer: attempt.resolve, doubt: () => doubt(), attempt: attempt.promise };
}

describe('a softphone that is signed in by a hidden frame', () => {
  it.each(['signed-in', 'refused', 'unanswered'] as const)('waits for an undoubted attempt: %s', async (answer) => {
    const tab = open();
    tab.answer(answer);
    expect(await tab.prepared).toBe(answer);
    expect(tab.frame.src).not.toBe(CCP);
  });

  it('offers the click in doubt, and still gets in when the attempt succeeds after all', async () => {
    const tab = open();
    tab.doubt();
    expect(await tab.prepared).toBe('unanswered');
    tab.events.setHealth('signed-out');
    tab.answer('signed-in');
    await tab.attempt;
    expect(tab.frame.src).toBe(CCP);
    expect(tab.events.health).toBe('loading');
    tab.session.end();
  });

  it('tells of a refusal that comes late, and lets an attempt that ends unanswered change nothing', async () => {
    const told = async (answer: SilentSignIn) => {
      const tab = open();
      tab.doubt();
      tab.events.setHealth('signed-out');
      tab.answer(answer);
      await tab.attempt;
      expect(tab.frame.src).not.toBe(CCP);
      return tab.events.health;
    };
    expect(await told('refused')).toBe('refused');
    expect(await told('unanswered')).toBe('signed-out');
  });

  it('does not load the frame again for a late answer when it is ready, or has a call', async () => {
    for (const [health, hasCalls] of [
      ['ready', false],
      ['lost', true],
    ] as const) {
      const tab = open({ hasCalls });
      tab.doubt();
      tab.events.setHealth(health);
      tab.answer('signed-in');
      await tab.attempt;
      expect(tab.frame.src).not.toBe(CCP);
      expect(tab.events.health).toBe(health);
    }
  });
});
