import * as texts from '#texts/calls.ts';
import type { ContactView } from '../../../functions/core/contracts/opportunity-context.ts';
import type { CallParty } from '../softphone/softphone.ts';
import { contextId, type DeskCall, type DesktopState } from './desktop-state.ts';
import { personOfParty } from './person-on-the-line.ts';
import { whoIs } from './who-is.ts';

/** Who this party is: a person of the deal before anything else, because numbers say nothing to an agent. */
export const nameOfParty = (state: DesktopState, call: DeskCall, party: CallParty): string =>
  partyPerson(state, call, party)?.name ??
  (party.initial ? whoIs(call) : (party.name ?? party.number ?? texts.unknown));

export function partyPerson(state: DesktopState, call: DeskCall, party: CallParty): ContactView | undefined {
  const id = personOfParty(state, call, party);
  if (id === undefined || call.subject.status !== 'known') return undefined;
  return state.contexts[contextId(call.subject.key)]?.context?.contacts.find((contact) => contact.id === id);
}
