/** An element of a host's page, with its properties and what is in it. */
export const make = <Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  part: Partial<HTMLElementTagNameMap[Name]>,
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] => {
  const element = Object.assign(document.createElement(name), part);
  element.append(...children);
  return element;
};
