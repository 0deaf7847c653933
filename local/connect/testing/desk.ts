/**
 * What surrounds a test call here and is not part of the language: who is at work, and which blocks break. It stands in the
 * test's `Metadata`, which the service keeps without reading it; in the cloud the instance itself has to be in that state.
 */
import * as v from 'valibot';
import { createAgentEngine } from '../agents/agent-engine.ts';
import type { Engine } from '../engine.ts';
import { DETECTED_AS } from '../telephony/phones.ts';

const seconds = v.pipe(v.number(), v.minValue(0), v.maxValue(300));

export const deskSetup = v.strictObject({
  /** By user name. Who is not named is Offline. */
  agents: v.optional(
    v.record(
      v.string(),
      v.strictObject({
        status: v.string(),
        /** When the agent takes that status, after the test began. */
        fromSecond: v.optional(seconds, 0),
        /** How long the agent lets a call ring before accepting it; without it every call is missed. */
        acceptsAfterSeconds: v.exactOptional(seconds),
      }),
    ),
    {},
  ),
  /** What answering machine detection has found: the language starts calls from outside, which have none. */
  answeredBy: v.exactOptional(v.picklist(DETECTED_AS)),
  /** `<flow>/<action>` to the error it takes: proves a branch that no override of the language reaches. */
  fails: v.optional(v.record(v.pipe(v.string(), v.includes('/')), v.string()), {}),
});
export type DeskSetup = v.InferOutput<typeof deskSetup>;

/** The agent has an eye on the softphone four times a second. */
const LOOK_EVERY_MS = 250;

/** Throws when the instance has no such agent or status. */
export const seatAgents = (engine: Engine, { agents }: DeskSetup): void => {
  const desk = createAgentEngine(engine);
  const { scheduler, instance } = engine;
  for (const [username, { status, fromSecond, acceptsAfterSeconds }] of Object.entries(agents)) {
    const chosen = instance.statuses.find(({ name }) => name === status);
    if (chosen === undefined) throw new Error(`the instance has no agent status ${status}`);
    if (!engine.agents.has(username)) throw new Error(`the instance has no agent ${username}`);
    const choose = () => void desk.perform(username, 'putAgentState', { state: { ...chosen } });
    if (fromSecond === 0) choose();
    else scheduler.after(fromSecond * 1_000, choose);
    if (acceptsAfterSeconds === undefined) continue;
    const taken = new Set<string>();
    const look = () => {
      for (const { contactId, state } of desk.snapshot(username).contacts) {
        if (state.type !== 'connecting' || taken.has(contactId)) continue;
        taken.add(contactId);
        scheduler.after(acceptsAfterSeconds * 1_000, () => {
          // By then the customer may have given up.
          void desk.perform(username, 'acceptContact', { contactId }).catch(() => undefined);
        });
      }
      scheduler.after(LOOK_EVERY_MS, look);
    };
    look();
  }
};
