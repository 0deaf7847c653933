import { type ComponentChild, h } from 'preact';
import { useState } from 'preact/hooks';
import * as texts from '#texts/line.ts';
import type { CallParty, SoftphoneCapability } from '../softphone/softphone.ts';
import { control } from '../state/control-call.ts';
import type { Desk } from '../state/desk.ts';
import type { DeskCall } from '../state/desktop-state.ts';
import { nameOfParty } from '../state/party-name.ts';
import { softphoneOf } from '../state/softphone-of.ts';
import { useStore } from '../state/store.ts';
import { AddOrTransfer } from './add-or-transfer.ts';
import { icon } from './icon.ts';
import { type LaterIcon, laterIcon } from './icon-later.ts';
import { PartyList } from './party-list.ts';

interface CallLineProps {
  readonly desk: Desk;
  readonly call: DeskCall;
}

/** What can be done with the call on the line, and who is on it: the same as in the softphone, which has the last word. */
export function CallLine({ desk, call }: CallLineProps): ComponentChild {
  const { connectContactId, phase, parties } = call;
  const muted = useStore(desk.store, (state) => state.muted);
  const [adding, setAdding] = useState(false);
  const { capabilities } = softphoneOf(desk);
  const ask = (what: 'accept' | 'decline' | 'leave' | 'merge' | 'swap') => (): void =>
    void control(desk, (softphone) => softphone[what](connectContactId), texts.refused[what]);
  const can = (capability: SoftphoneCapability, ...buttons: ComponentChild[]): ComponentChild[] =>
    capabilities.has(capability) ? buttons : [];

  if (phase === 'ringing')
    return h(
      'div',
      { class: 'line-actions' },
      can(
        'answer',
        // Of a call that the agent has placed there is nothing to accept.
        call.offered ? lineButton('phone', texts.accept, ask('accept'), 'live') : null,
        lineButton(
          'hang-up',
          call.offered ? texts.decline : texts.hangUp,
          ask(call.offered ? 'decline' : 'leave'),
          'end',
        ),
      ),
    );

  const [only, ...others] = parties;
  const held = parties.filter(({ state }) => state === 'hold');
  const settled = parties.every(({ state }) => state !== 'ringing');
  const several = others.length > 0;
  const consulting = several && settled && held.length > 0;
  return h(
    'section',
    { class: 'line', 'aria-label': texts.title },
    several ? h(PartyList, { desk, call }) : null,
    h(
      'div',
      { class: 'line-actions' },
      can(
        'mute',
        lineButton(
          muted ? 'microphone-off' : 'microphone',
          muted ? texts.unmute : texts.mute,
          () => void control(desk, (softphone) => softphone.mute(!muted), texts.refused.mute),
          muted ? 'on' : undefined,
        ),
      ),
      only && !several ? can('hold', holdButton(desk, call, only)) : null,
      consulting
        ? [
            ...can('merge', lineButton('merge', texts.merge, ask('merge'))),
            ...(held.length < parties.length ? can('swap', lineButton('swap', texts.swap, ask('swap'))) : []),
          ]
        : null,
      can(
        'add',
        h(
          'button',
          {
            type: 'button',
            class: 'button',
            'aria-expanded': adding,
            onClick: () => setAdding(!adding),
          },
          laterIcon('add-person'),
          texts.addOrTransfer,
        ),
      ),
      lineButton('hang-up', leaveLabel(call), ask('leave'), 'end', several && settled ? texts.leaveHint : undefined),
    ),
    adding ? h(AddOrTransfer, { desk, call, onClose: () => setAdding(false) }) : null,
  );
}

/** With two others on the line, hanging up leaves them together. */
function leaveLabel({ parties }: DeskCall): string {
  const there = parties.filter(({ state }) => state !== 'ringing');
  if (there.length < 2) return texts.hangUp;
  return there.some(({ kind, initial }) => kind !== 'number' && !initial) ? texts.completeTransfer : texts.leave;
}

function holdButton(desk: Desk, call: DeskCall, party: CallParty): ComponentChild {
  const isHeld = party.state === 'hold';
  const what = isHeld ? 'resume' : 'hold';
  const notDone = texts.refused[what](nameOfParty(desk.store.get(), call, party));
  return lineButton(
    what,
    isHeld ? texts.resume : texts.hold,
    () => void control(desk, (softphone) => softphone[what](call.connectContactId, party.partyId), notDone),
    isHeld ? 'on' : undefined,
  );
}

const lineButton = (
  name: LaterIcon | 'phone',
  label: string,
  onClick: () => void,
  look?: 'on' | 'live' | 'end',
  title?: string,
): ComponentChild =>
  h(
    'button',
    { key: name, type: 'button', class: look ? `button line-${look}` : 'button', title, onClick },
    name === 'phone' ? icon(name) : laterIcon(name),
    label,
  );
