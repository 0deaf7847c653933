import * as texts from '#texts/preview.ts';

export function cutNote(): HTMLElement {
  const note = document.createElement('p');
  note.className = 'quiet cut-note';
  note.textContent = texts.cut;
  return note;
}
