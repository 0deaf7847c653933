/** The product's own flows in a test instance, published by the rules of the service. */
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { startOutbound } from '../../../local/connect/contacts/start-outbound.ts';
import { flowProblems } from '../../../local/connect/flow/validate.ts';
import { type Flow, type FlowType, resourceArn } from '../../../local/connect/instance.ts';
import type { DetectedAs } from '../../../local/connect/telephony/phones.ts';
import { CUSTOMER, LOOK_UP, MUSIC, SALES, type TestInstance } from './instance.ts';

/** Publishes in the order in which they refer to each other. */
export const publish = (instance: TestInstance): Record<string, Flow> => {
  const { engine } = instance;
  engine.instance.associations.set('look-up', { id: 'look-up', type: 'LAMBDA_FUNCTION', arn: LOOK_UP, tags: {} });
  const arnOf = (name: string) => resourceArn(engine.instance, 'contact-flow', `flow-${name}`);
  const tokens: Record<string, string> = {
    HoldMusicPromptArn: resourceArn(engine.instance, 'prompt', MUSIC),
    FallbackQueueArn: resourceArn(engine.instance, 'queue', SALES),
    CustomerQueueFlowArn: arnOf('customer-queue'),
    AgentWhisperFlowArn: arnOf('agent-whisper'),
    CustomerWhisperFlowArn: arnOf('customer-whisper'),
    LookUpContactFunctionArn: LOOK_UP,
    AgentPreviewQueueFlowArn: arnOf('agent-preview-queue'),
  };
  const types: [string, FlowType][] = [
    ['agent-whisper', 'AGENT_WHISPER'],
    ['customer-whisper', 'CUSTOMER_WHISPER'],
    ['customer-queue', 'CUSTOMER_QUEUE'],
    ['outbound', 'CONTACT_FLOW'],
    ['inbound-lookup', 'CONTACT_FLOW'],
    ['agent-preview-queue', 'CUSTOMER_QUEUE'],
    ['agent-preview', 'CONTACT_FLOW'],
  ];
  return Object.fromEntries(
    types.map(([name, type]) => {
      const file = readFileSync(new URL(`../../../contact-flows/${name}.json`, import.meta.url), 'utf8');
      const content = file.replaceAll(/\$\{(\w+)\}/g, (_, token: string) => tokens[token] ?? `unknown token ${token}`);
      expect(flowProblems(content, type, engine.instance)).toEqual([]);
      const flow = instance.addFlow(name, type, []);
      Object.assign(flow, { content, published: content });
      return [name, flow];
    }),
  );
};

/** The customer answers at once. `detectedAs`: with answering machine detection, which waits for the beep and finds this. */
export const dial = (
  instance: TestInstance,
  flow: Flow | undefined,
  attributes: Readonly<Record<string, string>> = {},
  { detectedAs }: { readonly detectedAs?: DetectedAs } = {},
) => {
  if (flow === undefined) throw new Error('no such flow');
  instance.engine.phones.setBehavior(CUSTOMER, 'answer', 0, detectedAs);
  return startOutbound(instance.engine, {
    customerPhone: CUSTOMER,
    attributes: {
      agentUsername: 'ana',
      contactName: 'Dana Reyes',
      opportunityName: 'Fleet renewal',
      schemaVersion: '1',
      ...attributes,
    },
    flow,
    ringTimeoutMs: 60_000,
    ...(detectedAs !== undefined && { detection: { awaitPrompt: true } }),
  });
};
