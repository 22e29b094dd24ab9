import { describe, expect, it } from 'vitest';
import { runPrepared, shop } from './memoryWorkspace.ts';

describe('Reading', () => {
  it('shows lines with their numbers, and asks nobody', async () => {
    const prepared = await shop().prepare({ tool: 'read', path: 'src/price.ts' }, 'every-step');
    expect({ ...prepared, run: await runPrepared(prepared) }).toEqual({
      content: undefined,
      verdict: { verdict: 'automatic', rule: 'reading' },
      run: {
        isError: false,
        text: '1\texport const vat = 19;\n2\texport const currency = "EUR";',
        facts: { paths: ['src/price.ts'] },
      },
    });
  });

  it('shows the lines that are asked for, and says which of how many', async () => {
    const workspace = shop({ 'long.txt': Array.from({ length: 900 }, (_, index) => `row ${index + 1}`).join('\n') });
    const [some, all] = await Promise.all([
      workspace.run({ tool: 'read', path: 'long.txt', fromLine: 899, toLine: 2000 }),
      workspace.run({ tool: 'read', path: 'long.txt' }),
    ]);
    expect([some.text, all.text.split('\n').at(-1)]).toEqual([
      '899\trow 899\n900\trow 900\n(lines 899 to 900 of 900)',
      '(lines 1 to 500 of 900)',
    ]);
  });

  it('leaves out what is not seen, and says where', async () => {
    const { text } = await shop({ 'a.ts': 'one\ntw\u200Bo\u{E0041}\n' }).run({ tool: 'read', path: 'a.ts' });
    expect(text).toBe('1\tone\n2\ttwo\n(invisible characters are left out here in lines 2)');
  });

  it.each([
    [{ type: 'binary' }, 'logo.png is no text in UTF-8.'],
    [{ type: 'too-large', bytes: 5_000_000 }, 'logo.png is too large to be read: 5000000 bytes. Search in it.'],
    [{ type: 'folder' }, 'logo.png is a folder: list it.'],
    [{ type: 'missing' }, 'logo.png does not exist.'],
  ] as const)('says of what has no text what it is: %j', async (content, text) => {
    const workspace = shop();
    workspace.files.set('/shop/logo.png', content);
    expect(await workspace.run({ tool: 'read', path: 'logo.png' })).toEqual({ isError: true, text });
  });

  it('is the user’s to allow where a file may hold secrets, is ignored by git, or lies outside', async () => {
    const workspace = shop({ '.env': 'KEY=1', 'dist/out.js': '' });
    workspace.ignored.add('/shop/dist/out.js');
    workspace.links.set('/shop/link', '/etc/passwd');
    const verdicts = await Promise.all(
      ['.env', 'dist/out.js', '/etc/hosts', 'link'].map(async (path) => {
        const { content, verdict } = await workspace.prepare({ tool: 'read', path });
        return [content, verdict.verdict, verdict.rule];
      }),
    );
    expect(verdicts).toEqual([
      [{ type: 'read', path: '.env' }, 'ask', 'secret-file'],
      [{ type: 'read', path: 'dist/out.js' }, 'ask', 'ignored-file'],
      [{ type: 'read', path: '/etc/hosts' }, 'ask', 'outside-workspace'],
      [{ type: 'read', path: 'link' }, 'ask', 'link-out-of-workspace'],
    ]);
  });

  it('is refused where the user keeps a file from models, the path is not what it looks like, or the workspace is not trusted', async () => {
    const workspace = shop({ 'private/plan.md': '' });
    workspace.excluded.add('private/plan.md');
    const rules = await Promise.all(
      ['private/plan.md', '~/notes', 'a/../../b'].map(async (path) => (await workspace.prepare({ tool: 'read', path })).verdict.rule),
    );
    workspace.isTrusted = false;
    const untrusted = await workspace.prepare({ tool: 'read', path: 'src/price.ts' });
    expect([...rules, untrusted.verdict.rule]).toEqual(['excluded', 'home', 'parent-folder', 'untrusted-workspace']);
  });

  it('reads nothing once the path leads elsewhere than when it was looked at', async () => {
    const workspace = shop({ 'notes.md': 'mine' });
    const prepared = await workspace.prepare({ tool: 'read', path: 'notes.md' });
    workspace.links.set('/shop/notes.md', '/home/me/.ssh/id_ed25519');
    expect(await runPrepared(prepared)).toEqual({
      isError: true,
      text: 'notes.md leads elsewhere than when it was asked for; it was not read.',
    });
  });
});

