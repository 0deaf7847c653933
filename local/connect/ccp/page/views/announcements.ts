import { type ComponentChild, h } from 'preact';
import { readablePhone } from '../phone-numbers.ts';
import type { View } from '../view-state.ts';

const wordsFor = (view: View): string => {
  if (view.phase === 'idle') return '';
  const caller = view.contact.name ?? readablePhone(view.contact.customerEndpoint.phoneNumber);
  switch (view.phase) {
    case 'ringing':
      return `Incoming call from ${caller}`;
    case 'joining':
      return `Joining the call with ${caller}`;
    case 'dialing':
      return `Calling ${caller}`;
    case 'connected':
      return `Connected with ${caller}`;
    case 'after-call':
      return 'The call has ended. After-call work.';
    case 'missed':
      return `Missed call from ${caller}`;
    case 'failed':
      return `The call to ${caller} failed`;
  }
};

/** For screen readers: a ringing call interrupts, everything else waits its turn. */
export const Announcements = ({ view }: { view: View }): ComponentChild => {
  const ringing = view.phase === 'ringing';
  return h(
    'div',
    { class: 'visually-hidden' },
    h('p', { 'aria-live': 'assertive' }, ringing ? wordsFor(view) : ''),
    h('p', { 'aria-live': 'polite' }, ringing ? '' : wordsFor(view)),
  );
};
