import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AccessLogField, AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  CfnStage,
  CorsHttpMethod,
  HttpApi,
  HttpMethod,
  type HttpRoute,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Configuration } from '../../functions/core/contracts/configuration.ts';
import { type FunctionName, ROUTES } from '../../functions/core/contracts/routes.ts';
import { acknowledge } from '../acknowledge.ts';
import type { CtiFunction } from './cti-function.ts';

interface CallingApiProps {
  readonly functions: Readonly<Record<FunctionName, CtiFunction>>;
  readonly identity: Configuration['identity'];
  /** The one origin that browsers may call from. */
  readonly desktopOrigin: string;
}

/**
 * Requests per second over all callers. A source is told 429 above it, and some CRMs drop a 4xx for good: so it stands
 * where Lambda's own default of 1,000 concurrent executions would begin to refuse, not where the dial quota (2/s) is.
 */
const RATE = { rateLimit: 1_000, burstLimit: 2_000 };

const WITHOUT_AUTHORIZER = {
  handler: 'The function checks the source’s signature over the body, which no authorizer gets to see.',
  link: 'People outside have no sign-in: the address itself, 256 random bits, is the permission, and ends or is revoked.',
} as const;

/** Requests per second to addresses that anybody may try: a flood of guesses is refused before it costs an invocation. */
const LINK_RATE = { throttlingRateLimit: 50, throttlingBurstLimit: 100 };

/** The HTTP API, route by route as `ROUTES` says. */
export class CallingApi extends Construct {
  /** Scheme and host, without a trailing slash. */
  readonly url: string;
  readonly #api: HttpApi;

  constructor(scope: Construct, id: string, { functions, identity, desktopOrigin }: CallingApiProps) {
    super(scope, id);
    const api = new HttpApi(this, 'Api', {
      apiName: Stack.of(this).stackName,
      createDefaultStage: false,
      corsPreflight: {
        allowOrigins: [desktopOrigin],
        allowMethods: [...new Set(ROUTES.map(({ method }) => CorsHttpMethod[method]))],
        allowHeaders: ['authorization', 'content-type', 'if-match', 'idempotency-key'],
        exposeHeaders: ['etag', 'location', 'retry-after'],
        maxAge: Duration.hours(1),
      },
    });
    this.#api = api;
    const authorizer = new HttpJwtAuthorizer('Agents', identity.issuer, { jwtAudience: [...identity.audience] });
    const linkRoutes: HttpRoute[] = [];
    const integrations = new Map<FunctionName, HttpLambdaIntegration>();
    for (const { method, path, function: name, access } of ROUTES) {
      const integration = integrations.get(name) ?? new HttpLambdaIntegration(name, functions[name].function);
      integrations.set(name, integration);
      const routes = api.addRoutes({
        path,
        methods: [HttpMethod[method]],
        integration,
        ...(access === 'agent' ? { authorizer, authorizationScopes: [identity.scope] } : {}),
      });
      if (access === 'link') linkRoutes.push(...routes);
      if (access !== 'agent') {
        for (const route of routes) acknowledge(route, { 'AwsSolutions-APIG4': WITHOUT_AUTHORIZER[access] });
      }
    }

    const accessLog = new LogGroup(this, 'AccessLog', {
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const stage = api.addStage('Stage', {
      stageName: '$default',
      autoDeploy: true,
      throttle: RATE,
      accessLogSettings: { destination: new LogGroupLogDestination(accessLog), format: ACCESS_LOG_FORMAT },
    });
    const resource = stage.node.defaultChild;
    if (!(resource instanceof CfnStage)) throw new Error('The API has no stage');
    const links = ROUTES.filter(({ access }) => access === 'link');
    resource.routeSettings = Object.fromEntries(links.map(({ method, path }) => [`${method} ${path}`, LINK_RATE]));
    // CloudFormation refuses settings of a route that is not there yet.
    for (const route of linkRoutes) stage.node.addDependency(route);
    this.url = api.apiEndpoint;
  }

  /** Requests that were answered 5xx. */
  serverErrors(period: Duration): Metric {
    return this.#api.metricServerError({ period, statistic: 'Sum' });
  }
}

/** Route patterns, not paths: a path holds the CRM's ids and a query may hold a phone number. */
const ACCESS_LOG_FORMAT = AccessLogFormat.custom(
  JSON.stringify({
    requestId: AccessLogField.contextRequestId(),
    time: AccessLogField.contextRequestTime(),
    route: '$context.routeKey',
    status: AccessLogField.contextStatus(),
    bytes: AccessLogField.contextResponseLength(),
    latencyMs: AccessLogField.contextResponseLatency(),
    integrationError: AccessLogField.contextIntegrationErrorMessage(),
    authorizerError: AccessLogField.contextAuthorizerError(),
  }),
);
