/** Reads what `cdk synth` left: the stacks in the order in which they must be deployed, and their assets. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRecord, type Template, TemplateError } from './template.ts';

export interface AssemblyStack {
  readonly name: string;
  readonly template: Template;
}

/** A file or folder that the template names by its key in the assets bucket. */
export interface Asset {
  readonly path: string;
  readonly packaging: 'zip' | 'file';
}

export interface Assembly {
  readonly folder: string;
  readonly stacks: readonly AssemblyStack[];
  /** By object key, such as `4f2c….zip`. */
  readonly assets: ReadonlyMap<string, Asset>;
}

interface Artifact {
  readonly type: string;
  readonly dependencies?: readonly string[];
  readonly properties?: {
    readonly templateFile?: string;
    readonly stackName?: string;
    readonly file?: string;
  };
}

interface AssetManifest {
  readonly files?: Readonly<
    Record<
      string,
      {
        readonly source: { readonly path?: string; readonly packaging?: string };
        readonly destinations: Readonly<Record<string, { readonly objectKey: string }>>;
      }
    >
  >;
}

async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, 'utf8'));
}

/** @throws TemplateError when the folder holds no assembly or its stacks depend on each other in a circle */
export async function readAssembly(folder: string): Promise<Assembly> {
  const manifest = await readJson(join(folder, 'manifest.json'));
  if (!isRecord(manifest) || !isRecord(manifest.artifacts)) {
    throw new TemplateError(`${folder} holds no synthesized CDK app: manifest.json names no artifacts`);
  }
  const artifacts = manifest.artifacts as Readonly<Record<string, Artifact>>;
  const stacks: AssemblyStack[] = [];
  const assets = new Map<string, Asset>();
  for (const id of inOrder(artifacts)) {
    const artifact = artifacts[id];
    if (artifact?.type === 'aws:cloudformation:stack' && artifact.properties?.templateFile !== undefined) {
      const template = (await readJson(join(folder, artifact.properties.templateFile))) as Template;
      stacks.push({ name: artifact.properties.stackName ?? id, template });
    }
    if (artifact?.type === 'cdk:asset-manifest' && artifact.properties?.file !== undefined) {
      const { files = {} } = (await readJson(join(folder, artifact.properties.file))) as AssetManifest;
      for (const { source, destinations } of Object.values(files)) {
        if (source.path === undefined) continue;
        const asset: Asset = {
          path: join(folder, source.path),
          packaging: source.packaging === 'zip' ? 'zip' : 'file',
        };
        for (const { objectKey } of Object.values(destinations)) assets.set(objectKey, asset);
      }
    }
  }
  return { folder, stacks, assets };
}

function inOrder(artifacts: Readonly<Record<string, Artifact>>): readonly string[] {
  const order: string[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const visit = (id: string, path: readonly string[]): void => {
    if (state.get(id) === 'done') return;
    if (state.get(id) === 'open') throw new TemplateError(`stacks depend in a circle: ${[...path, id].join(' -> ')}`);
    state.set(id, 'open');
    for (const dependency of artifacts[id]?.dependencies ?? []) visit(dependency, [...path, id]);
    state.set(id, 'done');
    order.push(id);
  };
  for (const id of Object.keys(artifacts)) visit(id, []);
  return order;
}
