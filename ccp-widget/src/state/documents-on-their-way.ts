import * as texts from '#texts/arrived.ts';
import type { DocumentView } from '../../../functions/core/contracts/opportunity-context.ts';
import { formatCount } from '../format/format-number.ts';
import type { Desk } from './desk.ts';
import { contextId } from './desktop-state.ts';
import { keyInFocus } from './in-focus.ts';
import { notify } from './notify.ts';

const FIRST_MS = 3_000;
const LONGEST_MS = 30_000;

/** A document usually arrives within seconds; one that does not is asked for less and less often. */
export const nextLookMs = (looks: number): number => Math.min(LONGEST_MS, FIRST_MS * 1.5 ** looks);

export const isOnItsWay = ({ state }: Pick<DocumentView, 'state'>): boolean =>
  state === 'fetching' || state === 'awaiting-upload';

/** Says once what came from the CRM, or did not, while its opportunity was on the screen: several at once in one notice. */
export function announceArrivals(desk: Desk): void {
  const { store } = desk;
  const expected = new Set<string>();
  const look = (): void => {
    const state = store.get();
    const key = keyInFocus(state);
    const id = key && contextId(key);
    const arrived: string[] = [];
    for (const document of (id && state.contexts[id]?.context?.documents) || []) {
      const name = `${id} ${document.id}`;
      if (document.state === 'fetching') expected.add(name);
      else if (!expected.delete(name)) continue;
      else if (document.state === 'ready') arrived.push(document.title);
      else if (document.state === 'failed') {
        notify(desk, { tone: 'problem', text: texts.failed(document.title) });
      }
    }
    const [title, ...others] = arrived;
    if (title !== undefined) {
      const text = others.length === 0 ? texts.ready(title) : texts.several(formatCount(arrived.length));
      notify(desk, { tone: 'success', text });
    }
  };
  store.subscribe(look);
  look();
}
