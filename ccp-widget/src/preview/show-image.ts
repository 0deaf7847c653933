import { fetchFile } from './fetch-file.ts';
import type { ShowPreview } from './preview.ts';
import { PreviewError } from './preview-error.ts';

/** As an `<img>` even an SVG runs no script and loads nothing. */
export const showImage: ShowPreview = async (url, holder, stop) => {
  const file = await (await fetchFile(url, stop)).blob();
  const address = URL.createObjectURL(file);
  stop.addEventListener('abort', () => URL.revokeObjectURL(address), { once: true });
  const image = new Image();
  image.alt = '';
  image.src = address;
  try {
    await image.decode();
  } catch (cause) {
    throw new PreviewError('damaged', { cause });
  }
  if (!stop.aborted) holder.replaceChildren(image);
};
