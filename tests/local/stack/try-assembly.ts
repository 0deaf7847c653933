/** Writes a small assembly, as `cdk synth` would leave it, and starts what its template says on the real AWS edge. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAwsEdge } from '../../../local/aws/edge.ts';
import type { BusEvent, ServiceRequest, ServiceResponse } from '../../../local/parts.ts';
import * as seed from '../../../local/seed.ts';
import { openCloud } from '../../../local/stack/cloud.ts';
import { deployAssembly } from '../../../local/stack/deploy.ts';
import { startFunctions } from '../../../local/stack/lambda/functions.ts';
import { openMetricStore } from '../../../local/stack/metrics/metric-store.ts';
import { readAssembly } from '../../../local/stack/template/assembly.ts';
import type { TemplateResource } from '../../../local/stack/template/template.ts';
import { openTrace } from '../../../local/trace.ts';

export type Resources = Readonly<Record<string, TemplateResource>>;

export interface TryAssembly {
  /** By the key that the template names: `<name>.zip`. */
  readonly assets?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly stacks: Readonly<
    Record<string, { resources: Resources; outputs?: object; dependencies?: readonly string[] }>
  >;
}

export async function writeAssembly(folder: string, { assets = {}, stacks }: TryAssembly): Promise<void> {
  const artifacts: Record<string, object> = {};
  const files: Record<string, object> = {};
  await mkdir(folder, { recursive: true });
  for (const [name, contents] of Object.entries(assets)) {
    await mkdir(join(folder, `asset.${name}`), { recursive: true });
    for (const [file, text] of Object.entries(contents)) await writeFile(join(folder, `asset.${name}`, file), text);
    const destinations = { here: { bucketName: 'assets', objectKey: `${name}.zip` } };
    files[name] = { source: { path: `asset.${name}`, packaging: 'zip' }, destinations };
  }
  for (const [name, { resources, outputs = {}, dependencies = [] }] of Object.entries(stacks)) {
    const template = { Resources: resources, Outputs: outputs };
    await writeFile(join(folder, `${name}.template.json`), JSON.stringify(template));
    artifacts[name] = {
      type: 'aws:cloudformation:stack',
      dependencies: [...dependencies, 'assets'],
      properties: { templateFile: `${name}.template.json`, stackName: name },
    };
  }
  artifacts.assets = { type: 'cdk:asset-manifest', properties: { file: 'assets.json' } };
  await writeFile(join(folder, 'assets.json'), JSON.stringify({ files }));
  await writeFile(join(folder, 'manifest.json'), JSON.stringify({ artifacts }));
}

/** A role that may do what its one statement says, and a function of this bundle with it. */
export const functionWithRole = (
  id: string,
  asset: string,
  statement: { readonly Action: string | readonly string[]; readonly Resource: string | object },
  properties: Readonly<Record<string, string | number | object>> = {},
): Resources =>
  ({
    [`${id}Role`]: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {},
        Policies: [{ PolicyName: 'only', PolicyDocument: { Statement: [{ Effect: 'Allow', ...statement }] } }],
      },
    },
    [id]: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Timeout: 10,
        Code: { S3Bucket: 'assets', S3Key: `${asset}.zip` },
        Role: { 'Fn::GetAtt': [`${id}Role`, 'Arn'] },
        ...properties,
      },
    },
  }) as Resources;

/** The edge and the administrator's clients, over a folder that lives as long as the test. */
export async function openTryCloud(connect?: (request: ServiceRequest) => Promise<ServiceResponse>) {
  const folder = await mkdtemp(join(tmpdir(), 'stack-'));
  const trace = openTrace();
  const listeners: ((event: BusEvent) => void)[] = [];
  const start = async () => {
    await mkdir(join(folder, 'aws'), { recursive: true });
    const edge = await startAwsEdge({
      port: 0,
      region: seed.REGION,
      accountId: seed.ACCOUNT_ID,
      dataFolder: join(folder, 'aws'),
      admin: seed.ADMIN,
      trace,
      onObjectCreated: (event) => {
        for (const listener of listeners) listener(event);
      },
    });
    if (connect !== undefined) edge.addService('connect', connect);
    const cloud = openCloud({
      region: seed.REGION,
      accountId: seed.ACCOUNT_ID,
      endpoint: edge.origin,
      credentials: seed.ADMIN,
      apiOrigin: 'http://localhost:4999',
    });
    return { edge, cloud };
  };
  let { edge, cloud } = await start();
  const stop = async (): Promise<void> => {
    cloud.close();
    await edge.stop();
  };
  return {
    folder,
    trace,
    onObjectCreated: (listener: (event: BusEvent) => void) => listeners.push(listener),
    get edge() {
      return edge;
    },
    get cloud() {
      return cloud;
    },
    async deploy(assembly: TryAssembly) {
      await writeAssembly(join(folder, 'cdk.out'), assembly);
      const deployment = await deployAssembly(await readAssembly(join(folder, 'cdk.out')), cloud);
      return {
        deployment,
        functions: () => startFunctions(deployment, cloud, edge, trace, join(folder, 'logs'), openMetricStore()),
      };
    },
    async restart() {
      await stop();
      ({ edge, cloud } = await start());
    },
    async close() {
      await stop();
      await rm(folder, { recursive: true });
    },
  };
}
