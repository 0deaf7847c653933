import { readFileSync } from 'node:fs';
import { Fn } from 'aws-cdk-lib';
import { CfnContactFlow } from 'aws-cdk-lib/aws-connect';
import { Construct } from 'constructs';
import type { ConnectInstance } from '../connect-instance.ts';
import type { Flow } from './record-calls.ts';

export type ContactFlowType = 'CONTACT_FLOW' | 'CUSTOMER_QUEUE' | 'CUSTOMER_WHISPER' | 'AGENT_WHISPER';

interface TemplateContactFlowProps {
  readonly instance: ConnectInstance;
  /** Unique in the instance. */
  readonly flowName: string;
  readonly description: string;
  readonly type: ContactFlowType;
  /** A flow in Connect's language, with `${Name}` where an ARN belongs. */
  readonly file: string;
  /** ARNs by placeholder; they may be known at deployment only. */
  readonly arns?: Readonly<Record<string, string>>;
  /** What this deployment has otherwise than the file. */
  readonly change?: ((flow: Flow) => Flow) | undefined;
}

/**
 * A contact flow from its JSON file. CloudFormation always publishes, and publishing checks that whatever the flow names
 * exists: give a flow that invokes a function a dependency on the function's association.
 *
 * @throws when a placeholder has no value or a value no placeholder: Connect would publish the former as it stands
 */
export class TemplateContactFlow extends Construct {
  readonly resource: CfnContactFlow;
  readonly arn: string;
  /** The last part of the ARN, which the service API asks for. */
  readonly flowId: string;

  constructor(scope: Construct, id: string, props: TemplateContactFlowProps) {
    super(scope, id);
    this.resource = new CfnContactFlow(this, 'Flow', {
      instanceArn: props.instance.arn,
      name: props.flowName,
      description: props.description,
      type: props.type,
      content: fillPlaceholders(props.file, contentOf(props), props.arns ?? {}),
    });
    this.arn = this.resource.attrContactFlowArn;
    // arn:aws:connect:<region>:<account>:instance/<instance>/contact-flow/<flow>
    this.flowId = Fn.select(3, Fn.split('/', this.arn));
  }
}

function contentOf({ file, change }: Pick<TemplateContactFlowProps, 'file' | 'change'>): string {
  const text = readFileSync(file, 'utf8');
  return change === undefined ? text : JSON.stringify(change(JSON.parse(text)));
}

/** @param file only named in the errors */
export function fillPlaceholders(file: string, template: string, arns: Readonly<Record<string, string>>): string {
  const content = JSON.stringify(JSON.parse(template));
  const placeholders = new Set([...content.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name ?? ''));
  const missing = [...placeholders].filter((name) => !Object.hasOwn(arns, name));
  const unused = Object.keys(arns).filter((name) => !placeholders.has(name));
  if (missing.length > 0) throw new Error(`${file}: no value for ${missing.map((name) => `\${${name}}`).join(', ')}`);
  if (unused.length > 0) throw new Error(`${file}: nothing uses ${unused.map((name) => `\${${name}}`).join(', ')}`);
  return content.replace(/\$\{(\w+)\}/g, (placeholder, name: string) => arns[name] ?? placeholder);
}
