import * as v from 'valibot';
import { CtiError } from '../../agent-session.ts';
import { placeCallback } from '../../contacts/callback.ts';
import { complete, disconnect } from '../../contacts/disconnect.ts';
import { joinAgent } from '../../contacts/join-agent.ts';
import { changeMonitoring } from '../../contacts/monitor.ts';
import { pauseTask, resumeTask } from '../../contacts/pause.ts';
import { missed } from '../../queues/dispatch.ts';
import type { Assignment } from '../agent.ts';
import { deskCleared } from '../set-status.ts';
import { holdOtherCalls } from './connections.ts';
import { assignmentIn, invalidState, type Operation, read } from './operation.ts';

const isRinging = ({ contact, state }: Assignment): boolean =>
  contact.state === 'offered' && (state === 'connecting' || state === 'incoming');

export const acceptContact: Operation = (engine, agent, params) => {
  const assignment = assignmentIn(agent, params);
  if (!isRinging(assignment)) return invalidState('The contact is not ringing.');
  holdOtherCalls(engine, agent, assignment);
  if (assignment.state === 'incoming') placeCallback(engine, agent, assignment);
  else joinAgent(engine, agent, assignment);
  return {};
};

export const rejectContact: Operation = (engine, agent, params) => {
  const assignment = assignmentIn(agent, params);
  if (!isRinging(assignment)) return invalidState('The contact is not ringing.');
  missed(engine, agent, assignment);
  return {};
};

/** Takes an ended or missed contact off the desk; ends the after-contact work. */
export const clearContact: Operation = (engine, agent, params) => {
  const assignment = assignmentIn(agent, params);
  if (assignment.state !== 'ended' && assignment.state !== 'error') return invalidState('The contact has not ended.');
  const { contact } = assignment;
  agent.assignments.splice(agent.assignments.indexOf(assignment), 1);
  if (contact.state === 'after_call_work' && assignment.state === 'ended') {
    contact.afterWorkEndedAt = engine.scheduler.now();
    complete(engine, contact);
  }
  deskCleared(engine, agent);
  return {};
};

/** A task is completed by its agent; on the wire this also clears what has ended. */
export const completeContact: Operation = (engine, agent, params) => {
  const { contact, state } = assignmentIn(agent, params);
  if (contact.channel !== 'TASK' || (state !== 'connected' && state !== 'paused'))
    return clearContact(engine, agent, params);
  disconnect(engine, contact, 'AGENT_COMPLETED');
  return {};
};

export const destroyContact: Operation = (engine, agent, params) => {
  const assignment = assignmentIn(agent, params);
  if (assignment.state === 'ended' || assignment.state === 'error') return clearContact(engine, agent, params);
  if (assignment.contact.state === 'offered') return rejectContact(engine, agent, params);
  disconnect(engine, assignment.contact, 'AGENT_DISCONNECT');
  return {};
};

const monitorParams = v.object({ targetMonitorMode: v.picklist(['SILENT_MONITOR', 'BARGE']) });

export const updateMonitorParticipantState: Operation = (engine, agent, params) => {
  const { contact } = assignmentIn(agent, params);
  const { targetMonitorMode } = read(monitorParams, params);
  if (contact.monitoring === undefined) return invalidState('The contact is not monitored.');
  if (!changeMonitoring(engine, contact, targetMonitorMode))
    throw new CtiError('AccessDeniedException', 'The supervisor may not do that.', 403);
  return {};
};

const pausing =
  (act: typeof pauseTask): Operation =>
  (engine, agent, params) => {
    const { contact } = assignmentIn(agent, params);
    if (contact.channel !== 'TASK') return invalidState('Only tasks can be paused and resumed.');
    return act(engine, contact) === 'conflict' ? invalidState('The task is not in the state for that.') : {};
  };
export const pauseContact = pausing(pauseTask);
export const resumeContact = pausing(resumeTask);
