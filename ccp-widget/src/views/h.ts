/**
 * What the views of the first sight are written with. At first it is a painter of a few lines, which draws them once; when
 * Preact has been loaded it takes over, and the same names are its functions. So the deal is on the screen before the 5 kB of
 * Preact are asked for, and a view need not know who draws it. Views that load later import Preact itself.
 */
import type * as preact from 'preact';
import type * as hooks from 'preact/hooks';
import { painter } from './paint.ts';

export type Drawing = Pick<typeof preact, 'Fragment' | 'h'> & Pick<typeof hooks, 'useEffect' | 'useState'>;

// What the painter's `h` gives, a node, is handed on by views, and looked into by nobody but the painter.
export let { Fragment, h, useEffect, useState } = painter as unknown as Drawing;

export function drawWith(drawing: Drawing): void {
  ({ Fragment, h, useEffect, useState } = drawing);
}
