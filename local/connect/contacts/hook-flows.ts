/**
 * Flows that an event of a contact starts (action UpdateContactEventHooks) and that run beside whatever else happens:
 * the agent's guides when a contact comes and when it ends, and the flows at a task's pause and resumption
 * (Administrator Guide, "Set event flow").
 */
import type { Agent } from '../agents/agent.ts';
import { type Engine, runtimeOf, traceContact } from '../engine.ts';
import type { FlowRun } from '../flow/action.ts';
import { newMemory, runFlow } from '../flow/run-flow.ts';
import { findFlowVersion } from '../flow/versions.ts';
import { type Contact, type EventHook, isOver } from './contact.ts';
import { disconnect } from './disconnect.ts';
import { enqueue } from './run-contact-flow.ts';

export type HookFlow = Extract<EventHook, 'DefaultAgentUI' | 'DisconnectAgentUI' | 'PauseContact' | 'ResumeContact'>;

/** Plays a flow to one side until it is over; one that fails is traced and changes nothing else. */
export const playFlow = async (
  engine: Engine,
  contact: Contact,
  flowId: string | undefined,
  to: Pick<FlowRun, 'side' | 'agent' | 'signal'>,
): Promise<Awaited<ReturnType<typeof runFlow>> | undefined> => {
  let flow = flowId === undefined ? undefined : findFlowVersion(engine.instance, flowId);
  let memory = newMemory();
  const failed = (why: string) =>
    traceContact(engine, contact, 'flow', `${flow?.name ?? 'flow'} failed: ${why}`, { ok: false });
  try {
    while (flow?.published !== undefined && flow.state === 'ACTIVE') {
      const outcome = await runFlow({ engine, contact, flow, memory, ...to });
      if (outcome.kind === 'failed') failed(outcome.why);
      if (outcome.kind !== 'transfer-flow') return outcome;
      flow = outcome.flow;
      memory = newMemory(memory);
    }
  } catch (error) {
    if (!to.signal.aborted) failed(error instanceof Error ? error.message : String(error));
  }
  return undefined;
};

/**
 * Starts the contact's flow for the event, if one is set; it ends with the contact, or when the same event comes again.
 * A paused or resumed task may be put into a queue by its flow; "otherwise, the task will stay in a de-queued state"
 * (Administrator Guide, "Pause and resume tasks"). What a guide does to its participant, the agent, does not end the contact.
 */
export const runHookFlow = (
  engine: Engine,
  contact: Contact,
  hook: HookFlow,
  agent?: Agent,
  flowId = contact.hooks[hook],
): void => {
  if (flowId === undefined) return;
  const { hookFlows } = runtimeOf(engine, contact);
  const controller = new AbortController();
  hookFlows.get(hook)?.abort(new Error(`${hook} came again`));
  hookFlows.set(hook, controller);
  const signal = AbortSignal.any([controller.signal, engine.stopping]);
  const forAgent = hook === 'DefaultAgentUI' || hook === 'DisconnectAgentUI';
  const to = forAgent
    ? { side: 'agent' as const, signal, ...(agent !== undefined && { agent }) }
    : { side: 'customer' as const, signal };
  void playFlow(engine, contact, flowId, to).then((outcome) => {
    if (hookFlows.get(hook) === controller) hookFlows.delete(hook);
    if (forAgent || outcome === undefined || isOver(contact)) return;
    if (outcome.kind === 'enqueue') enqueue(engine, contact, outcome.queue);
    else if (outcome.kind === 'disconnect') disconnect(engine, contact, 'CONTACT_FLOW_DISCONNECT');
  });
};
