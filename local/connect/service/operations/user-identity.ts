import type { User } from '../../instance.ts';

/** A user of the seed has a name only: its first word is the first name. */
export const identityOf = ({ name, identity }: User) => {
  const [firstName = '', ...rest] = name.split(' ');
  const known = identity ?? { firstName, lastName: rest.join(' '), email: '', secondaryEmail: '', mobile: '' };
  return {
    FirstName: known.firstName,
    LastName: known.lastName,
    Email: known.email || undefined,
    SecondaryEmail: known.secondaryEmail || undefined,
    Mobile: known.mobile || undefined,
  };
};
