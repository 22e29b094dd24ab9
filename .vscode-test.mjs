// For `npm run test:electron`, which builds the suites first: the same ones that `npm test` runs in code-server's extension host.
// It also makes the profile: without one the editor would write into the ledger of whoever runs this.
import { defineConfig } from '@vscode/test-cli';

const userData = process.env.FARTHING_HOST_USER_DATA;
if (userData === undefined) throw new Error('Run this by `npm run test:electron`.');

// biome-ignore lint/style/noDefaultExport: vscode-test reads the default export
export default defineConfig({
  files: 'out/test/host/suite/**/*.test.js',
  extensionDevelopmentPath: import.meta.dirname,
  launchArgs: [`--user-data-dir=${userData}`, '--disable-extensions', '--disable-workspace-trust'],
  mocha: { ui: 'bdd', timeout: 20_000 },
});
