/** Third-party apps of the agent workspace. */
import { workspaceApps } from '../../workspace/apps.ts';
import { control } from '../control.ts';

export const APP_CONTROLS = [
  control({
    method: 'GET',
    path: 'apps',
    answers: '`{apps:[…]}` of the agent workspace',
    run: ({ apps }) => ({ apps: apps.list() }),
  }),
  control({
    method: 'PUT',
    path: 'apps',
    takes: '`[{name, url, scope?, permissions?, allow?, sandbox?, initializationTimeoutMs?}]`',
    answers: '`{apps:[…]}` of the agent workspace',
    run: async ({ apps }, { body }) => {
      apps.replace(await body(workspaceApps));
      return { apps: apps.list() };
    },
  }),
];
