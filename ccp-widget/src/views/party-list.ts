import { type ComponentChild, h } from 'preact';
import * as texts from '#texts/line.ts';
import type { CallParty } from '../softphone/softphone.ts';
import { control } from '../state/control-call.ts';
import type { Desk } from '../state/desk.ts';
import type { DeskCall } from '../state/desktop-state.ts';
import { dropParty } from '../state/follow-parties.ts';
import { nameOfParty, partyPerson } from '../state/party-name.ts';
import { softphoneOf } from '../state/softphone-of.ts';
import { useStore } from '../state/store.ts';
import { iconButton } from './button.ts';
import { laterIcon } from './icon-later.ts';

/** Everybody on the call: who, how they are on it, and what can be done about it. */
export function PartyList({ desk, call }: { desk: Desk; call: DeskCall }): ComponentChild {
  const state = useStore(desk.store, (all) => all);
  const mayHold = softphoneOf(desk).capabilities.has('hold');
  return h(
    'ul',
    { class: 'parties' },
    call.parties.map((party) => {
      const who = nameOfParty(state, call, party);
      const { title, role } = partyPerson(state, call, party) ?? {};
      return h(
        'li',
        { key: party.partyId, class: `party party-${party.state}` },
        h('span', { class: 'call-signal', 'aria-hidden': 'true' }),
        h(
          'span',
          { class: 'party-who' },
          h('bdi', null, who),
          h('span', { class: 'party-about', dir: 'auto' }, title || role || (party.number === who ? '' : party.number)),
        ),
        h('span', { class: 'party-state' }, stateOf(party)),
        mayHold && party.state !== 'ringing' ? holdButton(desk, call, party, who) : null,
        iconButton(laterIcon('close'), texts.dropWho(who), () => void dropParty(desk, call, party, who), {
          title: texts.drop,
        }),
      );
    }),
  );
}

const stateOf = ({ kind, state }: CallParty): string =>
  kind === 'queue' && state === 'ringing' ? texts.waiting : texts.states[state];

function holdButton(desk: Desk, { connectContactId }: DeskCall, party: CallParty, who: string): ComponentChild {
  const held = party.state === 'hold';
  return iconButton(
    laterIcon(held ? 'resume' : 'hold'),
    held ? texts.resumeWho(who) : texts.holdWho(who),
    () =>
      void control(
        desk,
        (softphone) => softphone[held ? 'resume' : 'hold'](connectContactId, party.partyId),
        texts.refused[held ? 'resume' : 'hold'](who),
      ),
    { title: held ? texts.resume : texts.hold },
  );
}
