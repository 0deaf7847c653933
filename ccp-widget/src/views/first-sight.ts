import type { ComponentChild } from 'preact';
import { nodesOf } from './paint.ts';

/**
 * The deal before there is Preact: drawn anew whenever the state changes. Buttons are pressed for good when somebody is there
 * to hear it; a file that is dropped too early must not be opened by the browser in the desktop's place.
 */
export function createFirstSight(
  place: HTMLElement,
  store: { subscribe(listener: () => void): () => void },
  draw: () => ComponentChild,
) {
  const pressed: HTMLElement[] = [];
  const over = new AbortController();
  const keep = ({ target }: Event): void => {
    const button = target instanceof Element && target.closest('button');
    if (button) pressed.push(button);
  };
  const refuse = (event: Event): void => event.preventDefault();
  place.addEventListener('click', keep, over);
  for (const name of ['dragover', 'drop']) place.addEventListener(name, refuse, over);
  const stop = store.subscribe(() => place.replaceChildren(...nodesOf(draw() as Parameters<typeof nodesOf>[0])));
  return {
    /** The nodes stay for whoever takes over, with focus, selection and scroll; then comes what was pressed meanwhile. */
    handOver(takeOver: () => void): void {
      stop();
      over.abort();
      takeOver();
      for (const button of pressed) button.click();
    },
  };
}

/** A frame comes at once, or never: a page in the background is not painted. */
const NO_FRAME_MS = 100;

/** Resolves when the first of the page is on the screen, by the browser's word. */
export const painted = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, NO_FRAME_MS);
    new PerformanceObserver((list) => {
      if (list.getEntriesByName('first-contentful-paint').length > 0) resolve();
    }).observe({ type: 'paint', buffered: true });
  });
