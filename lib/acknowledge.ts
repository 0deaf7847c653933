import { Reference, Stack, Tokenization, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Accepts findings of cdk-nag on a construct and what is inside it, each with the reason why.
 *
 * @param reasons by rule id, with the finding's own id in brackets where the rule has several (`wildcardResource`)
 */
export function acknowledge(construct: IConstruct, reasons: Readonly<Record<string, string>>): void {
  Validations.of(construct).acknowledge(...Object.entries(reasons).map(([id, reason]) => ({ id, reason })));
}

/**
 * The id of cdk-nag's finding about a wildcard in a resource of a policy. An ARN that is known at deployment only is
 * named by the reference that the template will hold: of its resource, or of the export of another stack.
 */
export function wildcardResource(user: IConstruct, arn: string, suffix: string): string {
  return `AwsSolutions-IAM5[Resource::${referenceTo(user, arn)}${suffix}]`;
}

function referenceTo(user: IConstruct, arn: string): string {
  const token = Tokenization.reverseString(arn).firstToken;
  if (!Reference.isReference(token)) return arn;
  const home = Stack.of(token.target);
  if (home === Stack.of(user)) {
    const { 'Fn::GetAtt': path }: { 'Fn::GetAtt': readonly string[] } = home.resolve(token);
    return `<${path.join('.')}>`;
  }
  // The same export that CDK makes when the reference crosses the stacks.
  const { 'Fn::ImportValue': name }: { 'Fn::ImportValue': string } = home.resolve(home.exportValue(token));
  return name;
}
