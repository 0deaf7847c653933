/**
 * The local system's parts as they see each other. Each is started by `local/start.ts`, listens on its own port, and
 * stops when told. Only `functions/core/contracts` may be imported from the product.
 */

/** Something that runs until it is stopped. Stopping saves what must survive and closes every socket. */
export interface RunningPart {
  stop(): Promise<void>;
}

/** Ports follow the base port in this order. */
export interface Ports {
  readonly console: number;
  readonly api: number;
  readonly desktop: number;
  readonly connect: number;
  readonly aws: number;
  readonly identity: number;
  readonly hubspot: number;
  readonly dynamics365: number;
}
export const portsFrom = (base: number): Ports => ({
  console: base,
  api: base + 1,
  desktop: base + 2,
  connect: base + 3,
  aws: base + 4,
  identity: base + 5,
  hubspot: base + 6,
  dynamics365: base + 7,
});
export const DEFAULT_BASE_PORT = 4600;

/** `.local/endpoints.json` (DESIGN section 8). */
export interface Endpoints {
  readonly console: string;
  readonly api: string;
  readonly desktop: string;
  readonly connect: string;
  readonly aws: string;
  readonly identity: string;
  readonly hubspot: string;
  readonly dynamics365: string;
  readonly region: string;
  readonly accountId: string;
  readonly instanceId: string;
  readonly instanceArn: string;
  readonly sources: Readonly<Record<string, { url: string; kind: string; secret: string }>>;
  readonly agents: readonly { username: string; password: string }[];
  readonly credentials: Credentials;
  /** Folder with one file for each function. */
  readonly logs: string;
}

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** One step of a call on its way through the system, for the console's live trace. */
export interface TraceStep {
  /** ISO 8601 */
  readonly at: string;
  readonly part:
    | 'crm'
    | 'api'
    | 'function'
    | 'store'
    | 'files'
    | 'queue'
    | 'secrets'
    | 'events'
    | 'connect'
    | 'flow'
    | 'phone'
    | 'agent'
    | 'desktop';
  readonly title: string;
  readonly ok: boolean;
  readonly durationMs?: number;
  readonly callId?: string;
  readonly connectContactId?: string;
  /** Joins what one HTTP request or one function invocation did. */
  readonly correlationId?: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

export interface Trace {
  record(step: Omit<TraceStep, 'at'> & { at?: string }): void;
  /** The newest steps, oldest first. */
  recent(): readonly TraceStep[];
  subscribe(listener: (step: TraceStep) => void): () => void;
}

export interface Clock {
  now(): Date;
}

/** What the local Connect needs from the cloud around it. */
export interface ConnectSurroundings {
  /**
   * Invokes a Lambda the way Connect does. Rejects with an `Error` whose `name` is the Lambda error type
   * (`ResourceNotFoundException`, `AccessDeniedException` when the function's resource policy does not let Connect in,
   * `Unhandled`, `TimedOut`, `TooManyRequestsException`).
   */
  invokeFunction(functionArn: string, event: unknown, timeoutMs: number): Promise<unknown>;
  /** Delivers an event to the default event bus: `{source, detail-type, detail, resources, time}`. */
  putEvent(event: BusEvent): void;
  /** Takes one entry of a flow log, as JSON, for its CloudWatch log group. */
  putFlowLog?(entry: { readonly logGroup: string; readonly message: string }): void;
  /** Puts an object as the service itself would; without it recordings stay where the control call finds them. */
  putObject?(object: StoredObject): Promise<void>;
  /** Puts a record into a Kinesis data stream as the service itself would. Rejects when there is no such stream. */
  putStreamRecord?(record: DeliveredRecord): Promise<void>;
}

export interface StoredObject {
  readonly bucket: string;
  readonly key: string;
  readonly contentType: string;
  readonly body: Buffer;
}

export interface DeliveredRecord {
  readonly streamArn: string;
  readonly partitionKey: string;
  readonly data: Buffer;
}

export interface BusEvent {
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: unknown;
  readonly resources: readonly string[];
  readonly time: string;
}

export interface ConnectOptions {
  readonly port: number;
  readonly region: string;
  readonly accountId: string;
  readonly instanceId: string;
  /** Folder for the state; without it nothing is kept. */
  readonly dataFolder?: string;
  readonly surroundings: ConnectSurroundings;
  readonly trace: Trace;
  readonly clock?: Clock;
  /** Checks the SigV4 signature and the caller's policy of a service API call that reaches the Connect port directly. */
  readonly authorize: AuthorizeRequest;
  /**
   * The Connect user name that a token of the identity provider stands for: what SAML is to the cloud's CCP.
   * Without it agents sign in to the softphone with user name and password.
   */
  readonly verifyToken?: (token: string) => Promise<string | undefined>;
  /** Who may post such a token: the identity provider's origin. Without it, the approved origins. */
  readonly tokenOrigins?: readonly string[];
}

/** A request to an AWS service API, body already read. */
export interface ServiceRequest {
  readonly method: string;
  /** Path as received, still encoded. */
  readonly path: string;
  /** Query as received, without `?`. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface ServiceResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
  /** A fault: nothing is answered, the connection closes. */
  readonly connectionLost?: true;
}

/**
 * Checks signature, clock skew and policy. `action` is `service:Operation`, `resources` the ARNs it touches.
 * `refused` is the ready answer in the service's own words.
 */
export type AuthorizeRequest = (
  request: ServiceRequest,
  asked: { action: string; resources: readonly string[]; context?: Readonly<Record<string, string>> },
) => Promise<{ allowed: true; principal: string } | { allowed: false; refused: ServiceResponse }>;

export interface LocalConnect extends RunningPart {
  readonly origin: string;
  readonly instanceArn: string;
  /** Serves one service API call; the edge routes requests whose credential scope says `connect` here. */
  serve(request: ServiceRequest): Promise<ServiceResponse>;
}

/** A statement of an IAM policy, intrinsics already resolved. */
export interface PolicyStatement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export interface RoleCredentials extends Credentials {
  readonly sessionToken: string;
}

export interface AwsEdgeOptions {
  readonly port: number;
  readonly region: string;
  readonly accountId: string;
  /** Folder for tables, objects, queues and secrets; without it nothing is kept. */
  readonly dataFolder?: string;
  /** May do everything: the person at the desk, and the deployment. */
  readonly admin: Credentials;
  readonly trace: Trace;
  readonly clock?: Clock;
  /** An object arrived in a bucket whose notification configuration has EventBridge on. */
  readonly onObjectCreated: (event: BusEvent) => void;
}

/** The session in which EventBridge Scheduler acts for a role that trusts it. */
export const SCHEDULER_SESSION = 'scheduler';

/**
 * One origin for every AWS service, as `AWS_ENDPOINT_URL`: it tells the services apart by the credential scope of the
 * signature, checks the signature (presigned URLs too) and the caller's policies, and only then serves.
 */
export interface AwsEdge extends RunningPart {
  readonly origin: string;
  readonly authorize: AuthorizeRequest;
  /** Credentials for a role of the template; calling it again for the same ARN replaces the statements. */
  addRole(role: { arn: string; sessionName: string; statements: readonly PolicyStatement[] }): RoleCredentials;
  /** A service that lives elsewhere, such as `connect`. */
  addService(name: string, serve: (request: ServiceRequest) => Promise<ServiceResponse>): void;
}
