import * as texts from '#texts/line.ts';
import { changeCall } from './change-call.ts';
import { control } from './control-call.ts';
import type { Desk } from './desk.ts';
import type { DeskCall } from './desktop-state.ts';

/** Rings a person of the deal while the others wait. The choice of the person counts, not their number alone. */
export async function addToCall(
  desk: Desk,
  { connectContactId }: DeskCall,
  { id, name }: { readonly id: string; readonly name: string },
  number: string,
): Promise<void> {
  desk.store.update((state) =>
    changeCall(state, connectContactId, (call) => ({ ...call, added: { ...call.added, [number]: id } })),
  );
  await control(
    desk,
    (softphone) => softphone.add(connectContactId, { kind: 'number', number, name }),
    texts.refused.add(name),
  );
}
