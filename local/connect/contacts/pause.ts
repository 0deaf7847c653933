/**
 * A task is set aside and taken up again: "enables agents to free up an active slot"; "paused tasks that are in queue and
 * not yet assigned to an agent are dequeued" (Administrator Guide, "Concepts: Pause and resume tasks").
 */
import type { Agent, Assignment } from '../agents/agent.ts';
import { type Engine, runtimeOf, touch, traceContact } from '../engine.ts';
import type { Flow } from '../instance.ts';
import { dispatch } from '../queues/dispatch.ts';
import type { Contact } from './contact.ts';
import { runHookFlow } from './hook-flows.ts';

/** `conflict`: the task rings at an agent, is not begun or is over, or is (not) paused already. */
export type PauseOutcome = 'done' | 'conflict';

const assignmentFor = (engine: Engine, contact: Contact): { agent: Agent; assignment: Assignment } | undefined => {
  const agent = engine.agents.get(contact.agent ?? '');
  const assignment = agent?.assignments.find((candidate) => candidate.contact === contact);
  return agent === undefined || assignment === undefined ? undefined : { agent, assignment };
};

const PAUSABLE = ['in_flow', 'queued', 'connected'];

/** The flow that runs for it is stopped; `flow` takes the place of the one that the PauseContact hook names. */
export const pauseTask = (engine: Engine, contact: Contact, flow?: Flow): PauseOutcome => {
  if (contact.channel !== 'TASK' || !PAUSABLE.includes(contact.state)) return 'conflict';
  const now = engine.scheduler.now();
  const runtime = runtimeOf(engine, contact);
  runtime.flow?.abort(new Error('the task is paused'));
  delete runtime.flow;
  contact.state = 'paused';
  contact.pausedAt = now;
  contact.pauses += 1;
  const desk = assignmentFor(engine, contact);
  if (desk !== undefined) Object.assign(desk.assignment, { state: 'paused', since: now });
  traceContact(engine, contact, 'agent', 'task paused');
  engine.events.publish(contact, 'PAUSED');
  if (desk !== undefined) desk.agent.idleSince = now;
  runHookFlow(engine, contact, 'PauseContact', desk?.agent, flow?.id);
  touch(engine, contact);
  dispatch(engine);
  return 'done';
};

/** Ends the count of a pause. */
export const endPause = (engine: Engine, contact: Contact): void => {
  if (contact.pausedAt === undefined || contact.state !== 'paused') return;
  contact.pausedMs += engine.scheduler.now() - contact.pausedAt;
};

/**
 * An agent's task is connected again; another one runs the ResumeContact flow, which has to put it into a queue:
 * "otherwise, the task will stay in a de-queued state". Without such a flow a task that was in a queue goes back to its
 * place ("after the task is resumed, it is re-queued"), and one that was in a flow waits there (assumed).
 */
export const resumeTask = (engine: Engine, contact: Contact, flow?: Flow): PauseOutcome => {
  if (contact.channel !== 'TASK' || contact.state !== 'paused') return 'conflict';
  const now = engine.scheduler.now();
  endPause(engine, contact);
  contact.resumedAt = now;
  const resumption = flow?.id ?? contact.hooks.ResumeContact;
  const desk = assignmentFor(engine, contact);
  traceContact(engine, contact, 'agent', 'task resumed');
  if (desk !== undefined) {
    contact.state = 'connected';
    Object.assign(desk.assignment, { state: 'connected', since: now });
  } else contact.state = contact.queue === undefined || resumption !== undefined ? 'in_flow' : 'queued';
  engine.events.publish(contact, 'RESUMED');
  runHookFlow(engine, contact, 'ResumeContact', desk?.agent, resumption);
  touch(engine, contact);
  dispatch(engine);
  return 'done';
};
