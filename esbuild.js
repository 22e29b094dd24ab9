// Builds dist/: the activation bundle, beside it one file for each part that is loaded later and for each page, and the licences of what is
// in them.
// `--dev` keeps it readable, `--outdir=FOLDER` puts it elsewhere.
const { copyFileSync, mkdirSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { parseArgs } = require('node:util');
const esbuild = require('esbuild');
const { version } = require('./package.json');

/** Loaded on first use, by `import()` or as a worker: every dynamic import in src/ must name one of these. */
const lazyEntries = {
  ledgerWorker: 'src/storage/ledgerWorker.ts',
  core: 'src/platform/coreParts.ts',
  catalogue: 'src/core/catalogue/data/index.ts',
  userRows: 'src/platform/userRows.ts',
  catalogueRefresh: 'src/platform/catalogueRefresher.ts',
  reviewOffers: 'src/features/catalogue/reviewOffers.ts',
  sqliteLedger: 'src/storage/sqliteLedger.ts',
  shortcut: 'src/storage/shortcut.ts',
  readLedger: 'src/storage/readLedger.ts',
  findServers: 'src/features/localServer/findServers.ts',
  llamaServer: 'src/providers/llamaServer/llamaServer.ts',
  openaiCompatible: 'src/providers/openaiCompatible/openaiCompatible.ts',
  anthropic: 'src/providers/anthropic/anthropic.ts',
  openai: 'src/providers/openai/openai.ts',
  azureOpenAi: 'src/providers/azureOpenAi/azureOpenAi.ts',
  tokenizerWorker: 'src/providers/tokenizer/tokenizerWorker.ts',
  syntaxWorker: 'src/providers/syntax/syntaxWorker.ts',
  ollama: 'src/providers/ollama/ollama.ts',
  telemetry: 'src/providers/telemetry/telemetry.ts',
  completionContext: 'src/features/completion/context/createContext.ts',
  secretScanner: 'src/providers/secretScanner/secretScanner.ts',
  languageModels: 'src/features/languageModels/languageModels.ts',
  chatParticipant: 'src/features/participant/answerInChat.ts',
  commitMessage: 'src/features/commitMessage/messageWriter.ts',
  editSelection: 'src/features/editSelection/selectionEditor.ts',
  spendPanel: 'src/features/spend/spendPanel.ts',
  agentParts: 'src/features/agent/agentParts.ts',
  whyCommands: 'src/features/why/whyCommands.ts',
  switchCommands: 'src/features/completion/switchCommands.ts',
  keyCommands: 'src/features/keys/keyCommands.ts',
  setBudget: 'src/features/budget/setBudget.ts',
  allowMore: 'src/features/budget/allowMore.ts',
  askBefore: 'src/features/budget/askBefore.ts',
  pickModel: 'src/features/models/pickModel.ts',
  exportLedger: 'src/features/ledger/exportLedger.ts',
  reconcileCommands: 'src/features/reconcile/reconcileCommands.ts',
  reconcileFiles: 'src/cli/reconcileFiles.ts',
  exportFiles: 'src/cli/exportFiles.ts',
  ledgerCare: 'src/cli/ledgerCare.ts',
  rules: 'src/core/rules/cel/index.ts',
  rulesText: 'src/platform/rulesText.ts',
};

/** Turns `import('./some/module.ts')` into a require of the file that is built from it. */
const lazyImports = {
  name: 'lazy-imports',
  setup(build) {
    build.onResolve({ filter: /^\./ }, ({ kind, path: specifier, resolveDir }) => {
      // Packages may import their own parts as they like.
      if (kind !== 'dynamic-import' || !resolveDir.startsWith(path.join(__dirname, 'src'))) return undefined;
      const target = path.resolve(resolveDir, specifier);
      const entry = Object.entries(lazyEntries).find(([, file]) => path.resolve(__dirname, file) === target);
      if (!entry) return { errors: [{ text: `${specifier} is imported dynamically, but is no entry in esbuild.js` }] };
      return { path: `./${entry[0]}.js`, external: true };
    });
  },
};

/** Files of src/ do nothing but what is asked of them: what an `index.ts` exports and nobody in a file takes is left out of it. */
const onlyWhatIsTaken = {
  name: 'only-what-is-taken',
  setup(build) {
    build.onResolve({ filter: /^\..*\.ts$/ }, ({ kind, path: specifier, resolveDir }) =>
      kind === 'import-statement' && resolveDir.startsWith(path.join(__dirname, 'src'))
        ? { path: path.resolve(resolveDir, specifier), sideEffects: false }
        : undefined,
    );
  },
};

/** Parts of SDKs that nothing here uses, and whose own packages come without the text of their licence. */
const leftOut = {
  name: 'left-out',
  setup(build) {
    build.onResolve({ filter: /^standardwebhooks$/ }, ({ path: name }) => ({ path: name, namespace: 'left-out' }));
    build.onLoad({ filter: /.*/, namespace: 'left-out' }, ({ path: name }) => ({
      contents: `exports.Webhook = class { constructor() { throw new Error('${name} is not part of Farthing'); } };`,
    }));
  },
};

const { values } = parseArgs({ options: { dev: { type: 'boolean', default: false }, outdir: { type: 'string', default: 'dist' } } });
const outdir = path.resolve(__dirname, values.outdir);

const common = {
  outdir,
  absWorkingDir: __dirname,
  bundle: true,
  charset: 'utf8',
  minify: !values.dev,
  sourcemap: values.dev ? 'inline' : false,
  metafile: true,
  legalComments: 'linked',
};

/** What runs in Node: in the extension host, and as the `farthing` command. */
const host = {
  ...common,
  entryPoints: { extension: 'src/extension.ts', cli: 'src/cli/main.ts', ...lazyEntries },
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  mainFields: ['module', 'main'],
  external: ['vscode'],
  define: { 'process.env.FARTHING_VERSION': JSON.stringify(version) },
  plugins: [lazyImports, onlyWhatIsTaken, leftOut],
};

/** What runs in the pages. The oldest editor that is supported has Chromium 138. */
const pages = {
  ...common,
  entryPoints: { spendPage: 'src/webview/spendPage.ts', agentPage: 'src/webview/agent/agentPage.ts' },
  platform: 'browser',
  format: 'iife',
  target: 'chrome138',
};

/** Loaded by syntaxWorker.js: tree-sitter itself, and the grammars that `src/providers/syntax/grammars.ts` names. */
const grammars = ['', '-typescript', '-tsx', '-javascript', '-python', '-go', '-rust', '-java'].map((name) => `tree-sitter${name}.wasm`);

function copyGrammars() {
  const from = path.dirname(require.resolve('@vscode/tree-sitter-wasm'));
  const to = path.join(outdir, 'grammars');
  mkdirSync(to, { recursive: true });
  for (const file of grammars) copyFileSync(path.join(from, file), path.join(to, file));
}

async function build() {
  const results = await Promise.all([esbuild.build(host), esbuild.build(pages)]);
  const metafile = { outputs: Object.assign({}, ...results.map((result) => result.metafile.outputs)) };
  copyGrammars();
  const { thirdPartyNotices } = await import('./scripts/rig/thirdPartyNotices.ts');
  const { grammarNotices } = await import('./scripts/rig/grammarNotices.ts');
  const notices = `${thirdPartyNotices(__dirname, metafile)}\n${'-'.repeat(80)}\n\n${grammarNotices()}\n`;
  writeFileSync(path.join(outdir, 'THIRD-PARTY-NOTICES.txt'), notices);
  for (const [file, { bytes }] of Object.entries(metafile.outputs)) console.log(`${file} ${(bytes / 1024).toFixed(1)} kB`);
}

build().catch((error) => {
  // esbuild has told its own errors already.
  if (!error.errors) console.error(error.message);
  process.exit(1);
});
