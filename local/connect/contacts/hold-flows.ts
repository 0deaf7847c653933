/** What customer and agent hear while the customer is on hold. */
import type { Agent } from '../agents/agent.ts';
import { type Engine, runtimeOf, traceContact } from '../engine.ts';
import { newMemory, runFlow } from '../flow/run-flow.ts';
import { findFlow } from '../instance.ts';
import type { Contact } from './contact.ts';

const play = async (
  engine: Engine,
  contact: Contact,
  side: { readonly side: 'customer' } | { readonly side: 'agent'; readonly agent: Agent },
  flowId: string | undefined,
  signal: AbortSignal,
): Promise<void> => {
  const flow = flowId === undefined ? undefined : findFlow(engine.instance, flowId);
  if (flow?.published === undefined) return;
  const ended = (why: string) => traceContact(engine, contact, 'flow', `hold flow failed: ${why}`, { ok: false });
  try {
    const outcome = await runFlow({ engine, contact, flow, ...side, memory: newMemory(), signal });
    if (outcome.kind === 'failed') ended(outcome.why);
  } catch (error) {
    if (!signal.aborted) ended(error instanceof Error ? error.message : String(error));
  }
};

/** A hold flow that fails leaves silence; the call goes on. */
export const startHoldFlows = (engine: Engine, contact: Contact): void => {
  const runtime = runtimeOf(engine, contact);
  const agent = engine.agents.get(contact.agent ?? '');
  const controller = new AbortController();
  runtime.holding?.abort(new Error('held again'));
  runtime.holding = controller;
  const signal = AbortSignal.any([controller.signal, engine.stopping]);
  void play(engine, contact, { side: 'customer' }, contact.hooks.CustomerHold, signal);
  if (agent !== undefined) void play(engine, contact, { side: 'agent', agent }, contact.hooks.AgentHold, signal);
};

export const stopHoldFlows = (engine: Engine, contact: Contact): void => {
  const runtime = runtimeOf(engine, contact);
  runtime.holding?.abort(new Error('no longer on hold'));
  delete runtime.holding;
};
