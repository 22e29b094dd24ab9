import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, realpathSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type AskedPath, judgePath } from '../../../src/core/agent/paths/index.ts';
import type { SearchReport } from '../../../src/core/agent/tools/index.ts';
import { findRipgrep } from '../../../src/providers/workspaceTools/findRipgrep.ts';
import { listFiles } from '../../../src/providers/workspaceTools/listFiles.ts';
import { createNodeWorkspace, type NodeWorkspace } from '../../../src/providers/workspaceTools/nodeWorkspace.ts';
import { plainSearch } from '../../../src/providers/workspaceTools/plainSearch.ts';
import { ripgrepSearch } from '../../../src/providers/workspaceTools/ripgrepSearch.ts';
import { useFolder } from '../../support/useFolder.ts';

const { signal } = new AbortController();
const at = useFolder();

/** The editor that the workbench tests drive brings one; where that is not installed, the tests of ripgrep are left out and say so. */
const ripgrep = await findRipgrep(path.resolve('.rig/code-server/node_modules/code-server/lib/vscode'));

function write(files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(at(name)), { recursive: true });
    writeFileSync(at(name), text);
  }
}

const shop = {
  '.gitignore': 'dist/\n*.log\n',
  'src/price.ts': 'const vat = 19;\n',
  'dist/out.js': 'vat',
  'a.log': 'vat',
  'src/.hidden': 'vat',
};

const engines = [
  ['ripgrep', async () => createNodeWorkspace({ root: at('.'), ...(ripgrep !== undefined && { ripgrep }) }), false],
  ['git', async () => createNodeWorkspace({ root: at('.') }), true],
  ['neither', async () => createNodeWorkspace({ root: at('.') }), false],
] as const;

describe.each(engines)('Files by %s', (name, create, isRepository) => {
  const open = async (): Promise<NodeWorkspace> => {
    write(shop);
    if (isRepository) execFileSync('git', ['init', '--quiet'], { cwd: at('.') });
    return create();
  };
  const skip = name === 'ripgrep' && ripgrep === undefined;

  it.skipIf(skip)('are listed and searched without what git ignores', async () => {
    const { files, search } = await open();
    const folder = await files.resolve('.');
    const listing = await files.list(folder, signal);
    const report = await search.search({ folder, pattern: 'vat', isRegex: false, takes: () => true }, signal);
    const hits = report.outcome === 'searched' ? report.hits.toSorted((one, other) => (one.path < other.path ? -1 : 1)) : [];
    expect({ listing, hits }).toEqual({
      listing: { paths: ['.gitignore', 'src/.hidden', 'src/price.ts'], isCut: false },
      hits: [
        { path: 'src/.hidden', line: 1, text: 'vat' },
        { path: 'src/price.ts', line: 1, text: 'const vat = 19;' },
      ],
    });
  });

  it.skipIf(skip)('are known to be ignored', async () => {
    const { files } = await open();
    const ignored = await Promise.all(
      ['dist/out.js', 'dist/new/x.js', 'src/price.ts', 'b.log'].map(async (file) => files.isIgnored(await files.resolve(file), signal)),
    );
    expect(ignored).toEqual([true, true, false, true]);
  });
});

describe('A search', () => {
  const searched = async (pattern: string, isRegex: boolean, takes = (_: string): boolean => true): Promise<SearchReport> => {
    const { files, search } = await createNodeWorkspace({ root: at('.'), ...(ripgrep !== undefined && { ripgrep }) });
    return search.search({ folder: await files.resolve('.'), pattern, isRegex, takes }, signal);
  };

  it.skipIf(ripgrep === undefined)('takes expressions, and is bounded in each file and in all', async () => {
    write({
      'a.txt': 'row\n'.repeat(1000),
      ...Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`f${index}.txt`, 'row\n'.repeat(30)])),
    });
    const report = await searched('^r.w$', true);
    const counts =
      report.outcome === 'searched' ? [report.hits.length, report.hits.filter((hit) => hit.path === 'a.txt').length, report.isCut] : [];
    expect(counts).toEqual([200, 40, true]);
  });

  it.skipIf(ripgrep === undefined)('says what is wrong with an expression', async () => {
    write({ 'a.txt': 'row\n' });
    expect(await searched('(', true)).toEqual({ outcome: 'failed', reason: expect.stringContaining('unclosed group') });
  });

  it.skipIf(ripgrep === undefined)('takes what begins with a dash for a text, and asks which files it may look at', async () => {
    write({ 'a.txt': '--files\n', 'b.txt': '--files\n' });
    expect(await searched('--files', false, (file) => file === 'b.txt')).toEqual({
      outcome: 'searched',
      hits: [{ path: 'b.txt', line: 1, text: '--files' }],
      isCut: false,
    });
  });

  it('does not try an expression without ripgrep', async () => {
    write({ 'a.txt': 'aaaa' });
    const { files, search } = await createNodeWorkspace({ root: at('.') });
    const report = await search.search({ folder: await files.resolve('.'), pattern: '(a+)+$', isRegex: true, takes: () => true }, signal);
    expect(report).toEqual({
      outcome: 'failed',
      reason: 'Expressions cannot be searched for here, because ripgrep was not found: search for a text.',
    });
  });
});

