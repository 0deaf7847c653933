import { callKeyOf, numberToCall, personToCall } from '../call-request.ts';
import { isWaiting } from '../call-state.ts';
import { type RulesOfSource, stepOf } from '../calling-rules.ts';
import type { DialPermission } from '../contracts/call.ts';
import { CtiError } from '../errors.ts';
import { isErased } from '../model/forget-person.ts';
import type { AttemptCounts, DoNotCallList, RequestStore } from '../ports/call-requests.ts';
import type { CallKey, CallStore, StoredCall } from '../ports/call-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { ConnectCalls } from '../ports/connect.ts';
import type { Erasures } from '../ports/erasure.ts';
import type { Log } from '../ports/log.ts';
import type { ContactStore } from '../ports/opportunity-store.ts';
import { judgeAndClaim, releaseAttempt, subjectOf } from './claim-attempt.ts';
import { stopTask } from './end-preview.ts';
import { type SettlePorts, settleCall } from './settle-call.ts';

export interface DialPreviewPorts extends SettlePorts {
  readonly calls: Pick<CallStore, 'find' | 'change'>;
  readonly requests: Pick<RequestStore, 'get' | 'recordAnswer'>;
  readonly contacts: Pick<ContactStore, 'get'>;
  readonly attempts: Pick<AttemptCounts, 'claim' | 'release'>;
  readonly doNotCall: Pick<DoNotCallList, 'isListed'>;
  readonly erasures: Pick<Erasures, 'of'>;
  readonly connect: Pick<ConnectCalls, 'stop'>;
  readonly sources: ReadonlyMap<string, RulesOfSource>;
  readonly clock: Clock;
  readonly log: Pick<Log, 'info'>;
}

/**
 * The agent who previews the call is about to dial: the rules are asked as for every other call, at this moment, and the
 * attempt is counted. The answer has the number; the softphone dials it. Asking again, as after a dial that failed in the
 * browser, counts nothing more. What no time makes better ends the call; what is only too early leaves it with the agent.
 *
 * @throws CtiError `not-found`; `not-ready` for a call that nobody previews, that has been dialled or that is over
 */
export const dialPreview =
  (ports: DialPreviewPorts) =>
  async (callId: string, by: string): Promise<{ permission: DialPermission; call: CallKey }> => {
    const known = await ports.calls.find(callId);
    if (known === undefined) throw new CtiError('not-found', 'There is no such call.');
    if (!isPreviewed(known)) throw notReady(known);
    const people = known.contactId === undefined ? [] : [known.contactId];
    const [request, contact, erased] = await Promise.all([
      ports.requests.get(known.sourceId, known.requestId),
      known.contactId === undefined ? undefined : ports.contacts.get(known, known.contactId),
      ports.erasures.of(known, people),
    ]);
    const marks = [erased.opportunity, ...erased.contacts.values()];
    const isGone = request === undefined || request.erasedAt !== undefined;
    if (isGone || marks.some((mark) => isErased(request, mark))) {
      throw new CtiError('not-found', 'There is no such call.');
    }
    const phone = numberToCall(request.message);
    const now = ports.clock.now();
    const isListed = await ports.doNotCall.isListed(known.sourceId, phone);
    const person = contact ?? personToCall(request.message);
    const subject = subjectOf(request, ports.sources, { person, isListed, call: known }, now);
    const verdict = await judgeAndClaim(ports, subject);
    if (verdict.outcome !== 'allowed') {
      await releaseAttempt(ports, subject);
      const { reason, dueAt } = verdict;
      ports.log.info('preview-not-dialled', { callId, reason });
      const isOver = verdict.outcome === 'blocked';
      if (isOver) {
        await settleCall(ports)(request, stepOf(verdict, now));
        await stopTask(ports, await ports.calls.change(callKeyOf(request), undefined, (call) => call));
      }
      const due = dueAt === undefined ? {} : { dueAt: dueAt.toISOString() };
      return {
        permission: { outcome: 'refused', reason, ...due, state: isOver ? 'blocked' : known.state },
        call: known,
      };
    }
    const at = now.toISOString();
    const result = await ports.calls.change(known, undefined, (call) => withDial(call, by, at), known);
    if (result === undefined || !isPreviewed(result.call)) throw notReady(result?.call ?? known);
    const relatedContactId = result.call.preview.connectContactId;
    return { permission: { outcome: 'allowed', phone, relatedContactId }, call: known };
  };

type Previewed = StoredCall & Required<Pick<StoredCall, 'preview' | 'requestId'>>;

/** With an agent, and not dialled as far as Connect has told. */
const isPreviewed = (call: StoredCall): call is Previewed =>
  isWaiting(call.state) &&
  call.preview !== undefined &&
  call.preview.endedAt === undefined &&
  call.requestId !== undefined;

/** In the same record as a cancellation, so that of the two one is refused. */
const withDial = (call: StoredCall, by: string, dialledAt: string): StoredCall =>
  isPreviewed(call) ? { ...call, preview: { agentUsername: by, ...call.preview, dialledAt } } : call;

const notReady = ({ state }: StoredCall) =>
  new CtiError('not-ready', `There is nothing to dial: nobody previews this call (${state}).`);
