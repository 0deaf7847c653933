import type { Softphone } from '../softphone/softphone.ts';
import { furnishing } from './furnishing.ts';

/** The softphone of this desk. */
export const { attach: attachSoftphone, of: softphoneOf } = furnishing<Softphone>();
