// Builds dist/: the activation bundle, and beside it one file for each part that is loaded later.
const path = require('node:path');
const esbuild = require('esbuild');

/** Loaded on first use, by `import()` or as a worker: every dynamic import in src/ must name one of these. */
const lazyEntries = {
  ledgerWorker: 'src/storage/ledgerWorker.ts',
  sqliteLedger: 'src/storage/sqliteLedger.ts',
  openaiCompatible: 'src/providers/openaiCompatible/openaiCompatible.ts',
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

esbuild
  .build({
    entryPoints: { extension: 'src/extension.ts', ...lazyEntries },
    outdir: 'dist',
    absWorkingDir: __dirname,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    mainFields: ['module', 'main'],
    external: ['vscode'],
    minify: !process.argv.includes('--dev'),
    sourcemap: process.argv.includes('--dev') ? 'inline' : false,
    metafile: true,
    legalComments: 'linked',
    plugins: [lazyImports],
  })
  .then(({ metafile }) => {
    for (const [file, { bytes }] of Object.entries(metafile.outputs)) console.log(`${file} ${(bytes / 1024).toFixed(1)} kB`);
  })
  .catch(() => process.exit(1));
