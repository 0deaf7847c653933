import { type ComponentChild, h } from 'preact';
import { useState } from 'preact/hooks';
import type { SoftphoneModel } from '../model.ts';
import type { Update } from '../wire.ts';
import { Keypad } from './keypad.ts';
import { NumberForm } from './number-form.ts';
import { Sheet } from './sheet.ts';

interface DialSheetProps {
  readonly update: Update;
  readonly model: SoftphoneModel;
  readonly close: () => void;
}

export const DialSheet = ({ update, model, close }: DialSheetProps): ComponentChild => {
  const [typed, setTyped] = useState('');
  const { dialableCountries, routingProfile } = update.configuration;
  const call = (phoneNumber: string) =>
    model.perform('createOutboundContact', {
      endpoint: { type: 'phone_number', phoneNumber },
      queueARN: routingProfile.defaultOutboundQueue.queueARN,
    });
  return h(
    Sheet,
    { title: 'Dial a number', close },
    h(NumberForm, { typed, setTyped, countries: dialableCountries, action: 'Call', submit: call }),
    h(Keypad, { press: (key) => setTyped(typed + key) }),
  );
};
