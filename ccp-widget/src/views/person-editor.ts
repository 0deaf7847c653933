import { type ComponentChild, h } from 'preact';
import { useState } from 'preact/hooks';
import type { ContactEdit } from '../../../functions/core/contracts/agent-requests.ts';
import type { ContactField, CrmCapabilities } from '../../../functions/core/contracts/capabilities.ts';
import type { ContactView } from '../../../functions/core/contracts/opportunity-context.ts';
import { isConflict } from '../api/api-error.ts';
import { apiOf } from '../api/desktop-api.ts';
import { troubleFrom } from '../api/trouble.ts';
import { later } from '../messages-later.ts';
import { changeContext, withContact, withoutContact } from '../state/change-context.ts';
import {
  type ContactForm,
  changedIn,
  conflictingFields,
  creationFrom,
  EMPTY_FORM,
  editBetween,
  formFrom,
  isPhone,
  recreationOf,
} from '../state/contact-form.ts';
import { fieldsThat, placeOf } from '../state/crm-places.ts';
import type { Desk } from '../state/desk.ts';
import { contextId, type OpportunityKey, type Trouble } from '../state/desktop-state.ts';
import { notify } from '../state/notify.ts';
import { ConflictTable } from './conflict-table.ts';
import { editorForm } from './editor-form.ts';
import { choiceField, textField, tickField } from './fields.ts';
import { useFocusOnMount } from './hooks.ts';
import { phoneFields } from './phone-fields.ts';

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

type Progress =
  | { readonly name: 'editing' | 'saving' }
  | { readonly name: 'failed'; readonly trouble: Trouble }
  | { readonly name: 'conflict'; readonly current: ContactView };

