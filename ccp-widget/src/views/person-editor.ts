import { type ComponentChild, h } from 'preact';
import { useState } from 'preact/hooks';
import * as editorTexts from '#texts/editor.ts';
import * as labels from '#texts/labels.ts';
import type { ContactField, CrmCapabilities } from '../../../functions/core/contracts/capabilities.ts';
import type { ContactView } from '../../../functions/core/contracts/opportunity-context.ts';
import { beforeOf } from '../outbox/waiting-edit.ts';
import { type ContactForm, creationFrom, EMPTY_FORM, editBetween, formFrom, isPhone } from '../state/contact-form.ts';
import { fieldsThat, placeOf } from '../state/crm-places.ts';
import type { Desk } from '../state/desk.ts';
import type { OpportunityKey, Trouble } from '../state/desktop-state.ts';
import { removePerson } from '../state/remove-person.ts';
import { button } from './button.ts';
import { editorForm } from './editor-form.ts';
import { choiceField, type TextOptions, textField, tickField } from './fields.ts';
import { useFocusOnMount } from './hooks-later.ts';
import { phoneFields } from './phone-fields.ts';
import { useSubmission } from './submission.ts';

interface PersonEditorProps {
  readonly desk: Desk;
  readonly opportunity: OpportunityKey;
  readonly contacts: readonly ContactView[];
  /** What the CRM takes of people; absent when it says nothing of itself. */
  readonly taken: CrmCapabilities['contacts'] | undefined;
  /** Absent for a new person. */
  readonly contact?: ContactView;
  readonly onClose: () => void;
}

/** In the person's own place in the list. Nothing is overwritten unseen: a 412 shows both and asks. */
export function PersonEditor(props: PersonEditorProps): ComponentChild {
  const { desk, opportunity, contacts, contact, taken, onClose } = props;
  const fields = labels.fields;
  /** What the form was filled with, and what the edit is measured against. */
  const [base] = useState(contact);
  const [form, setForm] = useState<ContactForm>(contact ? formFrom(contact) : EMPTY_FORM);
  const { submit, conflict, saving, trouble, fail } = useSubmission({ desk, onClose, people: contacts });
  const first = useFocusOnMount<HTMLInputElement>();
  const change = (part: Partial<ContactForm>): void => setForm({ ...form, ...part });
  const save = async (): Promise<void> => {
    const wrong = wrongWith(form);
    if (wrong) return fail(wrong);
    const name = form.name.trim();
    if (!base) {
      const id = crypto.randomUUID();
      const work = { kind: 'add-contact', id, body: { ...creationFrom(form), id } } as const;
      return submit({ work, key: opportunity, name, version: 0 }, name);
    }
    const body = editBetween(base, form);
    if (Object.keys(body).length === 0) return onClose();
    const work = { kind: 'edit-contact', id: base.id, body, before: beforeOf(body, base) } as const;
    return submit({ work, key: opportunity, name: base.name, version: base.version }, name);
  };

  if (conflict) return conflict;

  const offered = (field: ContactField, draw: () => ComponentChild): ComponentChild =>
    placeOf(taken, field) === 'no' ? null : draw();
  const text = (field: 'name' | 'role' | 'title' | 'company' | 'email' | 'timeZone', options: TextOptions) =>
    offered(field, () => textField(fields[field], form[field], (typed) => change({ [field]: typed }), options));
  const tick = (field: 'primary' | 'doNotCall') =>
    offered(field, () => tickField(fields[field], form[field], (ticked) => change({ [field]: ticked })));
  const others = contacts.filter(({ id }) => id !== contact?.id).map(({ id, name }) => [id, name] as const);
  return editorForm(
    {
      class: 'person-editor',
      label: contact?.name ?? editorTexts.addTitle,
      trouble,
      saving,
      onSave: () => void save(),
      onClose,
      actions:
        base && taken?.remove !== 'no'
          ? button(
              editorTexts.remove,
              () => {
                onClose();
                void removePerson(desk, opportunity, base);
              },
              { class: 'button button-danger', disabled: saving },
            )
          : null,
    },
    text('name', { ref: first, maxLength: 500, required: true }),
    text('role', { suggestions: editorTexts.rolesHint, maxLength: 200 }),
    text('title', { maxLength: 200 }),
    text('company', { maxLength: 200 }),
    text('email', { type: 'email', maxLength: 320 }),
    offered('group', () =>
      choiceField(fields.group, form.group, groupChoices(), (group) =>
        change({ group: group === 'team' ? 'team' : 'stakeholder' }),
      ),
    ),
    offered('reportsTo', () =>
      choiceField(fields.reportsTo, form.reportsTo, [['', fields.nobody ?? ''], ...others], (reportsTo) =>
        change({ reportsTo }),
      ),
    ),
    text('timeZone', { suggestions: timeZones() }),
    offered('phones', () => phoneFields(form.phones, (phones) => change({ phones }))),
    h('div', { class: 'ticks' }, tick('primary'), tick('doNotCall')),
    quietWord(editorTexts.keptHere, fieldsThat(taken, 'here', form)),
    quietWord(editorTexts.inCrmOnly, fieldsThat(taken, 'no', form)),
  );
}

/** Of fields that stay here, or that only the CRM changes. */
const quietWord = (words: (fields: string) => string, fields: readonly string[]): ComponentChild =>
  fields.length === 0
    ? null
    : h('p', { class: 'quiet' }, words(fields.map((field) => labels.fields[field] ?? field).join(', ')));

function wrongWith(form: ContactForm): Trouble | undefined {
  if (!form.name.trim()) return { what: editorTexts.needName };
  const wrong = form.phones.some(({ number }) => number.trim() && !isPhone(number));
  return wrong ? { what: editorTexts.badPhone } : undefined;
}

const groupChoices = (): readonly (readonly [string, string])[] =>
  (['stakeholder', 'team'] as const).map((group) => [group, labels.fields[group] ?? group]);

const timeZones = (): readonly string[] => Intl.supportedValuesOf('timeZone');
