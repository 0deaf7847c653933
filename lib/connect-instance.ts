import type { Configuration } from '../functions/core/contracts/configuration.ts';

/** The operator's Connect instance, which this project uses and never creates. */
export interface ConnectInstance {
  readonly arn: string;
  readonly id: string;
  /** Every contact of the instance. */
  readonly contactsArn: string;
  /** Every user of the instance. */
  readonly agentsArn: string;
  /** Every status that agents choose. */
  readonly agentStatusesArn: string;
  /** What StartOutboundVoiceContact is allowed on (`connect.dialPermission` of the configuration). */
  readonly dialResource: string;
}

export function connectInstance({ connect }: Configuration): ConnectInstance {
  const [, id] = connect.instanceArn.split('/');
  if (id === undefined) throw new Error(`${connect.instanceArn} is not the ARN of a Connect instance`);
  const contactsArn = `${connect.instanceArn}/contact/*`;
  const agentsArn = `${connect.instanceArn}/agent/*`;
  const agentStatusesArn = `${connect.instanceArn}/agent-state/*`;
  const dialResource = connect.dialPermission === 'any' ? '*' : contactsArn;
  return { arn: connect.instanceArn, id, contactsArn, agentsArn, agentStatusesArn, dialResource };
}
