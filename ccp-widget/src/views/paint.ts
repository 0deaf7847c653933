/**
 * Draws a view once, as DOM nodes, with the names and the meaning of Preact's functions: every state has its first value,
 * no effect runs, no event is listened to. For the first sight of the deal, before there is Preact (`h.ts`).
 */
type Painted = Node | string | number | boolean | null | undefined;
type Paintable = Painted | readonly Paintable[];
type View = (props: object) => Paintable;

const SVG = 'http://www.w3.org/2000/svg';
const SVG_ELEMENTS: readonly string[] = ['svg', 'path'];

/** An array is drawn whatever its depth; what Preact leaves out (`null`, `false` …) is left out. */
export const nodesOf = (drawn: Paintable): (Node | string)[] =>
  Array.isArray(drawn)
    ? drawn.flatMap(nodesOf)
    : drawn == null || typeof drawn === 'boolean'
      ? []
      : [drawn instanceof Node ? drawn : String(drawn)];

function h(type: string | View, props: object | null, ...children: Paintable[]): Paintable {
  if (typeof type !== 'string') return type({ ...props, children });
  const element = SVG_ELEMENTS.includes(type) ? document.createElementNS(SVG, type) : document.createElement(type);
  for (const [name, value] of Object.entries(props ?? {})) {
    // As Preact has it: `false` is no attribute, but a word in what assistive technology is told.
    const isLeftOut = value == null || (value === false && !name.startsWith('aria-')) || typeof value === 'function';
    if (!isLeftOut && name !== 'key') element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...nodesOf(children));
  return element;
}

const Fragment = ({ children }: { children?: Paintable }): Paintable => children;

const useState = <State>(initial: State | (() => State)): [State, () => void] => [
  initial instanceof Function ? initial() : initial,
  () => undefined,
];

const useEffect = (): void => undefined;

export const painter = { Fragment, h, useEffect, useState };
