/** Texts of uploads, in English. */

export const failed = (name: string) => `${name} was not uploaded`;
export const failedAdvice = 'Check the network and upload it again.';
export const goOnAdvice = 'Check the network and choose the file again: it goes on where it stopped.';
export const done = (name: string) => `${name} uploaded`;
export const cancel = (name: string) => `Cancel ${name}`;
export const empty = (name: string) => `${name} is empty`;
export const wrongKind = 'Only PDF, image, text and office files are kept here.';
export const tooLarge = (name: string) => `${name} is larger than 50 MB`;
export const interrupted = 'Interrupted uploads';
export const chooseAgain = (name: string) =>
  `${name} is not whole yet. Choose the file again: it goes on where it stopped.`;
export const discard = 'Discard';
