import * as texts from '#texts/host.ts';
import type {
  ContactView,
  CrmMatches,
  OpportunityMatch,
} from '../../../functions/core/contracts/opportunity-context.ts';
import type { Desk } from '../state/desk.ts';
import type { OpportunityKey, PlannedCall } from '../state/desktop-state.ts';
import type { RestOfDesktop } from './connect-host.ts';
import type { DialWish } from './host-bridge.ts';
import { asE164, isSameNumber } from './phone-numbers.ts';

export interface DialDesk {
  readonly desk: Desk;
  /** Whose records the host shows. */
  readonly sourceId: string;
  readonly rest: RestOfDesktop;
  /** Told before the call is asked for. */
  readonly onCall: (planned: PlannedCall) => void;
}

/** A number was clicked in the host: calls its person, for the deal that it was clicked in. What is in the way is said in words. */
export async function dialForHost(dial: DialDesk, wish: DialWish): Promise<void> {
  const { desk, sourceId, rest } = dial;
  const refuse = (text: string): void => rest.notify(desk, { tone: 'problem', text });
  if (wish.opportunityId !== undefined) return callFor(dial, { sourceId, opportunityId: wish.opportunityId }, wish);
  const number = asE164(wish.number);
  if (number === undefined) return refuse(texts.notInternational(wish.number));
  try {
    const matchesIn = (found: readonly OpportunityMatch[]) => matchesFor(found, sourceId, wish.contactId);
    const here = matchesIn(await rest.apiOf(desk).findByNumber(number));
    const { matches: inCrm, silent } = here.length > 0 ? NOT_ASKED : await findInCrm(dial, number);
    const matches = here.length > 0 ? here : matchesIn(inCrm);
    const call = (match: OpportunityMatch): Promise<void> => callFor(dial, match, { ...wish, ...personIn(match) });
    const [only] = matches;
    if (!only) refuse(silent.length > 0 ? texts.notFound(wish.number, texts.noAnswer) : texts.noDeal(wish.number));
    else if (matches.length === 1) await call(only);
    else rest.chooseDeal(matches, texts.whichDeal, (match) => void call(match));
  } catch (error) {
    refuse(texts.notFound(wish.number, rest.troubleFrom(error).what));
  }
}

/** Whose number nobody here knows: what is chosen is read as it is called. */
const findInCrm = ({ desk, sourceId }: DialDesk, phone: string) =>
  desk.send<CrmMatches>(`/crm/opportunities?${new URLSearchParams({ phone, sourceId })}`);
const NOT_ASKED: CrmMatches = { matches: [], silent: [] };

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
  const { desk, onCall, rest } = dial;
  const { store } = desk;
  const refuse = (text: string): void => rest.notify(desk, { tone: 'problem', text });
  const key = { sourceId, opportunityId };
  await desk.loadContext(key);
  await rest.reading(desk, key);
  const { context, trouble } = store.get().contexts[rest.contextId(key)] ?? {};
  if (!context) return refuse(texts.dealUnknown([trouble?.what, trouble?.advice].filter(Boolean).join('. ')));
  const contact = personFor(context.contacts, wish);
  if (!contact) return refuse(texts.nobody(wish.number, context.opportunity.name));
  const number = contact.phones.find((phone) => isSameNumber(phone.number, wish.number))?.number;
  if (number === undefined) return refuse(texts.otherNumber(wish.number, contact.name));
  // A conversation keeps the screen.
  if (!rest.callAtHand(store.get())) store.update((state) => ({ ...state, focus: { kind: 'opportunity', key } }));
  onCall({ key, contact, number });
  await rest.requestCall(desk, key, contact, number);
}

/** By id; without one, by the number, if it is one person's alone. */
export function personFor(contacts: readonly ContactView[], { contactId, number }: DialWish): ContactView | undefined {
  if (contactId !== undefined) return contacts.find(({ id }) => id === contactId);
  const [only, ...others] = contacts.filter(({ phones }) => phones.some((one) => isSameNumber(one.number, number)));
  return others.length === 0 ? only : undefined;
}
