/** The customers' telephones. */
import * as v from 'valibot';
import { DETECTED_AS, PHONE_BEHAVIORS } from '../../telephony/phones.ts';
import { type Controlled, control, Refusal } from '../control.ts';
import { phoneView } from '../views.ts';
import { e164 } from './e164.ts';

const phoneSettings = v.object({
  behavior: v.picklist(PHONE_BEHAVIORS),
  afterMs: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(600_000)), 0),
  detectedAs: v.exactOptional(v.picklist(DETECTED_AS)),
});

const digits = v.object({
  digits: v.pipe(v.string(), v.regex(/^[0-9*#]{1,50}$/, 'must be keys of a telephone')),
});

const numberIn = ({ e164: given }: { readonly e164: string }): string => {
  const number = v.safeParse(e164, given);
  if (!number.success) throw new Refusal(400, `${given} is no number in E.164 format`);
  return number.output;
};

/** The phone after its owner has acted; a refusal when there was nothing to do. */
const acted = ({ engine }: Controlled, number: string, done: boolean) => {
  const view = phoneView(engine.phones.phone(number));
  if (!done) throw new Refusal(409, `the phone ${number} is ${view.state}`);
  return view;
};

const gesture = (path: string, act: (controlled: Controlled, number: string) => boolean) =>
  control({
    method: 'POST',
    path: `phones/{e164}/${path}`,
    answers: 'the phone; 409 when it cannot',
    run: (controlled, { params }) => {
      const number = numberIn(params);
      return acted(controlled, number, act(controlled, number));
    },
  });

export const PHONE_CONTROLS = [
  control({
    method: 'GET',
    path: 'phones',
    answers: '`{phones:[…]}`',
    run: ({ engine }) => ({ phones: engine.phones.list().map(phoneView) }),
  }),
  control({
    method: 'GET',
    path: 'phones/{e164}',
    answers: 'the phone',
    run: ({ engine }, { params }) => phoneView(engine.phones.phone(numberIn(params))),
  }),
  control({
    method: 'PUT',
    path: 'phones/{e164}',
    takes: '`{behavior, afterMs?, detectedAs?}`',
    answers: 'the phone',
    run: async ({ engine }, { params, body }) => {
      const number = numberIn(params);
      const { behavior, afterMs, detectedAs } = await body(phoneSettings);
      engine.phones.setBehavior(number, behavior, afterMs, detectedAs);
      return phoneView(engine.phones.phone(number));
    },
  }),
  gesture('answer', ({ engine }, number) => engine.phones.answer(number)),
  gesture('decline', ({ engine }, number) => engine.phones.decline(number)),
  gesture('hangup', ({ engine }, number) => engine.phones.hangUp(number)),
  control({
    method: 'POST',
    path: 'phones/{e164}/digits',
    takes: '`{digits}`',
    answers: 'the phone; 409 when it cannot',
    run: async (controlled, { params, body }) => {
      const number = numberIn(params);
      const pressed = await body(digits);
      return acted(controlled, number, controlled.engine.phones.pressDigits(number, pressed.digits));
    },
  }),
];
