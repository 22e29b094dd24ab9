import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from '../../scripts/rig/paths.ts';
import { runCommand } from '../../scripts/rig/runCommand.ts';
import { thirdPartyNotices } from '../../scripts/rig/thirdPartyNotices.ts';
import { readSources } from '../../scripts/source/sources.ts';

describe('The notices of third parties', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'farthing-packaging-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('name every package that is in the built files', { timeout: 30_000 }, async () => {
    // Unminified, esbuild writes above each module where it comes from.
    await runCommand(process.execPath, [path.join(root, 'esbuild.js'), '--dev', `--outdir=${folder}`]);
    const built = readdirSync(folder).filter((file) => file.endsWith('.js'));
    const texts = built.map((file) => readFileSync(path.join(folder, file), 'utf8'));
    const found = texts.flatMap((text) => [...text.matchAll(/^\s*\/\/ node_modules\/((?:@[^/\s]+\/)?[^/\s]+)/gm)].map(([, name]) => name));
    const bundled = [...new Set(found)].toSorted();
    const notices = readFileSync(path.join(folder, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
    expect(bundled).toEqual(expect.arrayContaining(['lru-cache', 'openai', 'valibot']));
    expect([...notices.matchAll(/^(\S+) \d+\.\d+\.\d+ \([\w.-]+\)$/gm)].map(([, name]) => name).toSorted()).toEqual(bundled);
  });

  it('hold the texts of licence and notice, of nested packages and of scopes too', () => {
    addPackage('plain', 'LICENSE', 'Do as you like.');
    addPackage('@scope/inner', 'LICENCE.md', 'Keep this text.');
    addPackage('plain/node_modules/nested', 'COPYING', 'Share alike.');
    writeFileSync(path.join(folder, 'node_modules/plain/NOTICE'), 'Made by somebody.');
    const files = ['plain/index.js', 'plain/lib/part.js', '@scope/inner/a.js', 'plain/node_modules/nested/b.js'];
    const notices = thirdPartyNotices(folder, metafile([...files.map((file) => `node_modules/${file}`), 'src/extension.ts']));
    expect(notices.split(/\n\n-+\n\n/).slice(1)).toEqual([
      '@scope/inner 1.2.3 (MIT)\n\nKeep this text.',
      'plain 1.2.3 (MIT)\n\nDo as you like.\n\nMade by somebody.',
      'nested 1.2.3 (MIT)\n\nShare alike.\n',
    ]);
  });

  it('refuse a package without a licence file', () => {
    addPackage('bare', 'README.md', 'Licence: MIT');
    expect(() => thirdPartyNotices(folder, metafile(['node_modules/bare/index.js']))).toThrow('bare 1.2.3 is bundled');
  });

  function addPackage(name: string, file: string, text: string): void {
    const place = path.join(folder, 'node_modules', name);
    mkdirSync(place, { recursive: true });
    writeFileSync(
      path.join(place, 'package.json'),
      JSON.stringify({ name: name.replace(/^.*node_modules\//, ''), version: '1.2.3', license: 'MIT' }),
    );
    writeFileSync(path.join(place, file), text);
  }

  const metafile = (inputs: readonly string[]): Parameters<typeof thirdPartyNotices>[1] => ({
    outputs: { 'dist/extension.js': { inputs: Object.fromEntries(inputs.map((input) => [input, {}])) } },
  });
});

describe('The packaged extension', () => {
  // Not by vsce's own listing, which walks through all of .rig/ for it.
  const [first, ...rest] = readFileSync(path.join(root, '.vscodeignore'), 'utf8').trim().split(/\r?\n/);
  const isShipped = (file: string): boolean => rest.some((line) => path.matchesGlob(file, line.slice(1)));

  it('has only what is named', () => {
    expect([first, rest.filter((line) => !line.startsWith('!'))]).toEqual(['**', []]);
    expect(['src/extension.ts', 'docs/images/meter.png', 'node_modules/openai/index.js', 'biome.json'].filter(isShipped)).toEqual([]);
  });

  it('has of media/ what the manifest or the source uses, and no more', () => {
    const using = [readFileSync(path.join(root, 'package.json'), 'utf8'), ...readSources(root, 'src').map(({ text }) => text)];
    const media = readdirSync(path.join(root, 'media'));
    expect(media.filter((file) => isShipped(`media/${file}`))).toEqual(media.filter((file) => using.some((text) => text.includes(file))));
  });

  it('has its licence, and those of others', () => {
    expect(['LICENSE', 'dist/THIRD-PARTY-NOTICES.txt'].filter((file) => !isShipped(file))).toEqual([]);
  });
});

describe('CONTRIBUTING.md', () => {
  it('names the stages of npm test', async () => {
    const { stages } = await import('../../scripts/test/stages.ts');
    const named = /`npm test` \| all stages: ([\w, ]+) \|/.exec(readFileSync(path.join(root, 'CONTRIBUTING.md'), 'utf8'));
    expect(named?.[1]?.split(', ')).toEqual(stages.map(({ name }) => name));
  });
});
