/** The third-party apps of the agent workspace, as an administrator would have added them to the instance. */
import { createHash } from 'node:crypto';
import * as v from 'valibot';

/** Which of an app there are: one for each contact, one while there is none, or one for all. */
export type AppScopeKind = 'CONTACT' | 'IDLE' | 'CROSS_CONTACT';
/** CreateApplication of AppIntegrations says it in its own words. */
const SCOPES: Readonly<Record<string, AppScopeKind>> = {
  CONTACT: 'CONTACT',
  PER_CONTACT: 'CONTACT',
  IDLE: 'IDLE',
  CROSS_CONTACT: 'CROSS_CONTACT',
  CROSS_CONTACTS: 'CROSS_CONTACT',
};

/** Granted to every app: docs.aws.amazon.com/connect/latest/adminguide/3p-apps-iframe-permissions.html */
const SANDBOX = ['allow-forms', 'allow-popups', 'allow-same-origin', 'allow-scripts'] as const;
/** The service lets the administrator choose; the default of the app's own connection is as long. */
const INITIALIZATION_TIMEOUT_MS = 5_000;
const LONGEST_TIMEOUT_MS = 600_000;

export interface WorkspaceApp {
  readonly id: string;
  readonly name: string;
  readonly accessUrl: string;
  readonly scope: AppScopeKind;
  readonly permissions: readonly string[];
  /** Features of the frame's `allow`, such as `microphone`. */
  readonly allow: readonly string[];
  readonly sandbox: readonly string[];
  readonly initializationTimeoutMs: number;
}

const LOOPBACK = /^(localhost|127\.0\.0\.1)$/;
const accessUrl = v.pipe(
  v.string(),
  v.check((given) => {
    if (!URL.canParse(given)) return false;
    const { protocol, hostname } = new URL(given);
    return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname));
  }, 'must be an https URL, or one of this machine'),
);
const words = v.array(v.pipe(v.string(), v.regex(/^[\w.*-]+$/, 'must be one word')));

const app = v.pipe(
  v.strictObject({
    name: v.pipe(v.string(), v.nonEmpty()),
    url: accessUrl,
    scope: v.optional(v.picklist(Object.keys(SCOPES)), 'CROSS_CONTACT'),
    permissions: v.optional(words, []),
    allow: v.optional(words, []),
    sandbox: v.optional(words, []),
    initializationTimeoutMs: v.optional(
      v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(LONGEST_TIMEOUT_MS)),
      INITIALIZATION_TIMEOUT_MS,
    ),
  }),
  v.transform(
    ({ url, scope, sandbox, ...rest }): WorkspaceApp => ({
      ...rest,
      id: idOf(rest.name),
      accessUrl: url,
      scope: SCOPES[scope] ?? 'CROSS_CONTACT',
      sandbox: [...new Set([...SANDBOX, ...sandbox])],
    }),
  ),
);

/** What `PUT /simulator/apps` takes. */
export const workspaceApps = v.pipe(
  v.array(app),
  v.check((apps) => new Set(apps.map(({ name }) => name)).size === apps.length, 'names must differ'),
);

/** The same name is the same app over a restart. */
const idOf = (name: string): string => {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

const OPTION = /,(?=(?:scope|permissions|allow|sandbox)=)/;

/** `name=URL[,scope=…,permissions=A+B,allow=…,sandbox=…]` of the command line; throws with words for the person there. */
export const appOption = (given: string): WorkspaceApp => {
  const at = given.indexOf('=');
  const [url = '', ...options] = given.slice(at + 1).split(OPTION);
  const told = Object.fromEntries(
    options.map((option) => {
      const [key = '', value = ''] = option.split('=', 2);
      return [key, key === 'scope' ? value : value.split('+')];
    }),
  );
  const parsed = v.safeParse(app, { name: given.slice(0, Math.max(at, 0)), url, ...told });
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new Error(`--app ${given}: ${v.getDotPath(issue) ?? 'it'}: ${issue.message}`);
};

/** What is configured now; pages that show it are told of changes. */
export class WorkspaceApps {
  #apps: readonly WorkspaceApp[] = [];
  readonly #listeners = new Set<() => void>();

  list(): readonly WorkspaceApp[] {
    return this.#apps;
  }

  replace(apps: readonly WorkspaceApp[]): void {
    this.#apps = apps;
    for (const listener of this.#listeners) listener();
  }

  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }
}
