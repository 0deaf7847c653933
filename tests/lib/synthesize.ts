import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { onTestFinished } from 'vitest';
import { FUNCTION_NAMES } from '../../functions/core/contracts/routes.ts';
import { buildApp } from '../../lib/build-app.ts';
import { parseConfiguration } from '../../lib/read-configuration.ts';
import { resourcesOf } from './grants.ts';

// CDK's validation of the templates takes a second in every test file; nag.test.ts turns it on again and so covers it.
process.env.CDK_VALIDATION = 'false';

export const root = join(import.meta.dirname, '..', '..');
const EXAMPLE = join(root, 'docs', 'cti.config.example.json');

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'opportunity-cti-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder that is gone after `use`, for what several tests look at. */
export function withTemporaryFolder<Result>(use: (folder: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), 'opportunity-cti-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The example of docs/, as an operator would start from. */
export function exampleInput(): Readonly<Record<string, unknown>> & { connect: object; sources: readonly object[] } {
  return JSON.parse(readFileSync(EXAMPLE, 'utf8'));
}

export function exampleConfiguration(changes: object = {}) {
  return parseConfiguration('cti.config.json', JSON.stringify({ ...exampleInput(), ...changes }));
}

/** The whole application; the code inside the functions plays no part in the templates, so each is one line long. */
export function exampleApp(folder: string, changes: object = {}): App {
  for (const name of FUNCTION_NAMES) {
    mkdirSync(join(folder, 'functions', name), { recursive: true });
    writeFileSync(join(folder, 'functions', name, 'handler.ts'), `export const handler = async () => '${name}';\n`);
  }
  const desktopFolder = join(folder, 'desktop');
  mkdirSync(join(desktopFolder, 'chunks'), { recursive: true });
  writeFileSync(join(desktopFolder, 'chunks/desktop-ABC234.js'), '');
  writeFileSync(join(desktopFolder, 'index.html'), '<!doctype html><title>desktop</title>');
  return buildApp(
    exampleConfiguration(changes),
    { root, functionsFolder: join(folder, 'functions'), desktopFolder },
    join(folder, 'cdk.out'),
  );
}

export function templateOf(app: App, id: 'Desktop' | 'Data' | 'Calling'): Template {
  const stack = app.node.findChild(id);
  if (!(stack instanceof Stack)) throw new Error(`${id} is not a stack`);
  return Template.fromStack(stack);
}

export const ofType = (template: Template, type: string) =>
  Object.values(resourcesOf(template)).filter(({ Type }) => Type === type);
