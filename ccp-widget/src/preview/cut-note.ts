import { later } from '../messages-later.ts';

export function cutNote(): HTMLElement {
  const note = document.createElement('p');
  note.className = 'quiet cut-note';
  note.textContent = later.preview.cut;
  return note;
}
