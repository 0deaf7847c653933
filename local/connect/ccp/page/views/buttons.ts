import { type ComponentChild, type ComponentChildren, h } from 'preact';
import { useState } from 'preact/hooks';
import { Icon, type IconName } from './icons.ts';

export type Press = () => unknown;

interface ButtonProps {
  readonly label: ComponentChildren;
  readonly onPress: Press;
  readonly icon?: IconName;
  readonly look?: 'primary' | 'go' | 'stop' | 'quiet';
  /** Makes it a switch. */
  readonly pressed?: boolean;
  readonly disabled?: boolean;
  readonly id?: string;
}

/** Takes no second press while the first is still at work. */
const useOnce = (onPress: Press): [boolean, () => Promise<void>] => {
  const [busy, setBusy] = useState(false);
  const press = async () => {
    setBusy(true);
    try {
      await onPress();
    } finally {
      setBusy(false);
    }
  };
  return [busy, press];
};

export const Button = ({ label, onPress, icon, look, pressed, disabled, id }: ButtonProps): ComponentChild => {
  const [busy, press] = useOnce(onPress);
  return h(
    'button',
    {
      id,
      type: 'button',
      class: `button ${look ?? ''}`,
      'aria-pressed': pressed,
      // `disabled` would drop the keyboard focus in the middle of the press.
      'aria-disabled': busy || disabled,
      onClick: () => !busy && !disabled && press(),
    },
    icon && h(Icon, { name: icon }),
    h('span', null, label),
  );
};

/** One of the square buttons of a call: icon above, word below. */
export const Tile = (props: ButtonProps): ComponentChild => h('div', { class: 'tile' }, h(Button, props));
