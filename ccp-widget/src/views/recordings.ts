import { type ComponentChild, h } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { CallView } from '../../../functions/core/contracts/call.ts';
import { ApiError } from '../api/api-error.ts';
import { apiOf } from '../api/desktop-api.ts';
import { troubleFrom } from '../api/trouble.ts';
import { later } from '../messages-later.ts';
import type { Desk } from '../state/desk.ts';
import { isOnTheLine } from '../state/desktop-state.ts';
import { useStore } from '../state/store.ts';

interface ListenProps {
  readonly desk: Desk;
  readonly call: CallView;
  readonly recordingId: string;
  readonly name: string;
}

/** What Connect has recorded of a call: one part, or one of each leg. */
export function recordings(desk: Desk, call: CallView): ComponentChild {
  const { listen } = later.recording;
  return call.recordings
    ?.filter(({ isDeleted }) => !isDeleted)
    .map(({ recordingId }, index, { length }) =>
      h(Listen, { key: recordingId, desk, call, recordingId, name: length > 1 ? `${listen} ${index + 1}` : listen }),
    );
}

function Listen({ desk, call, recordingId, name }: ListenProps): ComponentChild {
  const place = useRef<HTMLDivElement>(null);
  const [isOpen, open] = useState(false);
  const isTalking = useStore(desk.store, ({ calls }) => calls.some(isOnTheLine));
  useEffect(() => {
    if (!isOpen) return;
    const title = `${name}: ${call.contactName ?? call.phone ?? ''}`;
    void import('../preview/play-recording.ts').then(
      ({ playRecording }) =>
        place.current &&
        playRecording(place.current, {
          link: async () => (await apiOf(desk).linkRecording(call.callId, recordingId)).url,
          excuse: (error) =>
            error instanceof ApiError && error.problem?.code === 'not-ready'
              ? later.recording.preparing
              : troubleFrom(error).what,
          texts: { title, retry: later.trouble.retry, ...later.recording },
        }),
    );
  }, [isOpen]);
  // A call that comes is heard first; who presses play in the middle of one means it.
  useEffect(() => {
    if (isTalking) place.current?.querySelector('audio')?.pause();
  }, [isTalking]);
  return isOpen
    ? h('div', { ref: place, class: 'recording' })
    : h('button', { type: 'button', class: 'link-button', onClick: () => open(true) }, name);
}
