import { type ComponentChild, h } from 'preact';

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const;
const NAMES: Readonly<Record<string, string>> = { '*': 'star', '#': 'hash' };

export const isKey = (key: string): boolean => (KEYS as readonly string[]).includes(key);

export const Keypad = ({ press }: { press: (key: string) => void }): ComponentChild =>
  h(
    'div',
    { class: 'keypad', role: 'group', 'aria-label': 'Keypad' },
    KEYS.map((key) =>
      h('button', { key, type: 'button', class: 'button', 'aria-label': NAMES[key], onClick: () => press(key) }, key),
    ),
  );
