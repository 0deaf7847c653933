import { answerOf } from '../call-request.ts';
import type { RequestStore, StoredRequest } from '../ports/call-requests.ts';
import type { CallStore, StoredCall } from '../ports/call-store.ts';
import type { WakeUps, WriteBackQueue } from '../ports/queues.ts';

export interface ForgetPorts {
  readonly requests: Pick<RequestStore, 'get' | 'forget' | 'recordAnswer'>;
  readonly calls: Pick<CallStore, 'get' | 'change' | 'listByOpportunity'>;
  readonly writeBacks: Pick<WriteBackQueue, 'send'>;
  readonly wakeUps: Pick<WakeUps, 'cancel'>;
}

/** Two who erase different people of one request meet rarely. */
const MAX_ATTEMPTS = 5;

/** @returns whether the request of the call had anything to forget; calls outlive their requests */
export async function forgetRequestOf(
  { requests }: Pick<ForgetPorts, 'requests'>,
  { sourceId, requestId }: StoredCall,
  forget: (request: StoredRequest) => StoredRequest,
): Promise<boolean> {
  if (requestId === undefined) return false;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const request = await requests.get(sourceId, requestId);
    if (request === undefined) return false;
    const forgotten = forget(request);
    if (forgotten === request) return false;
    if (await requests.forget(request, forgotten)) return true;
  }
  throw new Error('the request changed under every attempt to forget it');
}

/** Nothing wakes the call any more, and a repetition of its request is told so. */
export async function forgetWaiting(
  { requests, wakeUps }: Pick<ForgetPorts, 'requests' | 'wakeUps'>,
  { sourceId, callId, requestId }: StoredCall,
): Promise<void> {
  await wakeUps.cancel(callId);
  if (requestId === undefined) return;
  await requests.recordAnswer(sourceId, requestId, answerOf({ status: 'failed', reason: 'erased' }));
}
