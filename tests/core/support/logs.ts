import type { InvocationLog } from '../../../functions/core/ports/log.ts';

export const silentLog: InvocationLog = {
  info: () => undefined,
  error: () => undefined,
  note: () => undefined,
  within: (_facts, work) => work(),
};
