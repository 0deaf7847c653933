import * as callTexts from '#texts/call.ts';
import * as pageTexts from '#texts/page.ts';
import { element } from './element.ts';

/** The words of the static page, for a screen reader and the tab. */
export function namePage(): void {
  document.title = pageTexts.title;
  element('line').ariaLabel = callTexts.line;
}
