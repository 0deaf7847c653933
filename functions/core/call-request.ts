/** A stored call request: the call it makes, and what its source is told about it. */
import type { CallAccepted, CallReason, CallState, DocumentUpload } from './contracts/call.ts';
import type { CallRequested, ContactInput, DialMode, DocumentInput } from './contracts/call-request.ts';
import { isTooLarge } from './contracts/document-limits.ts';
import { mediaTypeOfName } from './document-file.ts';
import { digestId } from './ids.ts';
import type { StoredRequest } from './ports/call-requests.ts';
import type { CallKey, StoredCall } from './ports/call-store.ts';
import type { SlotRequest } from './ports/dial-line.ts';
import type { DocumentFiles } from './ports/document-files.ts';
import type { OpportunityKey } from './ports/opportunity-store.ts';
import { uploadOf } from './upload-link.ts';

export type Answer = NonNullable<StoredRequest['answer']>;

/** The person to call. The schema has seen to it that there is one. */
export function personToCall({ contacts, call }: CallRequested['data']): ContactInput {
  const person = contacts.find(({ id }) => id === call.contactId);
  if (person === undefined) throw new Error('the contact to call is not among the contacts');
  return person;
}

export const peopleOf = ({ message }: StoredRequest): readonly string[] => message.contacts.map(({ id }) => id);

/** The number to dial. The schema has seen to it that there is one. */
export function numberToCall(message: CallRequested['data']): string {
  const number = message.call.phone ?? personToCall(message).phones[0]?.number;
  if (number === undefined) throw new Error('the contact to call has no number');
  return number;
}

export const callKeyOf = ({ sourceId, opportunityId, callId }: StoredRequest): CallKey => ({
  sourceId,
  opportunityId,
  callId,
});

/** What it says about the opportunity is no news of the CRM's. */
export const isExtract = ({ fromDesktop, attemptOf, followUpOf }: StoredRequest): boolean =>
  fromDesktop === true || attemptOf !== undefined || followUpOf !== undefined;

export const slotRequestOf = (request: StoredRequest): SlotRequest => ({
  ...{ sourceId: request.sourceId, requestId: request.requestId, agentUsername: request.message.call.agent.username },
  ...(isInteractive(request) && { isInteractive: true }),
});

/** Nobody waits at their desk for a call of later on, whoever asked for it. */
function isInteractive({ message, fromDesktop, attemptOf, followUpOf }: StoredRequest): boolean {
  const { interactive = false, notBefore } = message.call;
  const isLater = notBefore !== undefined || attemptOf !== undefined || followUpOf !== undefined;
  return fromDesktop === true || (interactive && !isLater);
}

/** The request's wish, unless the call has been turned into another kind. */
export const modeOf = ({ message }: StoredRequest, call: StoredCall | undefined): DialMode =>
  call?.mode ?? message.call.mode;

/** The call before anything became of it; version 0 because the store counts. */
export function requestedCall(request: StoredRequest): StoredCall {
  const { attempt, attemptOf, followUpOf, erasedAt } = request;
  const { call } = request.message;
  return {
    ...callKeyOf(request),
    requestId: request.requestId,
    direction: 'outbound',
    state: 'requested',
    ...(erasedAt === undefined ? personOf(request.message) : { erasedAt }),
    agentUsername: call.agent.username,
    mode: call.mode,
    ...(attempt !== undefined && { attempt }),
    ...(attemptOf !== undefined && { attemptOf }),
    ...(followUpOf !== undefined && { followUpOf }),
    ...(call.notBefore !== undefined && { notBefore: call.notBefore }),
    requestedAt: request.receivedAt,
    history: [{ state: 'requested', at: request.receivedAt }],
    version: 0,
  };
}

const personOf = (message: CallRequested['data']) => ({
  contactId: message.call.contactId,
  contactName: personToCall(message).name,
  phone: numberToCall(message),
  ...(message.call.topic !== undefined && { topic: message.call.topic }),
});

export function answerOf(facts: {
  readonly status: CallState;
  readonly reason?: CallReason | undefined;
  readonly dueAt?: string | undefined;
  readonly connectContactId?: string | undefined;
}): Answer {
  const { status, reason, dueAt, connectContactId } = facts;
  return {
    status,
    ...(reason !== undefined && { reason }),
    ...(dueAt !== undefined && { dueAt }),
    ...(connectContactId !== undefined && { connectContactId }),
  };
}

/** The task is on its way to the agent, or with them. */
export const PREVIEWING: Answer = { status: 'queued', reason: 'agent-preview' };

/** What the source is told of a call that Connect has started; undefined when it has not. */
export function underWay({ connectContactId, preview }: StoredCall): Answer | undefined {
  if (connectContactId !== undefined) return answerOf({ status: 'dialing', connectContactId });
  return preview === undefined ? undefined : PREVIEWING;
}

/** What the source gets. Until the first delivery's facts are recorded the call is simply `requested`. */
export async function presentAnswer(
  request: StoredRequest,
  answer: Answer | undefined,
  files: Pick<DocumentFiles, 'linkForUpload'> | undefined,
  now: Date,
): Promise<CallAccepted> {
  const uploads =
    files === undefined ? [] : await uploadLinks(request, request.message.documents, files, request.requestId, now);
  return {
    callId: request.callId,
    ...(answer ?? { status: 'requested' }),
    ...(uploads.length > 0 && { uploads }),
  };
}

/** A presigned upload for each document that has no address and is not too large. Made here, without a round trip. */
export async function uploadLinks(
  key: OpportunityKey,
  documents: readonly DocumentInput[],
  files: Pick<DocumentFiles, 'linkForUpload'>,
  requestId: string,
  now: Date,
): Promise<readonly DocumentUpload[]> {
  // The same message gets the same place, another message another one: what was uploaded before stays as a version.
  const fileId = digestId(requestId);
  const awaited = documents.filter((document) => document.url === undefined && !isTooLarge(document));
  return Promise.all(
    awaited.map(({ id, fileName, bytes, contentType = mediaTypeOfName(fileName) }) =>
      uploadOf(files, key, { documentId: id, fileId, contentType, bytes }, now),
    ),
  );
}
