/** What a deployment leaves for the runtime: everything of the template that runs, rather than merely exists. */
import type { PolicyStatement } from '../parts.ts';
import type { AlarmDefinition } from './metrics/alarm-state.ts';

export interface FunctionDefinition {
  readonly arn: string;
  readonly name: string;
  readonly logicalId: string;
  /** For people: the folder in `functions/`, or the logical id when it is not one of those. */
  readonly title: string;
  readonly handler: string;
  /** Folder of the unpacked bundle. */
  readonly codeFolder: string;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly roleArn: string;
  readonly reservedConcurrency?: number;
  readonly logGroup: string;
  readonly deadLetterArn?: string;
}

export interface RoleDefinition {
  readonly arn: string;
  readonly name: string;
  /** The services that may assume it. */
  readonly trusts: readonly string[];
  readonly statements: PolicyStatement[];
}

/** One statement of a function's resource policy. */
export interface InvokePermission {
  readonly functionArn: string;
  readonly principal: string;
  readonly sourceArn?: string;
  readonly sourceAccount?: string;
}

export interface AsyncInvocation {
  readonly functionArn: string;
  readonly maximumRetryAttempts?: number;
  readonly onFailureArn?: string;
}

export interface CorsConfiguration {
  readonly allowOrigins: readonly string[];
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly maxAgeSeconds?: number;
  readonly allowCredentials: boolean;
}

export interface ApiDefinition {
  readonly id: string;
  readonly cors?: CorsConfiguration;
  readonly stages: string[];
}

export interface RouteDefinition {
  readonly apiId: string;
  /** `GET /calls/{callId}` or `$default` */
  readonly routeKey: string;
  readonly integrationId: string;
  readonly authorizerId?: string;
  readonly scopes: readonly string[];
}

export interface AuthorizerDefinition {
  readonly issuer: string;
  readonly audience: readonly string[];
}

export interface IntegrationDefinition {
  readonly functionArn: string;
  readonly timeoutMs: number;
}

export interface EventSourceDefinition {
  readonly id: string;
  readonly queueArn: string;
  readonly functionArn: string;
  readonly batchSize: number;
  readonly reportBatchItemFailures: boolean;
  readonly maximumConcurrency?: number;
}

export interface RuleTarget {
  readonly arn: string;
  readonly deadLetterArn?: string;
}

export interface RuleDefinition {
  readonly name: string;
  readonly arn: string;
  /** Which events it is for; absent for one that only runs on a schedule. */
  readonly pattern?: Readonly<Record<string, unknown>>;
  /** Milliseconds between two scheduled events. */
  readonly every?: number;
  readonly targets: readonly RuleTarget[];
}

export interface ErrorPage {
  readonly errorCode: number;
  readonly responseCode: number;
  readonly path: string;
}

export interface DistributionDefinition {
  readonly id: string;
  readonly bucket: string;
  readonly originPath: string;
  readonly defaultRootObject?: string;
  readonly errorPages: readonly ErrorPage[];
  readonly headers: Readonly<Record<string, string>>;
  readonly compress: boolean;
}

/** In the words of the local Connect's control (`local/connect/workspace/apps.ts`), which checks it. */
export interface ApplicationDefinition {
  readonly name: string;
  readonly url: string;
  readonly scope?: string;
  readonly allow?: readonly string[];
  readonly sandbox?: readonly string[];
  readonly permissions?: readonly string[];
}

export interface Deployment {
  readonly functions: Map<string, FunctionDefinition>;
  readonly roles: Map<string, RoleDefinition>;
  readonly permissions: InvokePermission[];
  readonly asyncInvocations: AsyncInvocation[];
  readonly apis: Map<string, ApiDefinition>;
  readonly routes: RouteDefinition[];
  readonly authorizers: Map<string, AuthorizerDefinition>;
  readonly integrations: Map<string, IntegrationDefinition>;
  readonly eventSources: EventSourceDefinition[];
  readonly rules: RuleDefinition[];
  /** Those on metrics that the functions count themselves. */
  readonly alarms: AlarmDefinition[];
  readonly distributions: DistributionDefinition[];
  /** Headers by the policy's id. */
  readonly headerPolicies: Map<string, Readonly<Record<string, string>>>;
  /** Queue URL by ARN. */
  readonly queueUrls: Map<string, string>;
  /** Bucket name by each of its domain names. */
  readonly bucketsByDomain: Map<string, string>;
  /** By ARN. */
  readonly applications: Map<string, ApplicationDefinition>;
  /** Those that are associated with the instance. */
  readonly workspaceApps: ApplicationDefinition[];
  readonly outputs: Map<string, Readonly<Record<string, unknown>>>;
}

export const emptyDeployment = (): Deployment => ({
  functions: new Map(),
  roles: new Map(),
  permissions: [],
  asyncInvocations: [],
  apis: new Map(),
  routes: [],
  authorizers: new Map(),
  integrations: new Map(),
  eventSources: [],
  rules: [],
  alarms: [],
  distributions: [],
  headerPolicies: new Map(),
  queueUrls: new Map(),
  bucketsByDomain: new Map(),
  applications: new Map(),
  workspaceApps: [],
  outputs: new Map(),
});
