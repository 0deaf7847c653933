/** Which messages of a batch a function reported as failed (`ReportBatchItemFailures`). */
import { isRecord } from '../template/template.ts';

/**
 * An empty or absent list means success; an answer that cannot be read, an empty `itemIdentifier`, or one that is not of
 * the batch means that the whole batch failed, as in Lambda.
 */
export function failedItems(
  payload: string,
  messages: readonly { readonly MessageId?: string | undefined }[],
): ReadonlySet<string> {
  const all = new Set(messages.flatMap(({ MessageId }) => (MessageId === undefined ? [] : [MessageId])));
  const answer: unknown = JSON.parse(payload);
  if (answer === null || answer === undefined) return new Set();
  if (!isRecord(answer)) return typeof answer === 'string' ? all : new Set();
  const failures = answer.batchItemFailures;
  if (failures === undefined || failures === null) return new Set();
  if (!Array.isArray(failures)) return all;
  const failed = new Set<string>();
  for (const failure of failures) {
    const identifier: unknown = isRecord(failure) ? failure.itemIdentifier : undefined;
    if (typeof identifier !== 'string' || !all.has(identifier)) return all;
    failed.add(identifier);
  }
  return failed;
}
