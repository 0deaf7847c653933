import * as v from 'valibot';
import type { ResourceKind } from '../deploy.ts';
import { shortId } from '../template/physical-names.ts';
import { TemplateError } from '../template/template.ts';
import { boolean, number, read } from './properties.ts';

const schema = v.object({
  DistributionConfig: v.object({
    DefaultRootObject: v.optional(v.string()),
    Origins: v.array(v.object({ Id: v.string(), DomainName: v.string(), OriginPath: v.optional(v.string(), '') })),
    DefaultCacheBehavior: v.object({
      TargetOriginId: v.string(),
      Compress: v.optional(boolean, false),
      ResponseHeadersPolicyId: v.optional(v.string()),
      FunctionAssociations: v.optional(
        v.pipe(v.array(v.unknown()), v.maxLength(0, 'functions at the edge do not run here')),
      ),
    }),
    CacheBehaviors: v.optional(
      v.pipe(v.array(v.unknown()), v.maxLength(0, 'only the default cache behaviour is supported')),
    ),
    CustomErrorResponses: v.optional(
      v.array(
        v.object({
          ErrorCode: number,
          ResponseCode: v.optional(number),
          ResponsePagePath: v.optional(v.string()),
        }),
      ),
      [],
    ),
  }),
});

export const distribution: ResourceKind = ({ stack, logicalId, properties }, _, deployment) => {
  const { DistributionConfig: wanted } = read(schema, properties);
  const id = shortId(stack, logicalId, 14).toUpperCase();
  const behaviour = wanted.DefaultCacheBehavior;
  const origin = wanted.Origins.find((candidate) => candidate.Id === behaviour.TargetOriginId);
  const bucket = deployment.bucketsByDomain.get(origin?.DomainName ?? '');
  if (origin === undefined || bucket === undefined) {
    throw new TemplateError(`origin ${behaviour.TargetOriginId} is not a bucket of the template`);
  }
  const policy = behaviour.ResponseHeadersPolicyId;
  const headers = policy === undefined ? {} : deployment.headerPolicies.get(policy);
  if (headers === undefined) throw new TemplateError(`response headers policy ${policy} is not in the template`);
  deployment.distributions.push({
    id,
    bucket,
    originPath: origin.OriginPath,
    headers,
    compress: behaviour.Compress,
    errorPages: wanted.CustomErrorResponses.flatMap(({ ErrorCode, ResponseCode, ResponsePagePath }) =>
      ResponsePagePath === undefined
        ? []
        : [{ errorCode: ErrorCode, responseCode: ResponseCode ?? ErrorCode, path: ResponsePagePath }],
    ),
    ...(wanted.DefaultRootObject !== undefined && { defaultRootObject: wanted.DefaultRootObject }),
  });
  return { ref: id, attributes: { Id: id, DomainName: `${id.toLowerCase()}.cloudfront.net` } };
};

const text = v.string();
const headersSchema = v.object({
  ResponseHeadersPolicyConfig: v.object({
    SecurityHeadersConfig: v.optional(
      v.object({
        ContentSecurityPolicy: v.optional(v.object({ ContentSecurityPolicy: text })),
        ContentTypeOptions: v.optional(v.object({})),
        FrameOptions: v.optional(v.object({ FrameOption: text })),
        ReferrerPolicy: v.optional(v.object({ ReferrerPolicy: text })),
        StrictTransportSecurity: v.optional(
          v.object({
            AccessControlMaxAgeSec: number,
            IncludeSubdomains: v.optional(boolean, false),
            Preload: v.optional(boolean, false),
          }),
        ),
      }),
      {},
    ),
    CustomHeadersConfig: v.optional(v.object({ Items: v.array(v.object({ Header: text, Value: text })) }), {
      Items: [],
    }),
  }),
});

export const responseHeadersPolicy: ResourceKind = ({ stack, logicalId, properties }, _, deployment) => {
  const { SecurityHeadersConfig: security, CustomHeadersConfig: custom } = read(
    headersSchema,
    properties,
  ).ResponseHeadersPolicyConfig;
  const headers: Record<string, string> = {};
  const policy = security.ContentSecurityPolicy?.ContentSecurityPolicy;
  if (policy !== undefined) headers['content-security-policy'] = policy;
  if (security.ContentTypeOptions !== undefined) headers['x-content-type-options'] = 'nosniff';
  if (security.FrameOptions !== undefined) headers['x-frame-options'] = security.FrameOptions.FrameOption;
  if (security.ReferrerPolicy !== undefined) headers['referrer-policy'] = security.ReferrerPolicy.ReferrerPolicy;
  const transport = security.StrictTransportSecurity;
  if (transport !== undefined) {
    headers['strict-transport-security'] = [
      `max-age=${transport.AccessControlMaxAgeSec}`,
      ...(transport.IncludeSubdomains ? ['includeSubDomains'] : []),
      ...(transport.Preload ? ['preload'] : []),
    ].join('; ');
  }
  for (const { Header, Value } of custom.Items) headers[Header.toLowerCase()] = Value;
  const id = shortId(stack, logicalId, 32);
  deployment.headerPolicies.set(id, headers);
  return { ref: id, attributes: { Id: id } };
};
