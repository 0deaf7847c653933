/** Connect does not know the id: it never existed, or it is older than the 24 months that Connect remembers. */
export const isUnknownContact = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ResourceNotFoundException';

export async function unlessUnknown<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (isUnknownContact(error)) return undefined;
    throw error;
  }
}
