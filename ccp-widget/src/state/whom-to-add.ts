import type { Destination, QuickConnect } from '../softphone/softphone.ts';
import { isPhone } from './contact-form.ts';
import { contextId, type DeskCall, type DesktopState } from './desktop-state.ts';
import { peopleOnTheLine } from './person-on-the-line.ts';

/** Somebody the call can be shared with. */
export interface Candidate {
  readonly id: string;
  readonly name: string;
  readonly about: string;
  readonly destination: Destination;
  /** A person of the deal. */
  readonly contactId?: string;
  /** A quick connect, and where it leads. */
  readonly to?: QuickConnect['to'];
}

/** More would only be scrolled past: whoever is not among them is found by typing. */
const MOST = 30;

/**
 * People of the deal who may be called and are not on the call yet, then quick connects, as far as `text` is in their
 * name; a text that is a number is somebody too.
 */
export function candidatesFor(
  state: DesktopState,
  call: DeskCall,
  quickConnects: readonly QuickConnect[],
  text: string,
): readonly Candidate[] {
  const wanted = text.trim().toLowerCase();
  const { subject } = call;
  const context = subject.status === 'known' ? state.contexts[contextId(subject.key)]?.context : undefined;
  const there = peopleOnTheLine(state, call);
  const people = (context?.contacts ?? []).flatMap(
    ({ id, name, title, role, phones: [phone], doNotCall }): Candidate[] =>
      phone === undefined || doNotCall || there.has(id)
        ? []
        : [
            {
              id: `person ${id}`,
              name,
              about: title ?? role ?? phone.number,
              destination: { kind: 'number', number: phone.number, name },
              contactId: id,
            },
          ],
  );
  const others = quickConnects.map(
    ({ id, name, to }): Candidate => ({
      id,
      name,
      about: '',
      destination: { kind: 'quick-connect', id },
      to,
    }),
  );
  const found = [...people, ...others].filter(({ name, about }) => `${name} ${about}`.toLowerCase().includes(wanted));
  return [...found.slice(0, MOST), ...typedNumber(text)];
}

function typedNumber(text: string): readonly Candidate[] {
  const number = text.replace(/[\s().-]/g, '');
  return isPhone(number) ? [{ id: 'typed', name: number, about: '', destination: { kind: 'number', number } }] : [];
}
