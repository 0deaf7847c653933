import { type ComponentChild, h } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import * as texts from '#texts/timeline.ts';
import type { CallView } from '../../../functions/core/contracts/call.ts';
import { apiOf } from '../api/desktop-api.ts';
import { isStatus } from '../api/judge-error.ts';
import { wordsOf } from '../api/trouble.ts';
import { formatCount } from '../format/format-number.ts';
import type { Desk } from '../state/desk.ts';
import { isOnTheLine } from '../state/desktop-state.ts';
import { useStore } from '../state/store.ts';
import { linkButton } from './link-button.ts';

interface ListenProps {
  readonly desk: Desk;
  readonly call: CallView;
  readonly id: string;
  readonly name: string;
}

interface Sounding extends Event {
  readonly currentTarget: HTMLAudioElement;
}

/** What cannot be played by a new link either is not helped by further ones. */
const PATIENCE_MS = 5_000;

/** What Connect has recorded of a call: one part, or one of each leg. */
export const recordings = (desk: Desk, call: CallView): ComponentChild =>
  call.recordings?.map(({ recordingId: id }, index, { length }) =>
    h(Listen, { key: id, desk, call, id, name: texts.listen + (length > 1 ? ` ${index + 1}` : '') }),
  );

/** A link lives for minutes: it is asked for on use, and again where the sound was when it has run out. */
function Listen({ desk, call, id, name }: ListenProps): ComponentChild {
  const audio = useRef<HTMLAudioElement>(null);
  const sound = useRef({ at: 0, askedAt: 0 }).current;
  const [{ url, trouble }, show] = useState<{ readonly url?: string; readonly trouble?: string }>({});
  const [speed, setSpeed] = useState(1);
  const isTalking = useStore(desk.store, ({ calls }) => calls.some(isOnTheLine));
  // A call that comes is heard first; who presses play in the middle of one means it.
  useEffect(() => {
    if (isTalking) audio.current?.pause();
  }, [isTalking]);
  const ask = (): void => {
    sound.askedAt = performance.now();
    apiOf(desk)
      .linkRecording(call.callId, id)
      .then(show, (error: unknown) => show({ trouble: isStatus(error, 409) ? texts.notStored : wordsOf(error) }));
  };
  return url
    ? [
        h('audio', {
          ...{ ref: audio, src: url, controls: true, autoplay: true, 'aria-label': name },
          ...{ playbackRate: speed, defaultPlaybackRate: speed },
          onTimeUpdate: ({ currentTarget: player }: Sounding) => {
            sound.at = player.currentTime || sound.at;
          },
          onLoadedMetadata: ({ currentTarget: player }: Sounding) => {
            if (sound.at) player.currentTime = sound.at;
            else player.focus();
          },
          // Firefox also gives up where there is no way to hear anything; Chromium plays on.
          onError: () => (performance.now() - sound.askedAt > PATIENCE_MS ? ask() : show({ trouble: texts.notPlayed })),
          onPlay: ({ currentTarget: player }: Sounding) => {
            for (const other of document.querySelectorAll('audio')) if (other !== player) other.pause();
          },
        }),
        linkButton(`${texts.speed} ${formatCount(speed)}×`, () => setSpeed(speed < 2 ? speed + 0.5 : 1)),
      ]
    : [linkButton(name, ask), trouble && h('p', { role: 'alert' }, trouble)];
}
