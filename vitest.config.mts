import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const editorTests = ['test/features/**/*.test.ts', 'test/platform/**/*.test.ts', 'test/manifest.test.ts'];

// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  test: {
    // On two cores vitest would leave one idle, while many tests wait for processes.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        test: {
          // One module registry for all files: what the emulated clouds count tokens with takes over a second to build.
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.contract.test.ts', 'test/host/**', 'test/workbench/**', ...editorTests],
          isolate: false,
          // Work that takes half a second takes many times as long on a machine that does something else.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          // They put a fake in the place of `vscode`, each its own.
          name: 'unit-editor',
          include: editorTests,
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
