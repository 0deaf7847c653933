import type { Viewer } from '../access-rule.ts';
import type { CrmMatches } from '../contracts/opportunity-context.ts';
import { unlessUnknown } from '../model/unknown-contact.ts';
import type { ConnectCalls } from '../ports/connect.ts';
import { type CallAtHandPorts, letIn } from './let-in.ts';
import { type SearchCrmPorts, searchCrm } from './search-crm.ts';
import { type AllowancePorts, takeAllowance } from './take-allowance.ts';

export interface SearchForCallPorts extends SearchCrmPorts, CallAtHandPorts, AllowancePorts {
  readonly connect: Pick<ConnectCalls, 'describe'>;
}

const NOTHING: CrmMatches = { matches: [], silent: [] };

/**
 * What the CRMs know of the number that a call is with. Where the access rule would hide it, having the call at hand opens it, as it
 * does what is here already (`showCallContext`). To whom it is not at hand, nothing is known of it.
 * @throws CtiError `too-many-requests`, before Connect is asked, which counts its requests too
 */
export async function searchCrmForCall(
  ports: SearchForCallPorts,
  { username, seesAll }: Viewer,
  connectContactId: string,
): Promise<CrmMatches> {
  await takeAllowance(ports, 'call-searches', username);
  const stage = seesAll ? undefined : await ports.callsAtHand.stageOf(username, connectContactId);
  if (!seesAll && stage === undefined) return NOTHING;
  const { customerPhone: phone } = (await unlessUnknown(ports.connect.describe(connectContactId))) ?? {};
  if (phone === undefined) return NOTHING;
  const found = await searchCrm(ports, { phone }, () => true);
  if (stage !== undefined) await letIn(ports, username, { connectContactId, stage }, found.matches);
  return found;
}
