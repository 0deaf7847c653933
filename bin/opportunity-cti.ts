import { join } from 'node:path';
import { buildDesktop } from '../ccp-widget/build.ts';
import { buildApp } from '../lib/build-app.ts';
import { ConfigurationError, readConfiguration } from '../lib/read-configuration.ts';

const root = join(import.meta.dirname, '..');
/** The `cdk` command and the local system say where the assembly goes; two runs at a time do not meet. */
const outdir = process.env.CDK_OUTDIR ?? join(root, 'cdk.out');
const desktopFolder = join(outdir, 'desktop');

try {
  const configuration = readConfiguration(process.env.CTI_CONFIG ?? 'cti.config.json');
  await buildDesktop(desktopFolder);
  buildApp(configuration, { root, functionsFolder: join(root, 'functions'), desktopFolder }, outdir).synth();
} catch (error) {
  // A wrong configuration is the operator's to mend: a stack trace would only bury the list of fields.
  console.error(error instanceof ConfigurationError ? error.message : error);
  process.exitCode = 1;
}
