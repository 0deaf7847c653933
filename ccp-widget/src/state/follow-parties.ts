import * as texts from '#texts/line.ts';
import type { CallParty } from '../softphone/softphone.ts';
import { changeCall } from './change-call.ts';
import { control } from './control-call.ts';
import type { Desk } from './desk.ts';
import type { DeskCall, DesktopState } from './desktop-state.ts';
import { notify } from './notify.ts';
import { partyChanges } from './party-changes.ts';
import { nameOfParty } from './party-name.ts';

/** Somebody who could not be reached leaves the others on hold: said in words, with the way back to them. */
export function followParties(desk: Desk): void {
  let seen: readonly DeskCall[] = [];
  desk.store.subscribe(() => {
    const state = desk.store.get();
    if (state.calls === seen) return;
    const before = new Map(seen.map((call) => [call.connectContactId, call]));
    seen = state.calls;
    for (const call of state.calls) {
      const last = before.get(call.connectContactId);
      for (const { party, change } of last ? partyChanges(last, call) : [])
        if (change === 'not-reached') tell(desk, state, call, party);
    }
  });
}

function tell(desk: Desk, state: DesktopState, call: DeskCall, party: CallParty): void {
  const text = `${texts.changes['not-reached'](nameOfParty(state, call, party))}.`;
  const waiting = call.parties.find((other) => other.state === 'hold');
  const who = waiting ? nameOfParty(state, call, waiting) : '';
  if (!waiting) notify(desk, { tone: 'problem', text });
  else
    notify(desk, {
      tone: 'problem',
      text: `${text} ${texts.stillOnHold(who)}`,
      action: { label: texts.resumeWho(who), run: () => void resumeParty(desk, call, waiting, who) },
    });
}

export async function dropParty(desk: Desk, call: DeskCall, party: CallParty, who: string): Promise<void> {
  const { connectContactId } = call;
  const { partyId } = party;
  desk.store.update((state) =>
    changeCall(state, connectContactId, (one) => ({ ...one, dropped: [...(one.dropped ?? []), partyId] })),
  );
  await control(desk, (softphone) => softphone.drop(connectContactId, partyId), texts.refused.drop(who));
}

const resumeParty = (desk: Desk, call: DeskCall, { partyId }: CallParty, who: string): Promise<boolean> =>
  control(desk, (softphone) => softphone.resume(call.connectContactId, partyId), texts.refused.resume(who));