describe('Listing', () => {
  it('tells the files one by one, and of many how many lie in each folder', async () => {
    const few = await shop({ 'a.md': '' }).run({ tool: 'list', path: '.' });
    const many = shop(Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`deep/er/${index}.ts`, ''])));
    expect([few.text, (await many.run({ tool: 'list', path: '.' })).text]).toEqual([
      'a.md\nsrc/price.ts',
      'deep/ (300 files)\nsrc/ (1 files)',
    ]);
  });

  it('that was ended before it had seen all says so, whatever it found until then', async () => {
    const [some, none] = [shop({ 'a.md': '' }), shop()];
    none.files.clear();
    none.files.set('/shop', { type: 'folder' });
    const texts = [some, none].map(async (workspace) => {
      workspace.isEndedEarly = true;
      return (await workspace.run({ tool: 'list', path: '.' })).text;
    });
    expect(await Promise.all(texts)).toEqual([
      'src/ (1 or more files)\na.md\n(these are not all: the listing was ended early, list a folder of it)',
      '(no file was seen before the listing was ended early: that does not say that there is none)',
    ]);
  });
});

describe('Searching', () => {
  it('finds nothing in files that a model may not read unasked', async () => {
    const workspace = shop({ '.env': 'vat=7', 'private.md': 'vat', 'docs/vat.md': 'vat' });
    workspace.excluded.add('private.md');
    const all = await workspace.run({ tool: 'search', pattern: 'vat', isRegex: false });
    const some = await workspace.run({ tool: 'search', pattern: 'vat', isRegex: false, glob: '*.md' });
    const none = await workspace.run({ tool: 'search', pattern: 'tax', isRegex: false });
    expect([all.text, some.text, none.text]).toEqual([
      'src/price.ts:1: export const vat = 19;\ndocs/vat.md:1: vat',
      'docs/vat.md:1: vat',
      '(nothing found)',
    ]);
  });

  it('that was ended before it had seen all says so, whatever it found until then', async () => {
    const workspace = shop();
    workspace.isEndedEarly = true;
    const texts = ['vat', 'tax'].map(async (pattern) => (await workspace.run({ tool: 'search', pattern, isRegex: false })).text);
    expect(await Promise.all(texts)).toEqual([
      'src/price.ts:1: export const vat = 19;\n(the search was ended early: there may be more, search for something narrower)',
      '(nothing was found before the search was ended early: that does not say that there is nothing)',
    ]);
  });
});

describe('Errors and warnings', () => {
  it('are told, errors first, of files that a model may read', async () => {
    const workspace = shop();
    workspace.hasDiagnostics = true;
    const problem = (severity: 'error' | 'warning', message: string) => ({ severity, line: 2, message, source: 'ts' });
    workspace.problems.set('/shop/src/price.ts', [problem('warning', 'unused'), problem('error', 'no such name')]);
    workspace.problems.set('/shop/.env', [problem('error', 'KEY=1')]);
    expect(await workspace.run({ tool: 'diagnostics' })).toEqual({
      isError: false,
      text: 'src/price.ts:2: error: no such name (ts)\nsrc/price.ts:2: warning: unused (ts)',
      facts: { problems: 1, paths: ['src/price.ts'] },
    });
  });
});
