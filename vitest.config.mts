import { defineConfig } from 'vitest/config';

// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.contract.test.ts', 'test/host/**', 'test/workbench/**'],
        },
      },
      {
        test: {
          // Against the real local model server, which answers one request at a time.
          name: 'contract',
          include: ['test/**/*.contract.test.ts'],
          globalSetup: 'test/engine/vitestSetup.ts',
          fileParallelism: false,
          testTimeout: 30_000,
        },
      },
      {
        test: {
          // Against a real VS Code in a real browser: one of each for all files.
          name: 'workbench',
          include: ['test/workbench/**/*.test.ts'],
          globalSetup: 'test/workbench/harness/vitestSetup.ts',
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
