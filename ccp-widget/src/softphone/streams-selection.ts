/// <reference types="amazon-connect-streams" />
import type { ControlOutcome, SoftphoneEvent } from './softphone.ts';
import type { Guard } from './streams-contacts.ts';

/** An echo that is not here by then does not come: a selection that nobody repeats must not cost the agent's next clicks. */
export const ECHO_WITHIN_MS = 2_000;

/**
 * Which contact the CCP shows. `viewContact` is a broadcast, so what we ask for comes back as `onViewContact` too (typings:
 * "or via `connect.core.viewContact()`"); such an echo is not told, or two quick switches would undo each other. A CCP need
 * not tell every switch (amazon-connect-streams, issue 343: not those to its softphone tab).
 */
export interface StreamsSelection {
  select(connectContactId: string): Promise<ControlOutcome>;
  /** From now on, until Streams is terminated. */
  follow(streams: typeof connect): void;
  forget(): void;
}

export interface StreamsSelectionOptions {
  readonly has: (connectContactId: string) => boolean;
  readonly emit: (event: SoftphoneEvent) => void;
  readonly guarded: Guard;
  /** Milliseconds of any clock that only goes forward. */
  readonly now: () => number;
}

export function createStreamsSelection({ has, emit, guarded, now }: StreamsSelectionOptions): StreamsSelection {
  let core: Pick<typeof connect.core, 'viewContact'> | undefined;
  /** Asked for and not heard of yet, in order. */
  let asked: readonly { readonly id: string; readonly at: number }[] = [];

  /** Our own, or older than what we have asked for since: everybody hears selections in one order, and the last one holds. */
  const isOutdated = (connectContactId: string): boolean => {
    asked = asked.filter(({ at }) => now() - at < ECHO_WITHIN_MS);
    const [next] = asked;
    if (next?.id === connectContactId) asked = asked.slice(1);
    return next !== undefined;
  };

  return {
    async select(connectContactId) {
      if (!core || !has(connectContactId)) return 'wrong-moment';
      asked = [...asked, { id: connectContactId, at: now() }];
      core.viewContact(connectContactId);
      return 'done';
    },
    follow(streams) {
      core = streams.core;
      streams.core.onViewContact(
        guarded('selected contact', ({ contactId }) => {
          // Of tasks and chats that are not ours, and of none at all, there is nothing to show.
          if (!isOutdated(contactId) && has(contactId)) emit({ type: 'selected', connectContactId: contactId });
        }),
      );
    },
    forget() {
      core = undefined;
      asked = [];
    },
  };
}
