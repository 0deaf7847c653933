/**
 * The agent event stream (Administrator Guide, "agent event streams data model"): LOGIN and LOGOUT of the softphone,
 * STATE_CHANGE when status, a contact on the desk or the configuration changes, HEART_BEAT "every 120 seconds if there are
 * no other events published during that interval", up to an hour after the agent has logged off.
 */
import { randomUUID } from 'node:crypto';
import type { Agent } from '../agents/agent.ts';
import type { Engine } from '../engine.ts';
import { isoTime } from '../scheduler.ts';
import { type AgentEventSnapshot, agentEventSnapshot } from './agent-event-snapshot.ts';
import { deliverToStream } from './deliver-to-stream.ts';

const HEART_BEAT_MS = 120_000;
const AFTER_LOGOUT_MS = 3_600_000;
/** The date that the guide's sample carries. */
const VERSION = '2017-10-01';

type AgentEventType = 'LOGIN' | 'LOGOUT' | 'STATE_CHANGE' | 'HEART_BEAT';

interface Heart {
  /** Softphones that are signed in. */
  sessions: number;
  loggedOutAt?: number;
  cancelBeat?: () => void;
  last: AgentEventSnapshot;
}

export interface AgentPresence {
  signedIn(username: string): void;
  signedOut(username: string): void;
}

export const sendAgentEvents = (engine: Engine): AgentPresence => {
  const { scheduler, instance } = engine;
  const hearts = new Map<string, Heart>();
  const heartOf = (agent: Agent): Heart => {
    const known = hearts.get(agent.user.username);
    if (known !== undefined) return known;
    const heart: Heart = { sessions: 0, last: agentEventSnapshot(engine, agent) };
    hearts.set(agent.user.username, heart);
    return heart;
  };
  // As they are before anything happens.
  for (const agent of engine.agents.values()) heartOf(agent);

  const beatLater = (agent: Agent, heart: Heart): void => {
    heart.cancelBeat?.();
    const { loggedOutAt, sessions } = heart;
    const alive = sessions > 0 || (loggedOutAt !== undefined && scheduler.now() - loggedOutAt < AFTER_LOGOUT_MS);
    if (!alive) return;
    heart.cancelBeat = scheduler.after(HEART_BEAT_MS, () => {
      // A user who was deleted meanwhile is not told of any more.
      if (engine.agents.get(agent.user.username) === agent) send(agent, 'HEART_BEAT');
    });
  };

  const send = (agent: Agent, eventType: AgentEventType): void => {
    const heart = heartOf(agent);
    const previous = heart.last;
    heart.last = agentEventSnapshot(engine, agent);
    const event = {
      AWSAccountId: instance.accountId,
      AgentARN: agent.user.arn,
      CurrentAgentSnapshot: heart.last,
      EventId: randomUUID(),
      EventTimestamp: isoTime(scheduler.now()),
      EventType: eventType,
      InstanceARN: instance.arn,
      // "Not applicable to LOGIN or LOGOUT events"
      PreviousAgentSnapshot: eventType === 'LOGIN' || eventType === 'LOGOUT' ? null : previous,
      Version: VERSION,
    };
    engine.outbox.send(`agent-event:${eventType}`, engine.tuning.eventDelayMs, () =>
      // "the partition key used is the agent ARN"
      deliverToStream(engine, 'AGENT_EVENTS', agent.user.arn, event),
    );
    beatLater(agent, heart);
  };

  engine.changes.on('agent', (username) => {
    const agent = engine.agents.get(username);
    if (agent === undefined) return;
    const unchanged = JSON.stringify(agentEventSnapshot(engine, agent)) === JSON.stringify(heartOf(agent).last);
    if (!unchanged) send(agent, 'STATE_CHANGE');
  });

  return {
    signedIn: (username) => {
      const agent = engine.agents.get(username);
      if (agent === undefined) return;
      const heart = heartOf(agent);
      heart.sessions += 1;
      delete heart.loggedOutAt;
      if (heart.sessions === 1) send(agent, 'LOGIN');
    },
    signedOut: (username) => {
      const agent = engine.agents.get(username);
      const heart = hearts.get(username);
      if (agent === undefined || heart === undefined || heart.sessions === 0) return;
      heart.sessions -= 1;
      if (heart.sessions > 0) return;
      heart.loggedOutAt = scheduler.now();
      send(agent, 'LOGOUT');
    },
  };
};