/** In the person's own place in the list. Nothing is overwritten unseen: a 412 shows both and asks. */
export function PersonEditor(props: PersonEditorProps): ComponentChild {
  const { desk, opportunity, contacts, contact, taken, onClose } = props;
  const texts = later.editor;
  const fields = later.fields;
  /** What the form was filled with, and what the edit is measured against. */
  const [base, setBase] = useState(contact);
  const [form, setForm] = useState<ContactForm>(contact ? formFrom(contact) : EMPTY_FORM);
  const [progress, setProgress] = useState<Progress>({ name: 'editing' });
  const first = useFocusOnMount<HTMLInputElement>();
  const change = (part: Partial<ContactForm>): void => setForm({ ...form, ...part });
  const show = (saved: ContactView): void =>
    desk.store.update((state) => changeContext(state, opportunity, withContact(saved)));

  const save = async (against: ContactView | undefined): Promise<void> => {
    const trouble = wrongWith(form);
    if (trouble) return setProgress({ name: 'failed', trouble });
    const edit = against && editBetween(against, form);
    if (edit && Object.keys(edit).length === 0) return onClose();
    setProgress({ name: 'saving' });
    try {
      const saved =
        against && edit
          ? await apiOf(desk).editContact(opportunity, against, edit)
          : await apiOf(desk).addContact(opportunity, creationFrom(form));
      show(saved);
      notify(desk, { tone: 'success', text: texts.saved(saved.name) });
      onClose();
    } catch (error) {
      if (!isConflict(error) || !against) return setProgress({ name: 'failed', trouble: troubleFrom(error) });
      await desk.loadContext(opportunity);
      const context = desk.store.get().contexts[contextId(opportunity)]?.context;
      const current = context?.contacts.find(({ id }) => id === against.id);
      setProgress(
        current && current.version > against.version
          ? { name: 'conflict', current }
          : { name: 'failed', trouble: troubleFrom(error) },
      );
    }
  };
  const remove = async (known: ContactView): Promise<void> => {
    setProgress({ name: 'saving' });
    try {
      await apiOf(desk).removeContact(opportunity, known);
    } catch (error) {
      return setProgress({ name: 'failed', trouble: troubleFrom(error) });
    }
    onClose();
    desk.store.update((state) => changeContext(state, opportunity, withoutContact(known.id)));
    notify(desk, {
      tone: 'info',
      text: texts.removed(known.name),
      action: {
        label: texts.undo,
        run: () =>
          void apiOf(desk)
            .addContact(opportunity, recreationOf(known))
            .then(
              (again) => {
                show(again);
                notify(desk, { tone: 'success', text: texts.undone(again.name) });
              },
              (error: unknown) => notify(desk, { tone: 'problem', text: troubleFrom(error).what }),
            ),
      },
    });
  };

  if (progress.name === 'conflict' && base) {
    const { current } = progress;
    return h(ConflictTable, {
      name: current.name,
      rows: conflictingFields(editBetween(base, form), current).map((field) => ({
        ...{ field, mine: shown(form, field, contacts), theirs: shown(formFrom(current), field, contacts) },
      })),
      onKeepMine: () => {
        const mine = { ...formFrom(current), ...changedIn(base, form) };
        setForm(mine);
        setBase(current);
        void apiOf(desk)
          .editContact(opportunity, current, editBetween(current, mine))
          .then(
            (saved) => {
              show(saved);
              onClose();
            },
            (error: unknown) => setProgress({ name: 'failed', trouble: troubleFrom(error) }),
          );
      },
      onKeepTheirs: onClose,
    });
  }

  const saving = progress.name === 'saving';
  const offered = (field: ContactField, draw: () => ComponentChild): ComponentChild =>
    placeOf(taken, field) === 'no' ? null : draw();
  const others = contacts.filter(({ id }) => id !== contact?.id).map(({ id, name }) => [id, name] as const);
  return editorForm(
    {
      class: 'person-editor',
      label: contact?.name ?? texts.addTitle,
      trouble: progress.name === 'failed' ? progress.trouble : undefined,
      saving,
      onSave: () => void save(base),
      onClose,
      actions:
        base && taken?.remove !== 'no'
          ? h(
              'button',
              { type: 'button', class: 'button button-danger', disabled: saving, onClick: () => void remove(base) },
              texts.remove,
            )
          : null,
    },
    textField(fields.name, form.name, (name) => change({ name }), { ref: first, maxLength: 500, required: true }),
    offered('role', () =>
      textField(fields.role, form.role, (role) => change({ role }), { suggestions: texts.rolesHint, maxLength: 200 }),
    ),
    offered('title', () => textField(fields.title, form.title, (title) => change({ title }), { maxLength: 200 })),
    offered('company', () =>
      textField(fields.company, form.company, (company) => change({ company }), { maxLength: 200 }),
    ),
    offered('email', () =>
      textField(fields.email, form.email, (email) => change({ email }), { type: 'email', maxLength: 320 }),
    ),
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
    offered('timeZone', () =>
      textField(fields.timeZone, form.timeZone, (timeZone) => change({ timeZone }), { suggestions: timeZones() }),
    ),
    offered('phones', () => phoneFields(form.phones, (phones) => change({ phones }))),
    h(
      'div',
      { class: 'ticks' },
      offered('primary', () => tickField(fields.primary, form.primary, (primary) => change({ primary }))),
      offered('doNotCall', () => tickField(fields.doNotCall, form.doNotCall, (doNotCall) => change({ doNotCall }))),
    ),
    quietWord(texts.keptHere, fieldsThat(taken, 'here', form)),
    quietWord(texts.inCrmOnly, fieldsThat(taken, 'no', form)),
  );
}

/** Of fields that stay here, or that only the CRM changes. */
const quietWord = (words: (fields: string) => string, fields: readonly string[]): ComponentChild =>
  fields.length === 0
    ? null
    : h('p', { class: 'quiet' }, words(fields.map((field) => later.fields[field] ?? field).join(', ')));

function wrongWith(form: ContactForm): Trouble | undefined {
  if (!form.name.trim()) return { what: later.editor.needName };
  const wrong = form.phones.some(({ number }) => number.trim() && !isPhone(number));
  return wrong ? { what: later.editor.badPhone } : undefined;
}

function shown(
  form: ContactForm,
  field: keyof ContactEdit & keyof ContactForm,
  people: readonly ContactView[],
): string {
  const value = form[field];
  if (typeof value === 'object') return value.map(({ number, label }) => `${number} ${label}`.trim()).join(', ');
  if (typeof value === 'boolean') return (value ? later.fields.yes : later.fields.no) ?? '';
  if (field === 'reportsTo') return people.find(({ id }) => id === value)?.name ?? value;
  return value;
}

const groupChoices = (): readonly (readonly [string, string])[] =>
  (['stakeholder', 'team'] as const).map((group) => [group, later.fields[group] ?? group]);

const timeZones = (): readonly string[] => Intl.supportedValuesOf('timeZone');
