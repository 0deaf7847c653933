import { type ComponentChild, h } from 'preact';

/** What the flow whispered to the agent alone. The local Connect has no voice, so it stands here to read. */
export const Whisper = ({ lines }: { lines: readonly string[] }): ComponentChild =>
  lines.length === 0
    ? null
    : h(
        'div',
        { class: 'whisper', role: 'log', 'aria-label': 'Whisper' },
        lines.map((line, index) => h('p', { key: index, dir: 'auto' }, line)),
      );
