import type { QuickConnect, SoftphoneEvent } from '../softphone/softphone.ts';

/** What a tab asks of the one that has the softphone; `id` ties the answer to it. */
export interface TabRequest {
  readonly kind: 'ask';
  readonly id: string;
  readonly control: string;
  readonly args: readonly unknown[];
}

/**
 * Between the tabs of one browser. `take-over`: the tab `by` wants the softphone. `yours`: it is given up for the tab `to`.
 * `after-calls`: it will be, once no call needs its sound. `replay`: tell everything that is known. `event`: what the
 * softphone has just told.
 */
export type TabMessage =
  | { readonly kind: 'take-over'; readonly by: string }
  | { readonly kind: 'yours' | 'after-calls'; readonly to: string }
  | { readonly kind: 'replay' }
  | { readonly kind: 'event'; readonly event: SoftphoneEvent }
  | TabRequest
  | { readonly kind: 'answer'; readonly id: string; readonly answer: string | readonly QuickConnect[] | undefined };

export interface TabChannel {
  post(message: TabMessage): void;
  listen(listener: (message: TabMessage) => void): void;
}

/** Heard by the other tabs of this origin only, never by the tab that speaks. */
export function openTabChannel(scope: string): TabChannel {
  const channel = new BroadcastChannel(scope);
  return {
    post: (message) => channel.postMessage(message),
    listen: (listener) => channel.addEventListener('message', ({ data }: MessageEvent<TabMessage>) => listener(data)),
  };
}
