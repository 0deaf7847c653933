import { join } from 'node:path';
import { CfnIntegrationAssociation } from 'aws-cdk-lib/aws-connect';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Configuration } from '../../functions/core/contracts/configuration.ts';
import type { ConnectInstance } from '../connect-instance.ts';
import type { CtiFunction } from './cti-function.ts';
import { type Flow, recordCalls } from './record-calls.ts';
import { type ContactFlowType, TemplateContactFlow } from './template-contact-flow.ts';

interface ContactFlowsProps {
  readonly configuration: Configuration;
  readonly instance: ConnectInstance;
  /** Folder with the flows' JSON. */
  readonly folder: string;
  readonly lookUpContact: CtiFunction;
}

/** Those that a call with a person on the line begins with. */
const CALLS: ReadonlySet<string> = new Set(['outbound', 'inbound-lookup']);

/** The flows of `contact-flows/`, and the function that they look callers up with. */
export class ContactFlows extends Construct {
  /** StartOutboundVoiceContact runs it on the customer's leg. */
  readonly outbound: TemplateContactFlow;
  /** StartTaskContact runs it for an agent-first call. */
  readonly agentPreview: TemplateContactFlow;
  /** The operator points a claimed number at it. */
  readonly inbound: TemplateContactFlow;
  readonly #props: ContactFlowsProps;

  constructor(scope: Construct, id: string, props: ContactFlowsProps) {
    super(scope, id);
    this.#props = props;
    const { lookUpContact } = props;
    const { fallbackQueueArn, holdMusicPromptArn } = props.configuration.connect;
    const association = this.#letConnectInvoke(lookUpContact);

    const customerQueue = this.#flow(
      'customer-queue',
      'CUSTOMER_QUEUE',
      'Music while waiting; after 45 s the fallback queue, then an apology',
      {
        HoldMusicPromptArn: holdMusicPromptArn,
        FallbackQueueArn: fallbackQueueArn,
      },
    );
    const agentWhisper = this.#flow(
      'agent-whisper',
      'AGENT_WHISPER',
      'Tells the agent who it is and which opportunity',
    );
    const customerWhisper = this.#flow(
      'customer-whisper',
      'CUSTOMER_WHISPER',
      'Nothing: the customer is connected at once',
    );
    const shared = {
      CustomerQueueFlowArn: customerQueue.arn,
      AgentWhisperFlowArn: agentWhisper.arn,
      CustomerWhisperFlowArn: customerWhisper.arn,
      FallbackQueueArn: fallbackQueueArn,
    };
    this.outbound = this.#flow(
      'outbound',
      'CONTACT_FLOW',
      'Brings an outbound call to the agent who asked for it',
      shared,
    );
    const agentPreviewQueue = this.#flow(
      'agent-preview-queue',
      'CUSTOMER_QUEUE',
      'An agent-first task: an hour for its agent, an hour for the team, then it ends',
      { FallbackQueueArn: fallbackQueueArn },
    );
    this.agentPreview = this.#flow(
      'agent-preview',
      'CONTACT_FLOW',
      'Brings an agent-first task to the agent who asked for the call',
      { AgentPreviewQueueFlowArn: agentPreviewQueue.arn, FallbackQueueArn: fallbackQueueArn },
    );
    this.inbound = this.#flow(
      'inbound-lookup',
      'CONTACT_FLOW',
      'Brings a known caller to the owner of the opportunity',
      {
        ...shared,
        LookUpContactFunctionArn: lookUpContact.function.functionArn,
      },
    );
    this.inbound.resource.addResourceDependency(association);
  }

  #flow(
    name: string,
    type: ContactFlowType,
    description: string,
    arns?: Readonly<Record<string, string>>,
  ): TemplateContactFlow {
    const { configuration, instance, folder } = this.#props;
    return new TemplateContactFlow(this, name, {
      instance,
      flowName: `${configuration.name} ${name}`,
      description,
      type,
      file: join(folder, `${name}.json`),
      ...(arns === undefined ? {} : { arns }),
      change: CALLS.has(name) ? this.#recording() : undefined,
    });
  }

  /** Whether calls are recorded is the deployment's decision: the flows' own files leave it as it is. */
  #recording(): ((flow: Flow) => Flow) | undefined {
    const { recordings } = this.#props.configuration.connect;
    return recordings?.record === true ? (flow) => recordCalls(flow, recordings) : undefined;
  }

  /**
   * The association lists the function in the flow designer. The console adds the permission with it; whether
   * CloudFormation's association does is not documented, so it is said here.
   */
  #letConnectInvoke(target: CtiFunction): CfnIntegrationAssociation {
    const { instance, configuration } = this.#props;
    target.function.addPermission('Connect', {
      principal: new ServicePrincipal('connect.amazonaws.com'),
      sourceArn: instance.arn,
      sourceAccount: configuration.account,
    });
    return new CfnIntegrationAssociation(this, 'LookUpContact', {
      // Named so, but it takes the ARN.
      instanceId: instance.arn,
      integrationType: 'LAMBDA_FUNCTION',
      integrationArn: target.function.functionArn,
    });
  }
}
