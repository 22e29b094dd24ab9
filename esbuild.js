// Builds dist/: the activation bundle, beside it one file for each part that is loaded later, and the licences of what is in them.
// `--dev` keeps it readable, `--outdir=FOLDER` puts it elsewhere.
const { writeFileSync } = require('node:fs');
const path = require('node:path');
const { parseArgs } = require('node:util');
const esbuild = require('esbuild');

/** Loaded on first use, by `import()` or as a worker: every dynamic import in src/ must name one of these. */
const lazyEntries = {
  ledgerWorker: 'src/storage/ledgerWorker.ts',
  sqliteLedger: 'src/storage/sqliteLedger.ts',
  openaiCompatible: 'src/providers/openaiCompatible/openaiCompatible.ts',
  anthropic: 'src/providers/anthropic/anthropic.ts',
  openai: 'src/providers/openai/openai.ts',
  azureOpenAi: 'src/providers/azureOpenAi/azureOpenAi.ts',
  tokenizerWorker: 'src/providers/tokenizer/tokenizerWorker.ts',
  ollama: 'src/providers/ollama/ollama.ts',
};

/** Turns `import('./some/module.ts')` into a require of the file that is built from it. */
const lazyImports = {
  name: 'lazy-imports',
  setup(build) {
    build.onResolve({ filter: /^\./ }, ({ kind, path: specifier, resolveDir }) => {
      if (kind !== 'dynamic-import') return undefined;
      const target = path.resolve(resolveDir, specifier);
      const entry = Object.entries(lazyEntries).find(([, file]) => path.resolve(__dirname, file) === target);
      if (!entry) return { errors: [{ text: `${specifier} is imported dynamically, but is no entry in esbuild.js` }] };
      return { path: `./${entry[0]}.js`, external: true };
    });
  },
};

const { values } = parseArgs({ options: { dev: { type: 'boolean', default: false }, outdir: { type: 'string', default: 'dist' } } });
const outdir = path.resolve(__dirname, values.outdir);

async function build() {
  const { metafile } = await esbuild.build({
    entryPoints: { extension: 'src/extension.ts', ...lazyEntries },
    outdir,
    absWorkingDir: __dirname,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    mainFields: ['module', 'main'],
    external: ['vscode'],
    minify: !values.dev,
    sourcemap: values.dev ? 'inline' : false,
    metafile: true,
    legalComments: 'linked',
    plugins: [lazyImports],
  });
  const { thirdPartyNotices } = await import('./scripts/rig/thirdPartyNotices.ts');
  writeFileSync(path.join(outdir, 'THIRD-PARTY-NOTICES.txt'), thirdPartyNotices(__dirname, metafile));
  for (const [file, { bytes }] of Object.entries(metafile.outputs)) console.log(`${file} ${(bytes / 1024).toFixed(1)} kB`);
}

build().catch((error) => {
  // esbuild has told its own errors already.
  if (!error.errors) console.error(error.message);
  process.exit(1);
});
