import { type ComponentChild, h } from 'preact';
import { isTask, offerOf, titleOf } from '../contact-words.ts';
import type { View } from '../view-state.ts';

const wordsFor = (view: View): string => {
  if (view.phase === 'idle') return '';
  const { contact } = view;
  const caller = titleOf(contact);
  if (isTask(contact)) return taskWords(view.phase, contact.state.type === 'paused', caller);
  switch (view.phase) {
    case 'ringing':
      return `${offerOf(contact)} from ${caller}`;
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

const taskWords = (phase: Exclude<View['phase'], 'idle'>, paused: boolean, name: string): string => {
  switch (phase) {
    case 'ringing':
      return `New task: ${name}`;
    case 'connected':
      return paused ? `Task paused: ${name}` : `Working on the task ${name}`;
    case 'after-call':
      return 'The task is finished. After-contact work.';
    case 'missed':
      return `Missed task: ${name}`;
    default:
      return name;
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
