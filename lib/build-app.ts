import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import type { Configuration } from '../functions/core/contracts/configuration.ts';
import { FUNCTION_NAMES } from '../functions/core/contracts/routes.ts';
import { CallingStack } from './calling-stack.ts';
import { bundleHandlers } from './constructs/bundle-handlers.ts';
import { writeSourcesFiles } from './constructs/sources-file.ts';
import { DataStack } from './data-stack.ts';
import { DesktopStack } from './desktop-stack.ts';
import { functionSources } from './function-sources.ts';

export interface AppSources {
  /** Project folder. */
  readonly root: string;
  /** Folder with one `<function>/handler.ts` per function. */
  readonly functionsFolder: string;
  /** The built desktop. */
  readonly desktopFolder: string;
}

/** Recommended behaviour of CDK that it does not switch on by itself, for compatibility with older applications. */
const CONTEXT = {
  // What CDK's own validation finds in a template stops the synthesis instead of being a warning.
  '@aws-cdk/core:validateAgainstDefaultRules': true,
  // CloudFormation refuses to remove what another stack uses: the table and the buckets.
  '@aws-cdk/core:defaultCrossStackReferences': 'strong',
  '@aws-cdk/aws-apigateway:logGroupDestinationArnWithoutWildcard': true,
  '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true,
  '@aws-cdk/aws-sns-subscriptions:restrictSqsDescryption': true,
  '@aws-cdk/core:enablePartitionLiterals': true,
};

/**
 * The three stacks, in the order in which they are deployed: the data outlives the others, and whoever needs the
 * desktop's origin (CORS of the bucket and of the API) comes after the desktop.
 *
 * @param outdir where the assembly goes
 */
export function buildApp(configuration: Configuration, sources: AppSources, outdir: string): App {
  const app = new App({ outdir, analyticsReporting: false, treeMetadata: false, context: CONTEXT });
  const { name, account, region } = configuration;
  const env = { account, region };
  const bundles = bundleHandlers(
    FUNCTION_NAMES,
    { folder: sources.functionsFolder, root: sources.root },
    join(outdir, 'bundles'),
  );

  const functionsSources = functionSources(configuration);
  writeSourcesFiles(bundles, functionsSources);

  const desktop = new DesktopStack(app, 'Desktop', {
    stackName: `${name}-desktop`,
    env,
    configuration,
    desktopFolder: sources.desktopFolder,
  });
  const data = new DataStack(app, 'Data', {
    stackName: `${name}-data`,
    env,
    terminationProtection: true,
    desktopOrigin: desktop.origin,
    retention: configuration.retention,
  });
  const calling = new CallingStack(app, 'Calling', {
    stackName: `${name}-calling`,
    env,
    configuration,
    table: data.table,
    documents: data.documents,
    siteBucket: desktop.siteBucket,
    desktopOrigin: desktop.origin,
    bundles,
    sources: functionsSources,
    flowsFolder: join(sources.root, 'contact-flows'),
  });
  data.addStackDependency(desktop);
  calling.addStackDependency(data);
  return app;
}
