import * as v from 'valibot';
import { arnOf } from '../cloud.ts';
import type { ResourceKind } from '../deploy.ts';
import { read } from './properties.ts';

const schema = v.object({
  Name: v.string(),
  Namespace: v.string(),
  ApplicationSourceConfig: v.object({ ExternalUrlConfig: v.object({ AccessUrl: v.string() }) }),
  ApplicationConfig: v.optional(v.object({ ContactHandling: v.object({ Scope: v.string() }) })),
  IframeConfig: v.optional(
    v.object({ Allow: v.optional(v.array(v.string())), Sandbox: v.optional(v.array(v.string())) }),
  ),
  Permissions: v.optional(v.array(v.string())),
});

/** An app of AppIntegrations; the workspace shows it once it is associated with the instance (`kinds/connect.ts`). */
export const application: ResourceKind = ({ properties }, cloud, deployment) => {
  const { Name, Namespace, ApplicationSourceConfig, ApplicationConfig, IframeConfig, Permissions } = read(
    schema,
    properties,
  );
  const ApplicationArn = arnOf(cloud, 'app-integrations', `application/${Namespace}`);
  deployment.applications.set(ApplicationArn, {
    name: Name,
    url: ApplicationSourceConfig.ExternalUrlConfig.AccessUrl,
    ...(ApplicationConfig && { scope: ApplicationConfig.ContactHandling.Scope }),
    ...(IframeConfig?.Allow && { allow: IframeConfig.Allow }),
    ...(IframeConfig?.Sandbox && { sandbox: IframeConfig.Sandbox }),
    ...(Permissions && { permissions: Permissions }),
  });
  return { ref: ApplicationArn, attributes: { ApplicationArn } };
};
