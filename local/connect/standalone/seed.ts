/** The instance of `npm run connect`: enough to take a call, the same on every machine. */
import type { InstanceSeed, Named, SeedUser } from '../instance.ts';
import { transferTargets } from '../transfer-targets.ts';

export const ACCOUNT_ID = '123456789012';
export const INSTANCE_ID = '1c9f6a40-3b7e-4d52-9a18-6e0d2f5b7c31';
export const MAIN_NUMBER = { id: '2d8e0000-0000-4000-8000-000000000001', number: '+12065550100' } as const;

const QUEUES: readonly Named[] = [
  { id: '3e7d0000-0000-4000-8000-000000000001', name: 'BasicQueue' },
  { id: '3e7d0000-0000-4000-8000-000000000002', name: 'SecondQueue' },
];
const USERS: readonly SeedUser[] = [
  { id: '7c390000-0000-4000-8000-000000000001', username: 'alex', name: 'Alex Agent', password: 'alex-password' },
  { id: '7c390000-0000-4000-8000-000000000002', username: 'robin', name: 'Robin Agent', password: 'robin-password' },
];

export const STANDALONE_SEED: InstanceSeed = {
  alias: 'desk',
  queues: QUEUES,
  prompts: [
    { id: '4f6c0000-0000-4000-8000-000000000001', name: 'Music.wav' },
    { id: '4f6c0000-0000-4000-8000-000000000002', name: 'Beep.wav' },
  ],
  hoursOfOperation: [{ id: '5a5b0000-0000-4000-8000-000000000001', name: 'Always open' }],
  routingProfile: { id: '6b4a0000-0000-4000-8000-000000000001', name: 'Basic Routing Profile' },
  users: USERS,
  phoneNumbers: [{ ...MAIN_NUMBER, description: 'Main number' }],
  ...transferTargets(USERS, QUEUES),
};
