import type { Softphone } from '../softphone/softphone.ts';
import type { Desk } from './desk.ts';

const softphones = new WeakMap<Desk['store'], Softphone>();

/** Once, when the desktop is furnished: views come from anywhere, and the first paint knows no softphone. */
export const attachSoftphone = ({ store }: Desk, softphone: Softphone): void => void softphones.set(store, softphone);

/** The softphone of this desk. Only what was loaded with it asks. */
export function softphoneOf({ store }: Desk): Softphone {
  const softphone = softphones.get(store);
  if (!softphone) throw new Error('the desk has no softphone yet');
  return softphone;
}
