import { defineConfig } from 'vitest/config';

const root = new URL('..', import.meta.url).pathname;

/**
 * unit: no network, no processes. integration: needs the local system, which its global set-up starts once.
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
          name: 'integration',
          include: ['tests/{integration,contract}/**/*.test.ts'],
          globalSetup: ['tests/system/running-system.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        root,
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          globalSetup: ['tests/system/running-system.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
