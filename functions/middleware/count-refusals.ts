import type { Metrics } from '../core/ports/log.ts';
import { toProblem } from '../core/problem.ts';

/** Of configured sources only: the rest of the world may try any name in the path. */
export async function countRefusals<Result>(
  metrics: Metrics,
  sourceId: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    metrics.count('RequestsRefused', { sourceId, code: toProblem(error).code });
    throw error;
  }
}
