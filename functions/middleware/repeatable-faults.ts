import { CtiError } from '../core/errors.ts';
import { toProblem } from '../core/problem.ts';
import type { CrmInbound } from '../crm/connector.ts';

/**
 * Of a CRM that never repeats what was answered with 500, a fault of ours is told as one that may pass: nobody knows that it will
 * not, and what is not repeated is lost.
 * @throws CtiError `try-again` instead of what the work has thrown unexpectedly
 */
export async function repeatableFaults<Result>(
  { repeatsOnlyUnavailable }: CrmInbound,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (repeatsOnlyUnavailable === undefined || toProblem(error).code !== 'internal-error') throw error;
    throw new CtiError('try-again', 'Something went wrong on our side.', { cause: error });
  }
}
