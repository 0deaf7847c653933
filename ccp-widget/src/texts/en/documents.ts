/** Texts of the list of documents, in English. */

export const title = 'Documents';
export const none = 'No documents yet. Drop files here or choose them.';
export const pinned = 'Pinned';
export const other = 'Other';
export const upload = 'Upload';
/** Read out before the title. */
export const open = 'Open ';
export const pin = (title: string) => `Pin ${title}`;
export const unpin = (title: string) => `Unpin ${title}`;
export const download = (title: string) => `Download ${title}`;
export const edit = (title: string) => `Edit ${title}`;
export const editHint = 'Name, category, tags';
export const dropHere = 'Drop to upload';
export const states = {
  'awaiting-upload': 'waiting for the upload',
  fetching: 'coming from the CRM…',
  ready: '',
  failed: 'not available',
};
