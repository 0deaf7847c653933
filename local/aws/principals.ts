import { randomBytes } from 'node:crypto';
import type { Credentials, PolicyStatement, RoleCredentials } from '../parts.ts';
import { evaluatePolicy } from './policy.ts';
import type { Principal } from './service.ts';
import type { StateFile } from './state-file.ts';

export interface KnownPrincipal extends Principal {
  readonly credentials: Credentials;
  readonly sessionToken?: string;
  /** The administrator's calls are not part of a call's story. */
  readonly traced: boolean;
  readonly sessionName?: string;
}

export interface Principals {
  find(accessKeyId: string): KnownPrincipal | undefined;
  /** The credentials of a role's session, once it has been added. */
  sessionOf(arn: string, sessionName: string): RoleCredentials | undefined;
  addRole(role: { arn: string; sessionName: string; statements: readonly PolicyStatement[] }): RoleCredentials;
}

/** By role ARN and session name; kept, so that a presigned link outlives a restart. */
export type KeptCredentials = Record<string, RoleCredentials>;

export const createPrincipals = (
  admin: Credentials,
  accountId: string,
  kept: StateFile<KeptCredentials>,
): Principals => {
  const statementsByRole = new Map<string, readonly PolicyStatement[]>();
  const byAccessKey = new Map<string, KnownPrincipal>();
  const sessions = new Map<string, RoleCredentials>();
  byAccessKey.set(admin.accessKeyId, {
    arn: `arn:aws:iam::${accountId}:user/administrator`,
    accessKeyId: admin.accessKeyId,
    credentials: admin,
    traced: false,
    may: () => ({ allowed: true }),
  });

  return {
    find: (accessKeyId) => byAccessKey.get(accessKeyId),
    sessionOf: (arn, sessionName) => sessions.get(`${arn} ${sessionName}`),
    addRole({ arn, sessionName, statements }) {
      statementsByRole.set(arn, statements);
      const session = `${arn} ${sessionName}`;
      const existing = sessions.get(session);
      if (existing !== undefined) return existing;
      const credentials = kept.value[session] ?? newCredentials();
      sessions.set(session, credentials);
      kept.value[session] = credentials;
      // Nobody waits for it: without it only links from before the next start fail.
      kept.save().catch((error: unknown) => console.error('Role credentials could not be kept:', error));
      const roleName = arn.slice(arn.lastIndexOf('/') + 1);
      const principalArn = `arn:aws:sts::${accountId}:assumed-role/${roleName}/${sessionName}`;
      byAccessKey.set(credentials.accessKeyId, {
        arn: principalArn,
        accessKeyId: credentials.accessKeyId,
        credentials,
        sessionToken: credentials.sessionToken,
        traced: true,
        sessionName,
        may: (need) =>
          evaluatePolicy(statementsByRole.get(arn) ?? [], {
            ...need,
            context: { 'aws:PrincipalArn': arn, ...need.context },
          }),
      });
      return credentials;
    },
  };
};

/** The shapes of real ones: ASIA and 16 of A-Z 2-7, a 40 character secret, a long token. */
const newCredentials = (): RoleCredentials => ({
  accessKeyId: `ASIA${base32(16)}`,
  secretAccessKey: randomBytes(30).toString('base64'),
  sessionToken: randomBytes(96).toString('base64'),
});

const base32 = (length: number): string =>
  Array.from(randomBytes(length), (byte) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.charAt(byte % 32)).join('');
