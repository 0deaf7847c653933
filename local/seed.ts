/**
 * What exists before anything is deployed: the account, the Connect instance with its queues, people and prompts, and the
 * identity provider's client. In the cloud these are the operator's; here they are the same on every machine.
 */
export const REGION = 'eu-central-1';
export const ACCOUNT_ID = '123456789012';
export const INSTANCE_ID = '5f0b3a52-9c1d-4e8f-a1b2-c3d4e5f60718';
export const INSTANCE_ARN = `arn:aws:connect:${REGION}:${ACCOUNT_ID}:instance/${INSTANCE_ID}`;
export const INSTANCE_ALIAS = 'northwind-sales';
/** The bucket that the console would have made for the instance. */
export const RECORDINGS_BUCKET = `amazon-connect-${INSTANCE_ALIAS}`;

/** May do everything; never given to a function. */
export const ADMIN = {
  accessKeyId: 'AKIALOCALADMINISTRATO',
  secretAccessKey: 'local-administrator-secret-access-key',
} as const;

/** The claimed numbers: the first is the caller id, the second is answered by the inbound flow. */
export const PHONE_NUMBERS = [
  { id: '0d6c9a10-0000-4000-8000-000000000001', number: '+4930555010100', description: 'Caller id for outbound calls' },
  { id: '0d6c9a10-0000-4000-8000-000000000002', number: '+4930555010200', description: 'Main number for customers' },
] as const;

export const QUEUES = [
  { id: '7a1e0000-0000-4000-8000-000000000001', name: 'Sales' },
  { id: '7a1e0000-0000-4000-8000-000000000002', name: 'Reception' },
] as const;

export const PROMPTS = [
  { id: '9c3f0000-0000-4000-8000-000000000001', name: 'Music_Pop_ThisAndThatIsLife_Inst.wav' },
  { id: '9c3f0000-0000-4000-8000-000000000002', name: 'Beep.wav' },
] as const;

export const HOURS_OF_OPERATION = [{ id: '3b2d0000-0000-4000-8000-000000000001', name: 'Always open' }] as const;
export const ROUTING_PROFILE = { id: '6d4c0000-0000-4000-8000-000000000001', name: 'Sales agents' } as const;

/** `connect` says whether the person is a user of the Connect instance, `scopes` what their tokens may carry. */
export interface SeedPerson {
  readonly username: string;
  readonly password: string;
  readonly name: string;
  readonly connectUserId?: string;
  readonly scopes: readonly string[];
  /** Groups that their tokens name, as Cognito's do. */
  readonly groups?: readonly string[];
}
/** Who is in it sees every opportunity, whatever the access rule is. */
export const SUPERVISORS = 'supervisors';
export const AGENT_SCOPE = 'opportunity-cti/agent';
export const PEOPLE: readonly SeedPerson[] = [
  {
    username: 'ana',
    password: 'ana-local-password',
    name: 'Ana Flores',
    connectUserId: 'a9e00000-0000-4000-8000-000000000001',
    scopes: [AGENT_SCOPE],
  },
  {
    username: 'ben',
    password: 'ben-local-password',
    name: 'Ben Okafor',
    connectUserId: 'a9e00000-0000-4000-8000-000000000002',
    scopes: [AGENT_SCOPE],
    groups: [SUPERVISORS],
  },
  /** Signs in, but is no agent: proves that access is refused. */
  { username: 'vera', password: 'vera-local-password', name: 'Vera Lindqvist', scopes: [] },
];

export const DESKTOP_CLIENT_ID = 'opportunity-cti-desktop';
/** An absolute URI, because it is also the resource indicator (RFC 8707) that the desktop asks a token for. */
export const API_AUDIENCE = 'urn:opportunity-cti:api';

/** The demo CRM's source. */
export const DEMO_SOURCE_ID = 'demo-crm';

export const connectArn = (
  kind:
    | 'queue'
    | 'prompt'
    | 'operating-hours'
    | 'routing-profile'
    | 'agent'
    | 'phone-number'
    | 'contact-flow'
    | 'contact'
    | 'agent-state',
  id: string,
): string =>
  kind === 'phone-number'
    ? `arn:aws:connect:${REGION}:${ACCOUNT_ID}:phone-number/${id}`
    : `${INSTANCE_ARN}/${kind}/${id}`;
