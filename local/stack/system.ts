/** The whole system: starts every part in order, deploys the synthesized template, and runs what it says. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { startAwsEdge } from '../aws/edge.ts';
import { startConnect } from '../connect/start.ts';
import { workspaceApps } from '../connect/workspace/apps.ts';
import { startConsole } from '../console/start.ts';
import { DEMO_CREDENTIALS } from '../crm/demo-accounts.ts';
import { startHosts } from '../hosts/start-hosts.ts';
import { createAssertionVerifier } from '../identity/connect-assertion.ts';
import { startIdentity } from '../identity/start.ts';
import { type AwsEdge, type Endpoints, type Ports, SCHEDULER_SESSION } from '../parts.ts';
import * as seed from '../seed.ts';
import { openTrace, withoutPolling } from '../trace.ts';
import { openCloud } from './cloud.ts';
import { openConnectDelivery } from './connect-delivery.ts';
import { deployAssembly } from './deploy.ts';
import type { Deployment } from './deployment.ts';
import { deployedSources, endpointsOf } from './endpoints.ts';
import { openAsyncInvoker } from './events/async-invoker.ts';
import { openEventBus } from './events/bus.ts';
import { startSchedules } from './events/schedule.ts';
import { startGateway } from './http-api/gateway.ts';
import { type Functions, startFunctions } from './lambda/functions.ts';
import { hostOrigins, type LocalChoices, localConfiguration, originsOf } from './local-configuration.ts';
import { openMetricStore } from './metrics/metric-store.ts';
import { operationsOf } from './metrics/operations.ts';
import { putCredentials } from './put-credentials.ts';
import { type EventSource, startEventSource } from './queues/event-source.ts';
import { startSite } from './site/site.ts';
import { openSurroundings } from './surroundings.ts';
import { synthesize } from './synthesize.ts';
import { readAssembly } from './template/assembly.ts';
import { TemplateError } from './template/template.ts';

export interface SystemOptions extends LocalChoices {
  /** Project folder. */
  readonly root: string;
  readonly ports: Ports;
  readonly dataFolder: string;
  readonly signal: AbortSignal;
  /** Told as each step of the start is done. */
  readonly onStep: (step: string, milliseconds: number) => void;
  readonly tokenSeconds?: number;
}

