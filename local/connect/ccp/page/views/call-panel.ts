import { type ComponentChild, h } from 'preact';
import { useState } from 'preact/hooks';
import { agentConnection, customerConnection, otherParties } from '../view-state.ts';
import { Tile } from './buttons.ts';
import { ContactHeader } from './contact-header.ts';
import { DigitsSheet } from './digits-sheet.ts';
import { EndButton } from './offer-panels.ts';
import type { PanelProps } from './panel-props.ts';
import { Parties } from './parties.ts';
import { QuickConnectSheet } from './quick-connect-sheet.ts';
import { Whisper } from './whisper.ts';

/** A call has at most six participants, the agent among them. */
const MOST_OTHERS = 5;

export const CallPanel = (props: PanelProps): ComponentChild => {
  const { contact, state, model } = props;
  const [sheet, setSheet] = useState<'digits' | 'quick-connects'>();
  const close = () => setSheet(undefined);
  if (sheet === 'digits') return h(DigitsSheet, { ...props, close });
  if (sheet === 'quick-connects') return h(QuickConnectSheet, { ...props, close });

  const { contactId } = contact;
  const customer = customerConnection(contact);
  const own = agentConnection(contact);
  const parties = otherParties(contact);
  const onHold = parties.length === 1 && parties[0]?.state.type === 'hold';
  const muted = state.muted || own?.mute === true;
  const setMuted = async () => {
    await model.setMuted(!muted);
    if (own?.mute) await model.perform('unmuteParticipant', { contactId, connectionId: own.connectionId });
  };
  const setHold = () =>
    model.perform(onHold ? 'resumeConnection' : 'holdConnection', { contactId, connectionId: customer?.connectionId });

  return h(
    'div',
    { class: `call ${onHold ? 'on-hold' : ''} ${parties.length > 1 ? 'several-parties' : ''}` },
    h(ContactHeader, { contact, label: onHold ? 'On hold' : 'Connected', icon: onHold ? 'pause' : 'phone' }),
    h(Whisper, { lines: contact.heardByAgent }),
    parties.length > 1 && h(Parties, { contact, parties, model }),
    h(
      'div',
      { class: 'tiles' },
      parties.length === 1 &&
        h(Tile, {
          label: onHold ? 'Resume' : 'Hold',
          icon: onHold ? 'play' : 'pause',
          pressed: onHold,
          onPress: setHold,
        }),
      h(Tile, {
        label: muted ? 'Unmute' : 'Mute',
        icon: muted ? 'microphone-off' : 'microphone',
        pressed: muted,
        onPress: setMuted,
      }),
      h(Tile, { label: 'Keypad', icon: 'keypad', onPress: () => setSheet('digits') }),
      parties.length < MOST_OTHERS &&
        h(Tile, { label: 'Add person', icon: 'add-person', onPress: () => setSheet('quick-connects') }),
    ),
    h(
      'div',
      { class: 'actions' },
      h(EndButton, { contact, model, label: parties.length > 1 ? 'Leave call' : 'End call' }),
    ),
  );
};
