import type { CallParty } from '../softphone/softphone.ts';
import type { DeskCall } from './desktop-state.ts';

export type PartyChange = 'called' | 'on-the-line' | 'on-hold' | 'left' | 'not-reached';

const ARRIVALS = { ringing: 'called', connected: 'on-the-line', hold: 'on-hold' } as const;

/**
 * What has become of the parties of a call since it was last seen, while the agent is on it. What belongs to the call's
 * own beginning and end is told by its phase.
 */
export function partyChanges(
  before: DeskCall,
  after: DeskCall,
): readonly { readonly party: CallParty; readonly change: PartyChange }[] {
  if (before.phase !== 'connected' || after.phase !== 'connected') return [];
  const now = new Map(after.parties.map((party) => [party.partyId, party]));
  const known = new Map(before.parties.map((party) => [party.partyId, party]));
  return [
    ...before.parties.flatMap((party) => {
      if (now.has(party.partyId)) return [];
      const failed = party.state === 'ringing' && !after.dropped?.includes(party.partyId);
      return [{ party, change: failed ? ('not-reached' as const) : ('left' as const) }];
    }),
    ...after.parties.flatMap((party) => {
      const last = known.get(party.partyId);
      return last?.state === party.state ? [] : [{ party, change: ARRIVALS[party.state] }];
    }),
  ];
}
