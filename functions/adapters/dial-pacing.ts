import { ENVIRONMENT } from '../core/contracts/environment.ts';
import { type Pacing, pacingOf } from '../core/pacing.ts';
import { numberFromEnvironment } from './environment.ts';

/** The account's dial quota, as configured. */
export const dialPacing = (): Pacing =>
  pacingOf({
    perSecond: numberFromEnvironment(ENVIRONMENT.dialRatePerSecond),
    burst: numberFromEnvironment(ENVIRONMENT.dialBurst),
  });
