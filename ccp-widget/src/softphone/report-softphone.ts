/** Names what failed, never the contact's data. */
export const reportSoftphone = (what: string, error: unknown): void =>
  console.error(`softphone: ${what} failed`, error instanceof Error ? error.message : '');
