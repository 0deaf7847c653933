import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filePassed, report } from '../../../../local/connect/testing/report.ts';
import { runSuite } from '../../../../local/connect/testing/run-suite.ts';
import { action } from '../instance.ts';
import { token } from './support.ts';

const document = (actions: readonly object[], more: object = {}): string =>
  JSON.stringify({ Version: '2019-10-30', StartAction: 'start', Actions: actions, ...more });

const LEVEL = document(
  [
    action('start', 'Compare', { ComparisonValue: '$.Modules.Input.level' }, 'usual', {
      errors: { NoMatchingCondition: 'usual' },
      conditions: [['Equals', 'gold', 'best']],
    }),
    action('best', 'EndFlowModuleExecution', { Result: 'best' }),
    action('usual', 'EndFlowModuleExecution'),
  ],
  { Settings: {} },
);
const MAIN = document([
  action('start', 'InvokeFlowModule', { FlowModuleId: token('Level'), Input: { level: 'gold' } }, 'plain', {
    errors: { NoMatchingError: 'plain' },
    conditions: [['Equals', 'best', 'welcome']],
  }),
  action('welcome', 'MessageParticipant', { Text: 'Welcome to the best.' }, 'end'),
  action('plain', 'MessageParticipant', { Text: 'Hello.' }, 'end'),
  action('end', 'DisconnectParticipant'),
]);
const INSTANCE = {
  folder: '.',
  queues: ['Basic Queue'],
  modules: {
    level: {
      input: { schema: { type: 'object', properties: { level: { type: 'string' } } } },
      transitions: { results: [{ name: 'best' }] },
    },
  },
  flows: { main: 'CONTACT_FLOW' },
  tokens: { Level: 'module/level' },
};
const TEST = {
  Version: '2019-10-30',
  Observations: [
    {
      Identifier: 'welcome',
      Event: {
        Type: 'MessageReceived',
        Properties: { Text: 'Welcome to the best', MatchingCriteria: { Type: 'Inclusion' } },
        Actor: 'System',
      },
      Actions: [],
      Transitions: {},
    },
  ],
};

describe('flow tests with modules', () => {
  it('run the modules of the instance file and count their branches and those of the call', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'flow-tests-'));
    try {
      const files = { 'level.json': LEVEL, 'main.json': MAIN, 'instance.json': JSON.stringify(INSTANCE) };
      for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
      await writeFile(join(folder, 'best.test.json'), JSON.stringify(TEST));
      const suite = await runSuite([join(folder, 'best.test.json')], { flow: 'main' });
      expect(suite.files.every(filePassed), report(suite)).toBe(true);
      expect(suite.coverage).toMatchObject([
        {
          flow: 'level',
          actions: { taken: 2, total: 3 },
          missing: ['start → NoMatchingCondition', 'usual → success'],
        },
        { flow: 'main', actions: { taken: 3, total: 4 } },
      ]);
      expect(suite.coverage[1]?.missing).toEqual(
        expect.arrayContaining(['start → NoMatchingError', 'plain → success']),
      );
      expect(suite.coverage[1]?.missing).not.toContain('start → Equals best');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
