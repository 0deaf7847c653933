/** A person whom an agent has added is ours under the id that we gave, and the CRM's under its own. */
export const contactSubject = {
  of: (contactId: string): string => `${PREFIX}${contactId}`,
  idIn: (subjectId: string | undefined): string | undefined =>
    subjectId?.startsWith(PREFIX) ? subjectId.slice(PREFIX.length) : undefined,
} as const;

const PREFIX = 'contact:';
