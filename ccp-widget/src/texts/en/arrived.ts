/** Texts of documents that arrive from the CRM, in English. */

export const ready = (title: string) => `${title} has arrived from the CRM`;
export const several = (count: string) => `${count} documents have arrived from the CRM`;
export const failed = (title: string) => `${title} did not arrive from the CRM`;
