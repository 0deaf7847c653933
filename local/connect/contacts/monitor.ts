/**
 * A supervisor listens to a call, or barges in (Administrator Guide, "Enhanced multi-party contact monitoring"; Streams
 * 2.4.1): a contact of its own with InitiationMethod MONITOR on the same line, whom nobody sees who only listens.
 */

import type { MonitoringMode } from '../agent-session.ts';
import type { Agent } from '../agents/agent.ts';
import { type Engine, touch, traceContact } from '../engine.ts';
import { type Contact, setLegState } from './contact.ts';
import { createContact } from './create-contact.ts';
import { agentEndpoint, newLeg } from './legs.ts';

export const monitorContact = (
  engine: Engine,
  monitored: Contact,
  supervisor: Agent,
  capabilities: readonly MonitoringMode[],
): Contact => {
  const now = engine.scheduler.now();
  const { customerPhone, systemPhone } = monitored;
  const contact = createContact(engine, {
    initiationMethod: 'MONITOR',
    previous: monitored,
    host: monitored,
    ...(customerPhone !== undefined && { customerPhone }),
    ...(systemPhone !== undefined && { systemPhone }),
  });
  const leg = newLeg(engine, {
    type: 'monitoring',
    initial: false,
    state: 'silent_monitor',
    contactId: contact.id,
    endpoint: agentEndpoint(supervisor.user),
  });
  contact.legs.push(leg);
  contact.monitoring = { agent: monitored.agent ?? '', capabilities };
  contact.agent = supervisor.user.username;
  Object.assign(contact, { state: 'connected', connectedToSystemAt: now, acceptedAt: now, connectedToAgentAt: now });
  supervisor.assignments.push({ contact, leg, state: 'connected', since: now });
  engine.events.publish(contact, 'CONNECTED_TO_SYSTEM');
  engine.events.publish(contact, 'CONNECTED_TO_AGENT');
  traceContact(engine, monitored, 'agent', `${supervisor.user.username} listens`);
  touch(engine, contact);
  return contact;
};

/** False when the supervisor may not. Whom the supervisor has muted speaks again when the supervisor steps back. */
export const changeMonitoring = (engine: Engine, contact: Contact, mode: MonitoringMode): boolean => {
  const leg = contact.legs.find(({ type, contactId }) => type === 'monitoring' && contactId === contact.id);
  if (leg === undefined || contact.monitoring?.capabilities.includes(mode) !== true) return false;
  setLegState(leg, mode === 'BARGE' ? 'barge' : 'silent_monitor', engine.scheduler.now());
  if (mode === 'SILENT_MONITOR')
    for (const other of contact.legs)
      if (other.forcedMute === true) Object.assign(other, { mute: false, forcedMute: false });
  traceContact(engine, contact, 'agent', mode === 'BARGE' ? 'the supervisor barges in' : 'the supervisor listens');
  touch(engine, contact);
  return true;
};