/** Parts are handed to `parts` as they start, so that a start that fails half way is undone as well. */
export async function startSystem(options: SystemOptions, parts: AsyncDisposableStack): Promise<Endpoints> {
  const { root, ports, dataFolder, signal } = options;
  const step = async <T>(name: string | ((result: T) => string), work: () => Promise<T>): Promise<T> => {
    const started = performance.now();
    const result = await work();
    signal.throwIfAborted();
    options.onStep(typeof name === 'string' ? name : name(result), performance.now() - started);
    return result;
  };
  const origins = originsOf(ports);
  const trace = openTrace();
  const metrics = openMetricStore();
  const surroundings = openSurroundings();
  for (const part of ['aws', 'connect']) await mkdir(join(dataFolder, part), { recursive: true });

  const starting = step('data services, Connect and sign-in started', startCloud);
  // A failing build is reported first; the services' own failure, if any, is not left unhandled meanwhile.
  starting.catch(() => undefined);
  const { assemblyFolder } = await step(
    ({ built }) => (built ? 'functions, desktop and template built' : 'template unchanged'),
    () => synthesize({ root, dataFolder, configuration: localConfiguration(origins, options), signal }),
  );
  const { edge, cloud, connect } = await starting;

  const deployment = await step('template deployed', deploy);
  connect.apps.replace(v.parse(workspaceApps, deployment.workspaceApps));
  const logs = join(dataFolder, 'logs');
  const functions = startFunctions(deployment, cloud, edge, trace, logs, metrics);
  parts.defer(() => functions.stop());
  await step(`${functions.definitions().length} functions loaded`, () => functions.warm());
  admitScheduler(deployment, edge);
  await step('queues, events, API and pages connected', () => connectParts(deployment, functions));
  return endpoints(deployment);

  async function startCloud() {
    const edge = await startAwsEdge({
      port: ports.aws,
      region: seed.REGION,
      accountId: seed.ACCOUNT_ID,
      dataFolder: join(dataFolder, 'aws'),
      admin: seed.ADMIN,
      trace: withoutPolling(trace),
      onObjectCreated: surroundings.putEvent,
    });
    parts.defer(() => edge.stop());
    const delivery = openConnectDelivery(edge);
    parts.defer(() => delivery.close());
    await delivery.prepare();
    const connect = await startConnect({
      port: ports.connect,
      region: seed.REGION,
      accountId: seed.ACCOUNT_ID,
      instanceId: seed.INSTANCE_ID,
      dataFolder: join(dataFolder, 'connect'),
      surroundings: { ...surroundings, putObject: delivery.putObject, putStreamRecord: delivery.putStreamRecord },
      trace,
      authorize: edge.authorize,
      verifyToken: createAssertionVerifier({ issuer: origins.identity, audience: origins.connect }),
      tokenOrigins: [origins.identity],
    });
    parts.defer(() => connect.stop());
    edge.addService('connect', connect.serve);
    const identity = await startIdentity({
      port: ports.identity,
      issuer: origins.identity,
      desktopOrigin: origins.desktop,
      hosts: hostOrigins(origins),
      connectOrigin: origins.connect,
      stateFile: join(dataFolder, 'identity.json'),
      ...(options.tokenSeconds !== undefined && { tokenSeconds: options.tokenSeconds }),
    });
    parts.defer(() => identity.stop());
    const cloud = openCloud({
      region: seed.REGION,
      accountId: seed.ACCOUNT_ID,
      endpoint: edge.origin,
      credentials: seed.ADMIN,
      apiOrigin: origins.api,
    });
    parts.defer(() => cloud.close());
    return { edge, cloud, connect };
  }

  async function deploy(): Promise<Deployment> {
    const deployed = await deployAssembly(await readAssembly(assemblyFolder), cloud);
    for (const { id, secretId } of await deployedSources(deployed)) {
      const credentials = DEMO_CREDENTIALS.get(id);
      if (credentials !== undefined) await putCredentials(cloud.secrets, secretId, credentials);
    }
    return deployed;
  }

  /** EventBridge Scheduler acts for whoever trusts it. */
  function admitScheduler(deployed: Deployment, edge: Pick<AwsEdge, 'addRole'>): void {
    for (const { arn, trusts, statements } of deployed.roles.values()) {
      if (!trusts.includes('scheduler.amazonaws.com')) continue;
      edge.addRole({ arn, sessionName: SCHEDULER_SESSION, statements });
    }
  }

  async function connectParts(deployed: Deployment, running: Functions): Promise<void> {
    const invoker = openAsyncInvoker(deployed, running, cloud, trace);
    const bus = openEventBus(deployed, { region: seed.REGION, accountId: seed.ACCOUNT_ID }, invoker, trace);
    surroundings.connect(bus, running);
    parts.defer(startSchedules(deployed, bus));
    const polling: EventSource[] = [];
    // At once: whoever waits for an invocation is told that its function has ended.
    parts.defer(async () => {
      await Promise.all([...polling.map((source) => source.stop()), invoker.stop(), running.stop()]);
    });
    for (const source of deployed.eventSources) {
      polling.push(await startEventSource(source, deployed, running, cloud, trace));
    }
    const [api, ...moreApis] = deployed.apis.values();
    const [distribution, ...moreDistributions] = deployed.distributions;
    if (api === undefined || moreApis.length > 0)
      throw new TemplateError('the template must have exactly one HTTP API');
    if (distribution === undefined || moreDistributions.length > 0) {
      throw new TemplateError('the template must have exactly one CloudFront distribution');
    }
    const place = { region: seed.REGION, accountId: seed.ACCOUNT_ID, apiOrigin: origins.api };
    const gateway = await startGateway({
      api,
      port: ports.api,
      deployment: deployed,
      functions: running,
      place,
      trace,
    });
    parts.defer(() => gateway.stop());
    const site = await startSite(distribution, ports.desktop, cloud);
    parts.defer(() => site.stop());
    const known = await endpoints(deployed);
    const operations = () => operationsOf(metrics, deployed.alarms, new Date());
    const shown = await startConsole({ port: ports.console, endpoints: () => known, trace, dataFolder, operations });
    parts.defer(() => shown.stop());
    const hosts = await startHosts({ ports, desktop: origins.desktop, vendors: shown.vendors });
    parts.defer(() => hosts.stop());
  }

  function endpoints(deployed: Deployment): Promise<Endpoints> {
    return endpointsOf(deployed, origins, cloud.secrets, logs);
  }
}
