import * as v from 'valibot';
import type { ResourceKind } from '../deploy.ts';
import { shortId } from '../template/physical-names.ts';
import { TemplateError } from '../template/template.ts';
import { boolean, number, read } from './properties.ts';

const apiSchema = v.object({
  ProtocolType: v.literal('HTTP', 'only HTTP APIs are supported'),
  CorsConfiguration: v.optional(
    v.object({
      AllowOrigins: v.optional(v.array(v.string()), []),
      AllowMethods: v.optional(v.array(v.string()), []),
      AllowHeaders: v.optional(v.array(v.string()), []),
      ExposeHeaders: v.optional(v.array(v.string()), []),
      MaxAge: v.optional(number),
      AllowCredentials: v.optional(boolean, false),
    }),
  ),
});

export const api: ResourceKind = ({ stack, logicalId, properties }, cloud, deployment) => {
  const { CorsConfiguration: cors } = read(apiSchema, properties);
  const id = shortId(stack, logicalId, 10);
  deployment.apis.set(id, {
    id,
    stages: [],
    ...(cors !== undefined && {
      cors: {
        allowOrigins: cors.AllowOrigins,
        allowMethods: cors.AllowMethods,
        allowHeaders: cors.AllowHeaders.map((name) => name.toLowerCase()),
        exposeHeaders: cors.ExposeHeaders.map((name) => name.toLowerCase()),
        allowCredentials: cors.AllowCredentials,
        ...(cors.MaxAge !== undefined && { maxAgeSeconds: cors.MaxAge }),
      },
    }),
  });
  return { ref: id, attributes: { ApiId: id, ApiEndpoint: cloud.apiOrigin } };
};

const stageSchema = v.object({ ApiId: v.string(), StageName: v.string(), AutoDeploy: v.optional(boolean, false) });

export const stage: ResourceKind = ({ properties }, _, deployment) => {
  const { ApiId, StageName } = read(stageSchema, properties);
  if (StageName !== '$default') {
    throw new TemplateError(`stage ${StageName}: only the $default stage is served here, at the root of the port`);
  }
  deployment.apis.get(ApiId)?.stages.push(StageName);
  return { ref: StageName };
};

const routeSchema = v.object({
  ApiId: v.string(),
  RouteKey: v.string(),
  Target: v.pipe(v.string(), v.regex(/^integrations\/[\w-]+$/)),
  AuthorizationType: v.optional(v.picklist(['NONE', 'JWT']), 'NONE'),
  AuthorizerId: v.optional(v.string()),
  AuthorizationScopes: v.optional(v.array(v.string()), []),
});

export const route: ResourceKind = ({ stack, logicalId, properties }, _, deployment) => {
  const wanted = read(routeSchema, properties);
  if (wanted.AuthorizationType === 'JWT' && wanted.AuthorizerId === undefined) {
    throw new TemplateError('authorization by JWT needs an authorizer');
  }
  deployment.routes.push({
    apiId: wanted.ApiId,
    routeKey: wanted.RouteKey,
    integrationId: wanted.Target.slice('integrations/'.length),
    scopes: wanted.AuthorizationScopes,
    ...(wanted.AuthorizationType === 'JWT' &&
      wanted.AuthorizerId !== undefined && { authorizerId: wanted.AuthorizerId }),
  });
  const id = shortId(stack, logicalId, 7);
  return { ref: id, attributes: { RouteId: id } };
};

const integrationSchema = v.object({
  IntegrationType: v.literal('AWS_PROXY', 'only Lambda proxy integrations are supported'),
  IntegrationUri: v.string(),
  PayloadFormatVersion: v.literal('2.0', 'only payload format 2.0 is supported'),
  TimeoutInMillis: v.optional(number, 30_000),
});

export const integration: ResourceKind = ({ stack, logicalId, properties }, _, deployment) => {
  const wanted = read(integrationSchema, properties);
  const id = shortId(stack, logicalId, 7);
  const functionArn = /arn:aws:lambda:[^/]+/.exec(wanted.IntegrationUri)?.[0];
  if (functionArn === undefined) throw new TemplateError(`IntegrationUri ${wanted.IntegrationUri} names no function`);
  deployment.integrations.set(id, { functionArn, timeoutMs: wanted.TimeoutInMillis });
  return { ref: id, attributes: { IntegrationId: id } };
};

const authorizerSchema = v.object({
  AuthorizerType: v.literal('JWT', 'only JWT authorizers are supported'),
  IdentitySource: v.pipe(v.array(v.literal('$request.header.Authorization')), v.length(1)),
  JwtConfiguration: v.object({ Issuer: v.string(), Audience: v.array(v.string()) }),
});

export const authorizer: ResourceKind = ({ stack, logicalId, properties }, _, deployment) => {
  const { JwtConfiguration } = read(authorizerSchema, properties);
  const id = shortId(stack, logicalId, 6);
  deployment.authorizers.set(id, { issuer: JwtConfiguration.Issuer, audience: JwtConfiguration.Audience });
  return { ref: id, attributes: { AuthorizerId: id } };
};
