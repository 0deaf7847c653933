import { type ComponentChild, h } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { CallView } from '../../../functions/core/contracts/call.ts';
import { apiOf } from '../api/desktop-api.ts';
import { wordsOf } from '../api/trouble.ts';
import { formatCount } from '../format/format-number.ts';
import { later } from '../messages-later.ts';
import type { Desk } from '../state/desk.ts';
import { isOnTheLine } from '../state/desktop-state.ts';
import { useStore } from '../state/store.ts';

interface ListenProps {
  readonly desk: Desk;
  readonly call: CallView;
  readonly id: string;
  readonly name: string;
}

/** What cannot be played by a new link either is not helped by further ones. */
const PATIENCE_MS = 5_000;

/** What Connect has recorded of a call: one part, or one of each leg. */
export const recordings = (desk: Desk, call: CallView): ComponentChild =>
  call.recordings
    ?.filter(({ isDeleted }) => !isDeleted)
    .map(({ recordingId: id }, index, { length }) =>
      h(Listen, { key: id, desk, call, id, name: later.timeline.listen + (length > 1 ? ` ${index + 1}` : '') }),
    );

/** A link lives for minutes: it is asked for on use, and again where the sound was when it has run out. */
function Listen({ desk, call, id, name }: ListenProps): ComponentChild {
  const audio = useRef<HTMLAudioElement>(null);
  const sound = useRef({ at: 0, askedAt: 0 }).current;
  const [url, setUrl] = useState('');
  const [trouble, setTrouble] = useState('');
  const [speed, setSpeed] = useState(1);
  const isTalking = useStore(desk.store, ({ calls }) => calls.some(isOnTheLine));
  // A call that comes is heard first; who presses play in the middle of one means it.
  useEffect(() => {
    if (isTalking) audio.current?.pause();
  }, [isTalking]);
  const fail = (problem: string): void => {
    setUrl('');
    setTrouble(problem);
  };
  const ask = async (): Promise<void> => {
    sound.askedAt = performance.now();
    setTrouble('');
    try {
      setUrl((await apiOf(desk).linkRecording(call.callId, id)).url);
    } catch (error) {
      fail(wordsOf(error));
    }
  };
  const button = (text: string, onClick: () => void): ComponentChild =>
    h('button', { type: 'button', class: 'link-button', onClick }, text);
  return [
    url
      ? [
          h('audio', {
            ...{ ref: audio, src: url, controls: true, autoplay: true },
            ...{ playbackRate: speed, defaultPlaybackRate: speed },
            'aria-label': name,
            onTimeUpdate: ({ currentTarget: { currentTime } }: Event & { currentTarget: HTMLAudioElement }) => {
              sound.at = currentTime || sound.at;
            },
            onLoadedMetadata: ({ currentTarget: player }: Event & { currentTarget: HTMLAudioElement }) => {
              if (sound.at) player.currentTime = sound.at;
              else player.focus();
            },
            onError: () => void (performance.now() - sound.askedAt > PATIENCE_MS ? ask() : fail(later.preview.failed)),
            onPlay: () => {
              for (const other of document.querySelectorAll('audio')) if (other !== audio.current) other.pause();
            },
          }),
          button(`${later.timeline.speed} ${formatCount(speed)}×`, () => setSpeed(speed < 2 ? speed + 0.5 : 1)),
        ]
      : button(name, () => void ask()),
    trouble && h('p', { role: 'alert' }, trouble),
  ];
}
