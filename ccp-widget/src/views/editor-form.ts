import { type ComponentChild, type ComponentChildren, h } from 'preact';
import * as texts from '#texts/editor.ts';
import type { Trouble } from '../state/desktop-state.ts';
import { button } from './button.ts';
import { troubleBox } from './trouble.ts';

interface EditorFormProps {
  readonly class: string;
  readonly label: string;
  readonly trouble: Trouble | undefined;
  readonly saving: boolean;
  readonly onSave: () => void;
  readonly onClose: () => void;
  /** Further buttons, after save and cancel. */
  readonly actions?: ComponentChild;
}

/** What is edited in place: a form that Enter saves and Escape leaves, with its trouble on top and its buttons below. */
export const editorForm = (props: EditorFormProps, ...fields: readonly ComponentChildren[]): ComponentChild =>
  h(
    'form',
    {
      class: props.class,
      noValidate: true,
      'aria-label': props.label,
      onSubmit: (event: SubmitEvent) => {
        event.preventDefault();
        props.onSave();
      },
      onKeyDown: (event: KeyboardEvent) => {
        if (event.key === 'Escape') props.onClose();
      },
    },
    props.trouble ? troubleBox(props.trouble) : null,
    ...fields,
    h(
      'div',
      { class: 'form-actions' },
      h(
        'button',
        { type: 'submit', class: 'button button-main', disabled: props.saving },
        props.saving ? texts.saving : texts.save,
      ),
      button(texts.cancel, props.onClose),
      props.actions ?? null,
    ),
  );
