import { complete, disconnect } from '../../contacts/disconnect.ts';
import { joinAgent } from '../../contacts/join-agent.ts';
import { missed } from '../../queues/dispatch.ts';
import { deskCleared } from '../set-status.ts';
import { assignmentIn, invalidState, type Operation } from './operation.ts';

export const acceptContact: Operation = (engine, agent, params) => {
  const assignment = assignmentIn(agent, params);
  if (assignment.contact.state !== 'offered' || assignment.state !== 'connecting')
    return invalidState('The contact is not ringing.');
  joinAgent(engine, agent, assignment);
  return {};
};

export const rejectContact: Operation = (engine, agent, params) => {
  const assignment = assignmentIn(agent, params);
  if (assignment.contact.state !== 'offered' || assignment.state !== 'connecting')
    return invalidState('The contact is not ringing.');
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

export const destroyContact: Operation = (engine, agent, params) => {
  const assignment = assignmentIn(agent, params);
  if (assignment.state === 'ended' || assignment.state === 'error') return clearContact(engine, agent, params);
  if (assignment.contact.state === 'offered') return rejectContact(engine, agent, params);
  disconnect(engine, assignment.contact, 'AGENT_DISCONNECT');
  return {};
};
