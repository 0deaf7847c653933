import * as texts from '#texts/line.ts';
import type { ControlOutcome, Softphone } from '../softphone/softphone.ts';
import type { Desk } from './desk.ts';
import { notify } from './notify.ts';
import { softphoneOf } from './softphone-of.ts';

/** Asks the softphone for something; a refusal is put in words. True when it was accepted. */
export async function control(
  desk: Desk,
  act: (softphone: Softphone) => Promise<ControlOutcome>,
  notDone: string,
): Promise<boolean> {
  const outcome = await act(softphoneOf(desk));
  if (outcome === 'done') return true;
  notify(desk, { tone: 'problem', text: `${notDone}: ${texts.why[outcome]}` });
  return false;
}
