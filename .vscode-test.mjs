// For `npm run test:electron`, which builds the suites first: the same ones that `npm test` runs in code-server's extension host.
import { defineConfig } from '@vscode/test-cli';

// biome-ignore lint/style/noDefaultExport: vscode-test reads the default export
export default defineConfig({
  files: 'out/test/host/suite/**/*.test.js',
  extensionDevelopmentPath: import.meta.dirname,
  launchArgs: ['--disable-extensions', '--disable-workspace-trust'],
  mocha: { ui: 'bdd', timeout: 20_000 },
});
