import { callAttributes, cutText } from '../attributes.ts';
import { numberToCall, personToCall } from '../call-request.ts';
import type { CallReason } from '../contracts/call.ts';
import { IN_FALLBACK_QUEUE, MACHINE_MESSAGE, ON_MACHINE } from '../contracts/call-attributes.ts';
import type { DialMode } from '../contracts/call-request.ts';
import type { Source } from '../contracts/configuration.ts';
import { callOnDesktop } from '../model/desktop-address.ts';
import type { StoredRequest } from '../ports/call-requests.ts';
import type { ConnectCalls, DialResult } from '../ports/connect.ts';
import type { Log } from '../ports/log.ts';
import type { Absence } from './look-at-agent.ts';

/** `unknown`: Connect did not answer; the call may have been started, and asking again with the same token tells. */
export type Placement =
  | { readonly outcome: 'started'; readonly connectContactId: string }
  /** The id is that of the agent's task. */
  | { readonly outcome: 'previewing'; readonly connectContactId: string }
  | { readonly outcome: 'refused'; readonly reason: CallReason }
  | { readonly outcome: 'throttled' }
  | { readonly outcome: 'unknown'; readonly error: unknown };

/** StartOutboundVoiceContact: Name and Description, shown in the CCP. */
const MAX_NAME = 1_024;
const MAX_DESCRIPTION = 4_096;

/** StartTaskContact: Name. */
const MAX_TASK_NAME = 512;

/** How the source's customers are rung. */
export type DialPolicy = Pick<Source, 'ringSeconds' | 'answeringMachine'>;

interface PlacePorts {
  readonly connect: Pick<ConnectCalls, 'start' | 'startPreview'>;
  readonly desktopOrigin: string;
  readonly log: Log;
}

/**
 * Starts the call, or the task from which the agent will dial it. The call's id is the token, so that the same request never
 * starts two. Never rejects.
 */
export const placeCall =
  (ports: PlacePorts) =>
  async (request: StoredRequest, mode: DialMode, policy: DialPolicy, absence?: Absence): Promise<Placement> => {
    const { callId } = request;
    try {
      const result = await start(ports, request, mode, policy, absence);
      if (result.outcome === 'refused') {
        ports.log.info('call-refused', { callId, reason: result.reason, detail: result.detail });
      }
      if (result.outcome === 'started' && mode === 'agent-first') return { ...result, outcome: 'previewing' };
      return result;
    } catch (error) {
      ports.log.error('call-not-placed', error, { callId });
      return { outcome: 'unknown', error };
    }
  };

function start(
  { connect, desktopOrigin }: PlacePorts,
  request: StoredRequest,
  mode: DialMode,
  policy: DialPolicy,
  absence: Absence | undefined,
): Promise<DialResult> {
  const { message, callId } = request;
  const { name, title, company } = personToCall(message);
  const { answeringMachine } = mode === 'customer-first' ? policy : {};
  const wanted = {
    clientToken: callId,
    attributes: callAttributes(request, {
      // For the team: as if the flow had given the agent up already.
      ...(absence === 'other-agent' && { [IN_FALLBACK_QUEUE]: 'true' }),
      ...(answeringMachine !== undefined && onMachine(answeringMachine)),
    }),
    description: cutText([name, title, company].filter(Boolean).join(', ').toWellFormed(), MAX_DESCRIPTION),
  };
  const opportunity = message.opportunity.name.toWellFormed();
  if (mode === 'customer-first') {
    const { ringSeconds = policy.ringSeconds } = message.call;
    return connect.start({
      ...{ ...wanted, phone: numberToCall(message), name: cutText(opportunity, MAX_NAME) },
      ...(ringSeconds !== undefined && { ringSeconds }),
      ...(answeringMachine !== undefined && { detection: { afterBeep: answeringMachine.message !== undefined } }),
    });
  }
  // Without the number: the agent dials what `POST /calls/{callId}/dial` answers, after the rules have been asked again.
  return connect.startPreview({
    ...wanted,
    name: cutText(`${name.toWellFormed()}: ${opportunity}`, MAX_TASK_NAME),
    links: linksOf(request, desktopOrigin),
  });
}

const onMachine = ({ message }: NonNullable<DialPolicy['answeringMachine']>): Readonly<Record<string, string>> =>
  message === undefined ? { [ON_MACHINE]: 'hang-up' } : { [ON_MACHINE]: 'message', [MACHINE_MESSAGE]: message };

function linksOf(request: StoredRequest, desktopOrigin: string) {
  const { url } = request.message.opportunity;
  return { Desktop: callOnDesktop(desktopOrigin, request), ...(url !== undefined && { CRM: url }) };
}
