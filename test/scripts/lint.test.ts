import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from '../../scripts/rig/paths.ts';
import { tryCommand } from '../../scripts/rig/runCommand.ts';

describe('npm run lint', { timeout: 30_000 }, () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'farthing-lint-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it.each([
    { source: "item.text = t('ready');\n", bundle: { ready: 'ready' }, code: 0, says: 'strings: all user-visible text is translatable' },
    { source: "item.text = 'ready';\n", bundle: {}, code: 1, says: 'src/features/meter.ts:1: "ready" is shown to users' },
    { source: "item.text = t('ready');\n", bundle: {}, code: 1, says: 'l10n/bundle.l10n.json is not up to date' },
    { source: 'debugger;\n', bundle: {}, code: 1, says: 'lint/suspicious/noDebugger' },
    { source: "debugger;\nitem.text = 'ready';\n", bundle: {}, code: 1, says: '"ready" is shown to users' },
  ])('ends with $code and says "$says"', async ({ source, bundle, code, says }) => {
    await write('biome.json', { formatter: { indentStyle: 'space' }, javascript: { formatter: { quoteStyle: 'single' } } });
    await write('l10n/bundle.l10n.json', bundle);
    await write('src/features/meter.ts', source);
    const result = await tryCommand(process.execPath, [path.join(root, 'scripts/lint.ts'), folder]);
    expect(result.output).toContain(says);
    expect(result.code).toBe(code);
  });

  it('is what the name in package.json runs', async () => {
    const { default: manifest } = await import('../../package.json');
    expect(manifest.scripts.lint).toBe('node scripts/run.mjs scripts/lint.ts');
  });

  async function write(name: string, content: object | string): Promise<void> {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`);
  }
});
