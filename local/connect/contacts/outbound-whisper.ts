/** What an agent's call begins with: the outbound whisper flow of the queue, and the call that it places. */
import type { Agent } from '../agents/agent.ts';
import { type Engine, runtimeOf } from '../engine.ts';
import { WHISPER_LIMIT_MS } from '../tuning.ts';
import type { Contact } from './contact.ts';
import { playFlow } from './hook-flows.ts';

/**
 * Runs the outbound whisper, which places the call: CompleteOutboundCall does, else "the first participant action implicitly
 * completes the outbound call" (flow language reference, CompleteOutboundCall), else the flow's end. What comes after waits
 * until the callee has answered. A flow that fails or takes too long never keeps the call from being placed.
 */
export const dialThroughWhisper = (engine: Engine, contact: Contact, agent: Agent, dial: () => void): void => {
  const flowId = contact.queue?.outboundFlowId;
  if (flowId === undefined) {
    dial();
    return;
  }
  const joining = new AbortController();
  const limit = new AbortController();
  const signal = AbortSignal.any([joining.signal, limit.signal, engine.stopping]);
  const answered = Promise.withResolvers<void>();
  // Nobody may wait for it.
  answered.promise.catch(() => undefined);
  signal.addEventListener('abort', () => answered.reject(signal.reason), { once: true });
  const startLimit = () =>
    engine.scheduler.after(WHISPER_LIMIT_MS, () => limit.abort(new Error('whisper over its limit')));
  let stopLimit = startLimit();
  let placed = false;
  const place = (callerId?: string): Promise<void> => {
    if (!placed) {
      placed = true;
      stopLimit();
      if (callerId !== undefined) contact.systemPhone = callerId;
      dial();
    }
    return answered.promise;
  };
  let whispered = Promise.resolve();
  const runtime = runtimeOf(engine, contact);
  runtime.joining = joining;
  runtime.outboundCall = {
    joining,
    place,
    onAnswered: () => {
      stopLimit = startLimit();
      answered.resolve();
      return whispered;
    },
  };
  whispered = playFlow(engine, contact, flowId, { side: 'customer', agent, signal }).then(() => {
    stopLimit();
    if (!joining.signal.aborted && !engine.stopping.aborted) void place();
  });
};
