import { type ComponentChild, h } from 'preact';
import * as editorTexts from '#texts/editor.ts';
import * as labels from '#texts/labels.ts';
import { MOST_PHONES, type PhoneForm } from '../state/contact-form.ts';
import { iconButton } from './button.ts';
import { textField } from './fields.ts';
import { laterIcon } from './icon-later.ts';
import { linkButton } from './link-button.ts';

/** A person's numbers; the first is the one that is called. */
export function phoneFields(phones: readonly PhoneForm[], onChange: (phones: readonly PhoneForm[]) => void) {
  const change = (at: number, part: Partial<PhoneForm>): void =>
    onChange(phones.map((phone, index) => (index === at ? { ...phone, ...part } : phone)));
  return h(
    'fieldset',
    { class: 'phones' },
    h('legend', { class: 'visually-hidden' }, editorTexts.numbers),
    phones.map(({ number, label }, index): ComponentChild => {
      const name = index === 0 ? (labels.fields.phones ?? '') : `${labels.fields.phones} ${index + 1}`;
      return h(
        'div',
        { key: index, class: 'phone' },
        textField(name, number, (typed) => change(index, { number: typed }), { type: 'tel', maxLength: 40 }),
        textField(editorTexts.numberKind, label, (typed) => change(index, { label: typed }), {
          ...{ suggestions: editorTexts.numberKinds, maxLength: 64 },
        }),
        phones.length > 1
          ? iconButton(laterIcon('close'), editorTexts.removeNumber(number || name), () =>
              onChange(phones.filter((_, other) => other !== index)),
            )
          : null,
      );
    }),
    phones.length < MOST_PHONES
      ? linkButton(editorTexts.addNumber, () => onChange([...phones, { number: '', label: '' }]))
      : null,
  );
}
