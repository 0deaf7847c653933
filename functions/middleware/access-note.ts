import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { AccessedRecord } from '../core/ports/log.ts';
import type { HttpResponse } from './http-response.ts';

/** Filled by a route's handler: to whom it answers, and about which records where the path does not name them. */
export class AccessNote {
  #username: string | undefined;
  #records: readonly AccessedRecord[] | undefined;
  readonly #refused: AccessedRecord[] = [];

  /** An agent asks, by user name, or somebody outside with `link:<share>`: what the answer shows is to be audited. */
  answersTo(username: string): void {
    this.#username = username;
  }

  /** The records in the answer, of which only the ids are taken. */
  shows(records: readonly AccessedRecord[]): void {
    this.#records = records.map(idsOf);
  }

  /** The agent has asked for it by its ids, and is told that there is no such thing. */
  refuses(record: AccessedRecord): void {
    this.#refused.push(idsOf(record));
  }

  /** Undefined when nothing was hidden from the agent. */
  refusals({ routeKey: route }: Pick<APIGatewayProxyEventV2, 'routeKey'>) {
    if (this.#username === undefined || this.#refused.length === 0) return undefined;
    const records = new Map(this.#refused.map((record) => [JSON.stringify(record), record]));
    return { by: this.#username, route, records: [...records.values()] };
  }

  /** Undefined when nothing of a record leaves us, or nobody whom we could name gets it. */
  of(
    event: Pick<APIGatewayProxyEventV2, 'routeKey' | 'pathParameters'>,
    { statusCode = 200 }: HttpResponse,
  ): { by: string; route: string; status: number; records: readonly AccessedRecord[] } | undefined {
    const records = this.#records ?? namedBy(event.pathParameters ?? {});
    if (this.#username === undefined || this.#refused.length > 0 || !carriesRecord(statusCode)) return undefined;
    if (records.length === 0) return undefined;
    return { by: this.#username, route: event.routeKey, status: statusCode, records };
  }
}

const VERSION_CONFLICT = 412;

/** A conflict shows what is there now. */
const carriesRecord = (status: number): boolean => status < 400 || status === VERSION_CONFLICT;

const namedBy = (path: AccessedRecord): readonly AccessedRecord[] =>
  path.opportunityId === undefined && path.callId === undefined ? [] : [idsOf(path)];

const idsOf = ({ sourceId, opportunityId, contactId, documentId, callId }: AccessedRecord): AccessedRecord => ({
  ...(sourceId !== undefined && { sourceId }),
  ...(opportunityId !== undefined && { opportunityId }),
  ...(contactId !== undefined && { contactId }),
  ...(documentId !== undefined && { documentId }),
  ...(callId !== undefined && { callId }),
});
