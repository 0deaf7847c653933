/** What the doctor has seen. A problem and a warning say what mends them, in words or as a command. */
export type Finding =
  | { readonly level: 'ok'; readonly says: string }
  | { readonly level: 'warning' | 'problem'; readonly says: string; readonly fix: string };

export const ok = (says: string): Finding => ({ level: 'ok', says });
export const problem = (says: string, fix: string): Finding => ({ level: 'problem', says, fix });
export const warning = (says: string, fix: string): Finding => ({ level: 'warning', says, fix });

/** What a check that could not be made says: the service's own name for it, and what is usually behind that. */
export function unmade(what: string, error: unknown): Finding {
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  if (/Credential|UnrecognizedClient|InvalidClientToken|ExpiredToken|InvalidSignature/.test(name)) {
    return problem(
      `${what}: AWS does not know these credentials (${name})`,
      'sign in: aws sso login, or set AWS_PROFILE',
    );
  }
  if (/AccessDenied|NotAuthorized/.test(name)) {
    return problem(`${what}: not allowed (${message.slice(0, 200)})`, 'run the doctor with a role that may read this');
  }
  return problem(`${what}: ${name}: ${message.slice(0, 200)}`, 'try again; if it stays so, check Region and network');
}