describe.skipIf(process.platform === 'win32')('What is ended early', () => {
  /** In place of ripgrep: says this, and then what the shell does. */
  let programs = 0;
  const program = (script: string): string => {
    programs += 1;
    const file = at(`${programs}.sh`);
    writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return file;
  };
  const hit = { path: 'a.ts', line: 1, text: 'vat' };
  const question = (folder: AskedPath, isRegex = false) => ({ folder, pattern: 'vat', isRegex, takes: () => true });
  const folder: AskedPath = { text: '.', absolute: '/', real: '/' };

  it.each([
    ['by its time limit', 'exec sleep 20', 100],
    ['by a signal', 'kill -KILL $$', 10_000],
    ['by a folder that it may not look into', 'exit 2', 10_000],
  ])('%s is not told as everything', async (_, ending, timeoutMs) => {
    const early = program(`printf 'a.ts\\0'; ${ending}`);
    const listed = await listFiles(at('.'), early, signal, { files: 20, timeoutMs });
    const searched = [`printf 'a.ts\\0001:vat\\n'; ${ending}`, ending].map((script) =>
      ripgrepSearch(program(script), at('.'), question(folder), signal, timeoutMs),
    );
    expect([listed, await searched[0], await searched[1]]).toEqual([
      { paths: ['a.ts'], isCut: true },
      { outcome: 'searched', hits: [hit], isCut: true },
      { outcome: 'searched', hits: [], isCut: true },
    ]);
  });

  it('without having seen anything is not told as nothing', async () => {
    const late = await listFiles(at('.'), program('exec sleep 20'), signal, { files: 20, timeoutMs: 100 });
    expect(late).toEqual({ paths: [], isCut: true });
  });

  it('by the bound of what is told is not told as everything, whoever lists', async () => {
    write({ 'a.ts': '', 'b.ts': '', 'c.ts': '' });
    const limits = { files: 2, timeoutMs: 10_000 };
    const byProgram = await listFiles(at('.'), program(`printf 'a.ts\\0b.ts\\0c.ts\\0'`), signal, limits);
    write({ '.gitignore': '*.sh\n.gitignore' });
    const byFiles = await listFiles(at('.'), undefined, signal, limits);
    execFileSync('git', ['init', '--quiet'], { cwd: at('.') });
    const cut = { paths: ['a.ts', 'b.ts'], isCut: true };
    expect([byProgram, byFiles, await listFiles(at('.'), undefined, signal, limits)]).toEqual([cut, cut, cut]);
  });

  it('by the user is nothing that is told at all', async () => {
    const stop = new AbortController();
    const early = program(`printf 'a.ts\\0'; exec sleep 20`);
    const work = [listFiles(at('.'), early, stop.signal), ripgrepSearch(early, at('.'), question(folder), stop.signal)];
    stop.abort();
    expect((await Promise.allSettled(work)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it('is not called a wrong expression where it is none', async () => {
    const report = await ripgrepSearch(program('exit 2'), at('.'), question(folder, true), signal);
    expect(report).toEqual({ outcome: 'searched', hits: [], isCut: true });
  });

  it('before a text was looked for in all files that are listed, is told', async () => {
    const files = { paths: ['a.ts'], isCut: true, text: async () => 'vat', isLate: () => false };
    expect(await plainSearch(files, question(folder), signal)).toEqual({ outcome: 'searched', hits: [hit], isCut: true });
  });
});

describe('A path', () => {
  it('is resolved through its links, also one to what is not there yet', async () => {
    write({ 'in/a.txt': '' });
    symlinkSync('/etc', at('in/out'));
    symlinkSync('/etc/not-there-yet', at('in/dangling'));
    symlinkSync(at('in/loop'), at('in/loop'));
    const { files } = await createNodeWorkspace({ root: at('in') });
    const real = await Promise.all(
      ['a.txt', 'new/b.txt', 'out/passwd', 'out/new', 'dangling', 'loop', 'a\0b'].map(async (name) => (await files.resolve(name)).real),
    );
    const root = realpathSync(at('in'));
    expect(real).toEqual([`${root}/a.txt`, `${root}/new/b.txt`, '/etc/passwd', '/etc/new', '/etc/not-there-yet', '', '']);
  });

  it('whose end nobody can tell is refused', async () => {
    symlinkSync(at('loop'), at('loop'));
    const { files } = await createNodeWorkspace({ root: at('.') });
    expect(judgePath(await files.resolve('loop'), 'read', files.place('read')).verdict).toBe('refuse');
  });
});

describe('A file', () => {
  it('is a text only where its bytes can be written back', async () => {
    write({
      'utf8.txt': 'Grüße 😀',
      'bom.txt': '\uFEFFa',
      'latin1.txt': Uint8Array.of(0x47, 0xfc),
      'nul.bin': 'a\0b',
      'huge.txt': 'x'.repeat(2_000_001),
    });
    const { files } = await createNodeWorkspace({ root: at('.') });
    const read = await Promise.all(
      ['utf8.txt', 'bom.txt', 'latin1.txt', 'nul.bin', 'huge.txt', '.', 'none'].map(async (name) =>
        files.read(await files.resolve(name), signal),
      ),
    );
    expect(read).toEqual([
      { type: 'text', text: 'Grüße 😀', isUnsaved: false },
      { type: 'text', text: '\uFEFFa', isUnsaved: false },
      { type: 'binary' },
      { type: 'binary' },
      { type: 'too-large', bytes: 2_000_001 },
      { type: 'folder' },
      { type: 'missing' },
    ]);
  });

  it('that is a pipe is not waited for', async () => {
    execFileSync('mkfifo', [at('pipe')]);
    const { files } = await createNodeWorkspace({ root: at('.') });
    expect(await files.read(await files.resolve('pipe'), signal)).toEqual({ type: 'binary' });
  });
});

describe('Changes', () => {
  const changes = async (list: readonly (readonly [string, string | undefined, string | undefined])[]) => {
    const { files } = await createNodeWorkspace({ root: at('.') });
    return files.apply(
      await Promise.all(list.map(async ([name, before, after]) => ({ path: name, before, after, asked: await files.resolve(name) }))),
    );
  };

  it('are all done: written, made with their folders, deleted', async () => {
    write({ 'a.txt': 'one', 'b.txt': 'two' });
    const report = await changes([
      ['a.txt', 'one', 'three'],
      ['b.txt', 'two', undefined],
      ['new/deep/c.txt', undefined, 'four'],
    ]);
    expect([report, readFileSync(at('a.txt'), 'utf8'), existsSync(at('b.txt')), readFileSync(at('new/deep/c.txt'), 'utf8')]).toEqual([
      { outcome: 'applied', unsaved: [] },
      'three',
      false,
      'four',
    ]);
  });

  it('are not done at all where one file is another by now (security point 6)', async () => {
    write({ 'a.txt': 'one', 'b.txt': 'TWO' });
    const report = await changes([
      ['a.txt', 'one', 'three'],
      ['b.txt', 'two', 'four'],
    ]);
    const made = await changes([['a.txt', undefined, 'new']]);
    expect([report, made, readFileSync(at('a.txt'), 'utf8')]).toEqual([
      { outcome: 'outdated', path: 'b.txt' },
      { outcome: 'outdated', path: 'a.txt' },
      'one',
    ]);
  });

  it('of a name keep who may run the file', async () => {
    write({ 'a.sh': 'true' });
    execFileSync('chmod', ['755', at('a.sh')]);
    await changes([
      ['a.sh', 'true', undefined],
      ['bin/b.sh', undefined, 'true'],
    ]);
    expect([existsSync(at('a.sh')), statSync(at('bin/b.sh')).mode & 0o777]).toEqual([false, 0o755]);
  });
});
