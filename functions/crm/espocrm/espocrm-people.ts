/** A person whom an agent has added is ours under the id that we gave. */
export const contactSubject = (contactId: string): string => `contact:${contactId}`;
