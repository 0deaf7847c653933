/** The browser tests' pictures on one page to leaf through: a state of the desktop in a row, its sizes and colours side by side. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** `desktop-in-call-360-dark.png` is the picture `360-dark` of `desktop-in-call`. */
const NAME = /^(?<state>.+?)(?:-(?<look>\d+-(?:light|dark)))?\.png$/;

/** @returns how many pictures there are */
export function writeGallery(folder: string): number {
  const pictures = readdirSync(folder).filter((file) => file.endsWith('.png'));
  const states = Map.groupBy(pictures.toSorted(byNumber), (file) => NAME.exec(file)?.groups?.state ?? file);
  const rows = [...states].map(
    ([state, files]) =>
      `<section id="${state}"><h2><a href="#${state}">${state}</a></h2>${files.map(figure).join('')}</section>`,
  );
  writeFileSync(join(folder, 'index.html'), PAGE.replace('{rows}', rows.join('\n')));
  return pictures.length;
}

const byNumber = new Intl.Collator('en', { numeric: true }).compare;

const figure = (file: string): string =>
  `<figure><figcaption>${NAME.exec(file)?.groups?.look ?? ''}</figcaption><a href="${file}"><img src="${file}" loading="lazy" alt="${file}"></a></figure>`;

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Screens</title>
<style>
  body { margin: 2rem; font: 1rem/1.4 system-ui, sans-serif; color-scheme: light dark; }
  section { display: flex; gap: 1rem; overflow-x: auto; margin-block-end: 2rem; }
  h2 { flex: none; width: 14rem; margin: 0; font-size: 1rem; overflow-wrap: anywhere; }
  figure { flex: none; margin: 0; }
  img { height: 24rem; border: 1px solid #8888; }
</style>
{rows}
</html>
`;
