import type { ContactView, OpportunityMatch } from '../../../functions/core/contracts/opportunity-context.ts';
import { apiOf } from '../api/desktop-api.ts';
import { troubleFrom } from '../api/trouble.ts';
import { later } from '../messages-later.ts';
import { callAtHand } from '../state/call-at-hand.ts';
import type { Desk } from '../state/desk.ts';
import { contextId, type OpportunityKey, type PlannedCall } from '../state/desktop-state.ts';
import { notify } from '../state/notify.ts';
import { requestCall } from '../state/request-call.ts';
import { reading } from '../state/without-context.ts';
import type { DialWish } from './host-bridge.ts';
import { asE164, isSameNumber } from './phone-numbers.ts';

export interface DialDesk {
  readonly desk: Desk;
  /** Whose records the host shows. */
  readonly sourceId: string;
  /** Several deals have this person: the agent says for which one. */
  readonly choose: (matches: readonly OpportunityMatch[], chosen: (match: OpportunityMatch) => void) => void;
  /** Told before the call is asked for. */
  readonly onCall: (planned: PlannedCall) => void;
}

/** A number was clicked in the host: calls its person, for the deal that it was clicked in. What is in the way is said in words. */
export async function dialForHost(dial: DialDesk, wish: DialWish): Promise<void> {
  const { desk, sourceId, choose } = dial;
  const texts = later.host;
  if (wish.opportunityId !== undefined) return callFor(dial, { sourceId, opportunityId: wish.opportunityId }, wish);
  const number = asE164(wish.number);
  if (number === undefined) return notify(desk, { tone: 'problem', text: texts.notInternational(wish.number) });
  try {
    const matches = matchesFor(await apiOf(desk).findByNumber(number), sourceId, wish.contactId);
    const call = (match: OpportunityMatch): Promise<void> => callFor(dial, match, { ...wish, ...personIn(match) });
    const [only] = matches;
    if (!only) notify(desk, { tone: 'problem', text: texts.noDeal(wish.number) });
    else if (matches.length === 1) await call(only);
    else choose(matches, (match) => void call(match));
  } catch (error) {
    notify(desk, { tone: 'problem', text: texts.notFound(wish.number, troubleFrom(error).what) });
  }
}

const personIn = ({ contactId }: OpportunityMatch) => (contactId === undefined ? {} : { contactId });

/** One line per deal and person; of the person that was clicked, if anything is known of them. */
export function matchesFor(
  matches: readonly OpportunityMatch[],
  sourceId: string,
  contactId: string | undefined,
): readonly OpportunityMatch[] {
  const ours = matches.filter((match) => match.sourceId === sourceId);
  const theirs = ours.filter((match) => match.contactId === contactId);
  return theirs.length > 0 ? theirs : ours;
}

async function callFor(dial: DialDesk, { sourceId, opportunityId }: OpportunityKey, wish: DialWish): Promise<void> {
  const { desk, onCall } = dial;
  const { store } = desk;
  const texts = later.host;
  const key = { sourceId, opportunityId };
  await desk.loadContext(key);
  await reading(desk, key);
  const { context, trouble } = store.get().contexts[contextId(key)] ?? {};
  if (!context)
    return notify(desk, {
      tone: 'problem',
      text: texts.dealUnknown([trouble?.what, trouble?.advice].filter(Boolean).join('. ')),
    });
  const contact = personFor(context.contacts, wish);
  if (!contact) return notify(desk, { tone: 'problem', text: texts.nobody(wish.number, context.opportunity.name) });
  const number = contact.phones.find((phone) => isSameNumber(phone.number, wish.number))?.number;
  if (number === undefined)
    return notify(desk, { tone: 'problem', text: texts.otherNumber(wish.number, contact.name) });
  // A conversation keeps the screen.
  if (!callAtHand(store.get())) store.update((state) => ({ ...state, focus: { kind: 'opportunity', key } }));
  onCall({ key, contact, number });
  await requestCall(desk, key, contact, number);
}

/** By id; without one, by the number, if it is one person's alone. */
export function personFor(contacts: readonly ContactView[], { contactId, number }: DialWish): ContactView | undefined {
  if (contactId !== undefined) return contacts.find(({ id }) => id === contactId);
  const [only, ...others] = contacts.filter(({ phones }) => phones.some((one) => isSameNumber(one.number, number)));
  return others.length === 0 ? only : undefined;
}
