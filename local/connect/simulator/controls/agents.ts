/** The agents at their softphones. */
import { control } from '../control.ts';
import { agentView } from '../views.ts';

export const AGENT_CONTROLS = [
  control({
    method: 'GET',
    path: 'agents',
    answers: '`{agents:[…]}`',
    run: ({ engine }) => ({ agents: [...engine.agents.values()].map(agentView) }),
  }),
];
