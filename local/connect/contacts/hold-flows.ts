/** What customer and agent hear while the customer is on hold. A hold flow that fails leaves silence; the call goes on. */
import { type Engine, runtimeOf } from '../engine.ts';
import type { Contact } from './contact.ts';
import { playFlow } from './hook-flows.ts';

export const startHoldFlows = (engine: Engine, contact: Contact): void => {
  const runtime = runtimeOf(engine, contact);
  const agent = engine.agents.get(contact.agent ?? '');
  const controller = new AbortController();
  runtime.holding?.abort(new Error('held again'));
  runtime.holding = controller;
  const signal = AbortSignal.any([controller.signal, engine.stopping]);
  void playFlow(engine, contact, contact.hooks.CustomerHold, { side: 'customer', signal });
  if (agent !== undefined) void playFlow(engine, contact, contact.hooks.AgentHold, { side: 'agent', agent, signal });
};

export const stopHoldFlows = (engine: Engine, contact: Contact): void => {
  const runtime = runtimeOf(engine, contact);
  runtime.holding?.abort(new Error('no longer on hold'));
  delete runtime.holding;
};
