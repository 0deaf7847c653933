import { defineConfig } from 'vitest/config';

const root = new URL('..', import.meta.url).pathname;

/** What takes a minute of the product's own real time, and next to no processor: a system of its own, beside all the others. */
const WAITING = ['tests/integration/erasure.test.ts', 'tests/integration/queue-transfer.test.ts'];
const onTheRunningSystem = {
  globalSetup: ['tests/system/running-system.ts'],
  testTimeout: 60_000,
  hookTimeout: 120_000,
  fileParallelism: false,
  // What a person would wait for takes longer on a busy machine than the second that vitest gives it.
  expect: { poll: { timeout: 15_000 } },
};

/**
 * unit: no network, no processes. integration and waiting: need the local system, which their global set-up starts once.
 * browser: the same, through a real Chromium.
 */
// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  root,
  test: {
    projects: [
      {
        root,
        test: {
          name: 'unit',
          include: [
            'tests/{core,functions,lib,widget,contact-flows,local,reliability}/**/*.test.ts',
            'tests/architecture.test.ts',
            'tests/answers.test.ts',
          ],
          testTimeout: 20_000,
        },
      },
      {
        root,
        test: {
          ...onTheRunningSystem,
          name: 'integration',
          include: ['tests/{integration,contract}/**/*.test.ts'],
          exclude: WAITING,
        },
      },
      { root, test: { ...onTheRunningSystem, name: 'waiting', include: WAITING } },
      {
        root,
        test: {
          ...onTheRunningSystem,
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          globalSetup: [...onTheRunningSystem.globalSetup, 'tests/browser/built-desktop.ts'],
          testTimeout: 180_000,
        },
      },
    ],
  },
});
