import type { Session } from './sessions.ts';

const FRAMED = 'ccp-session-framed';
const TOP_LEVEL = 'ccp-session';
const ATTRIBUTES = 'Path=/; HttpOnly; SameSite=None; Secure';

/**
 * The softphone is a third-party frame in the desktop. A partitioned cookie reaches it even where third-party cookies are
 * blocked; an unpartitioned one carries a sign-in in the pop-up over to the frame where they are allowed. `Secure` works
 * without TLS because loopback is a trustworthy origin (tried in Chromium 147 with and without third-party cookies).
 */
export const sessionCookies = (session: Session): string[] => [
  `${FRAMED}=${session.id}; ${ATTRIBUTES}; Partitioned`,
  `${TOP_LEVEL}=${session.id}; ${ATTRIBUTES}`,
];

export const expiredSessionCookies = (): string[] => [
  `${FRAMED}=; ${ATTRIBUTES}; Partitioned; Max-Age=0`,
  `${TOP_LEVEL}=; ${ATTRIBUTES}; Max-Age=0`,
];

/** The session ids that a request carries, the partitioned one first. */
export const sessionIds = (cookieHeader: string | undefined): string[] => {
  const cookies = new Map(
    (cookieHeader ?? '').split(';').map((pair) => {
      const [name = '', ...value] = pair.trim().split('=');
      return [name, value.join('=')];
    }),
  );
  return [FRAMED, TOP_LEVEL].flatMap((name) => cookies.get(name) || []);
};
