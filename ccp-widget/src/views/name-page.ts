import { language } from '../language.ts';
import { messages } from '../messages.ts';
import { element } from './element.ts';

/** The words of the static page, for a screen reader and the tab. */
export function namePage(): void {
  document.documentElement.lang = language;
  document.title = messages.title;
  element('line').ariaLabel = messages.call.line;
}
