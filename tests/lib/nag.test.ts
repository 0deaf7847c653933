import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, CfnResource, Validations } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { exampleApp, exampleInput, temporaryFolder } from './synthesize.ts';

function findingsOf(app: App): readonly unknown[] {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  app.synth();
  const report: { pluginReports: unknown[] } = JSON.parse(
    readFileSync(join(app.outdir, 'validation-report.json'), 'utf8'),
  );
  return report.pluginReports;
}

/** Three stacks are checked by two validators, which is slow on a machine that does much else. */
describe('cdk-nag, AWS Solutions, with CDK’s own validation of the templates', { timeout: 90_000 }, () => {
  beforeEach(() => {
    vi.stubEnv('CDK_VALIDATION', 'true');
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  test('finds nothing that is not acknowledged with a reason', () => {
    expect(findingsOf(exampleApp(temporaryFolder()))).toEqual([]);
  });

  test('finds nothing either without a domain of one’s own, as an app of the workspace, with several sources and dialling unscoped', () => {
    const source = { kind: 'generic', callbackUrl: 'https://crm.example.com/webhooks' };
    const app = exampleApp(temporaryFolder(), {
      name: 'another',
      desktop: { agentWorkspace: true },
      endpoints: {},
      sources: [
        { id: 'a', ...source },
        { id: 'b', ...source },
      ],
      connect: { ...exampleInput().connect, dialPermission: 'any' },
    });
    expect(findingsOf(app)).toEqual([]);
  });

  test('would stop at a property that CloudFormation does not know', () => {
    const app = exampleApp(temporaryFolder());
    new CfnResource(app.node.findChild('Data'), 'Wrong', { type: 'AWS::SQS::Queue', properties: { Colour: 'red' } });
    expect(() => app.synth()).toThrow(/Colour/);
  });

  test('would find an unprotected queue', () => {
    const app = exampleApp(temporaryFolder());
    const stack = app.node.findChild('Calling');
    new Queue(stack, 'Unprotected');
    expect(() => findingsOf(app)).toThrow(/AwsSolutions-SQS/);
  });
});
