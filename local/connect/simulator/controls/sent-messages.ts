/** What was delivered to streams, or would have been. */
import { control } from '../control.ts';

export const SENT_MESSAGE_CONTROLS = [
  control({
    method: 'GET',
    path: 'records',
    answers: '`{records:[…]}`: the newest 1,000 contact records as they were delivered, oldest first',
    run: ({ engine }) => ({ records: engine.records.recent() }),
  }),
  control({
    method: 'GET',
    path: 'agent-events',
    answers: '`{agentEvents:[…]}`: the newest 1,000 of the agent event stream, oldest first',
    run: ({ engine }) => ({ agentEvents: engine.agentEvents.recent() }),
  }),
];
