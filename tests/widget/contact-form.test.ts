import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import {
  type ContactForm,
  creationFrom,
  EMPTY_FORM,
  editBetween,
  formFrom,
  isPhone,
  recreationOf,
} from '../../ccp-widget/src/state/contact-form.ts';
import { contactCreationSchema, contactEditSchema } from '../../functions/core/contracts/agent-requests.ts';
import type { ContactView } from '../../functions/core/contracts/opportunity-context.ts';

const dana: ContactView = {
  id: 'c-1',
  name: 'Dana Reyes',
  title: 'CFO',
  role: 'Decision maker',
  phones: [{ number: '+14155550101', label: 'mobile' }, { number: '+14155550199' }],
  group: 'stakeholder',
  primary: true,
  doNotCall: false,
  attributes: { birthday: '1 May' },
  version: 3,
  updatedAt: '2026-11-24T12:00:00Z',
  updatedBy: 'crm',
};

describe('the form of a person', () => {
  it('sends nothing when nothing was changed', () => {
    expect(editBetween(dana, formFrom(dana))).toEqual({});
    expect(editBetween(dana, { ...formFrom(dana), name: ' Dana Reyes ' })).toEqual({});
  });

  it('sends only what was changed, null for what was cleared, as the API takes it', () => {
    const edit = editBetween(dana, { ...formFrom(dana), role: 'Champion', title: '', doNotCall: true });
    expect(edit).toEqual({ role: 'Champion', title: null, doNotCall: true });
    expect(v.parse(contactEditSchema, edit)).toEqual(edit);
  });

  it('keeps the other numbers and their labels when one is changed, added or removed', () => {
    const form = formFrom(dana);
    const withPhones = (phones: ContactForm['phones']) => editBetween(dana, { ...form, phones }).phones;
    const [first, second] = form.phones;
    if (!first || !second) throw new Error('the sample has two numbers');
    expect(withPhones([first, { ...second, label: 'work' }])).toEqual([
      { number: '+14155550101', label: 'mobile' },
      { number: '+14155550199', label: 'work' },
    ]);
    expect(withPhones([first, second, { number: '+49 30 5550101', label: ' ' }])).toEqual([
      ...dana.phones,
      { number: '+49305550101' },
    ]);
    expect(withPhones([second])).toEqual([{ number: '+14155550199' }]);
    expect(
      withPhones([{ ...first, number: '+1 (415) 555-0101' }, second, { number: ' ', label: 'x' }]),
    ).toBeUndefined();
    expect(withPhones([{ ...first, number: '+1 (415) 555-0102' }, second])).toEqual([
      { number: '+14155550102', label: 'mobile' },
      { number: '+14155550199' },
    ]);
    expect(withPhones([{ ...first, number: '' }, second])).toEqual([{ number: '+14155550199' }]);
  });

  it('knows a number that can be dialled', () => {
    expect(['+49 30 5550101', '0049 30 5550101', '+1 (415) 555-0101'].every(isPhone)).toBe(true);
    expect(['4155550101', '+0123', 'Dana', ''].some(isPhone)).toBe(false);
  });

  it('never loses a number of anybody, whatever else is edited', () => {
    const phone = fc.record(
      { number: fc.integer({ min: 100_000, max: 10 ** 12 }).map((digits) => `+${digits}`), label: fc.constant('work') },
      { requiredKeys: ['number'] },
    );
    fc.assert(
      fc.property(fc.array(phone, { maxLength: 20 }), fc.string({ minLength: 1 }), (phones, typed) => {
        const contact = { ...dana, phones };
        const name = `x${typed}`;
        expect(editBetween(contact, { ...formFrom(contact), name })).toEqual({ name: name.trim() });
        expect(creationFrom(formFrom(contact)).phones).toEqual(phones);
      }),
    );
  });

  it('makes a new person that the API takes', () => {
    const creation = creationFrom({
      ...EMPTY_FORM,
      name: ' Lee ',
      phones: [{ number: '+49 30 5550101', label: '' }],
      role: 'Legal',
    });
    expect(v.parse(contactCreationSchema, creation)).toMatchObject({
      name: 'Lee',
      phones: [{ number: '+49305550101' }],
    });
  });

  it('brings a removed person back with everything that was known', () => {
    expect(v.parse(contactCreationSchema, recreationOf(dana))).toMatchObject({
      id: 'c-1',
      attributes: { birthday: '1 May' },
    });
  });
});
