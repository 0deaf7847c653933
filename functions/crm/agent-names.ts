interface Naming {
  readonly agents: Readonly<Record<string, string>>;
  readonly usernames: 'email' | 'email-name';
}

export interface CrmUser {
  readonly id: string;
  readonly email?: string | undefined;
}

/** The Connect user name of a user of the CRM. */
export function usernameOf({ agents, usernames }: Naming, { id, email }: CrmUser): string | undefined {
  const named = agents[id];
  if (named !== undefined) return named;
  if (email === undefined || email === '') return undefined;
  return usernames === 'email' ? email : email.replace(/@.*$/, '');
}

/** By which the CRM's user is found: its id where the configuration names it, else the address, or only its beginning. */
export function crmUserOf(
  { agents, usernames }: Naming,
  username: string,
): { readonly id: string } | { readonly email: string } | { readonly emailName: string } {
  const id = Object.entries(agents).find(([, name]) => name === username)?.[0];
  if (id !== undefined) return { id };
  return usernames === 'email' ? { email: username } : { emailName: username };
}
