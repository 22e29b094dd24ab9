import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allowListProblems, type CommandLists, filesRead, judgeCommand } from '../../../../src/core/agent/commands/index.ts';

const runs = { numRuns: Number(process.env.FC_RUNS ?? 1000) };

function ruledOn(command: string, lists: Partial<CommandLists> = {}): string {
  const { verdict, rule } = judgeCommand(command, { allow: ['npm test'], deny: [], approvedTests: [], ...lists });
  return `${verdict}: ${rule}`;
}

describe('A command', () => {
  it.each<[string, Partial<CommandLists>, string]>([
    ['ls -la', {}, 'automatic: harmless: ls'],
    ['npm test', {}, 'automatic: your list: npm test'],
    ['npm test 2>&1 | tail -20', {}, 'automatic: your list: npm test, harmless: tail'],
    ['cd src && cat a.ts', {}, 'automatic: harmless: cd, harmless: cat'],
    ['./run --all', { approvedTests: ['./run --all'] }, 'automatic: approved-test'],
    ['./run --all ', { approvedTests: ['./run --all'] }, 'ask: program-by-path'],
    ['rg "a|b"', {}, 'automatic: harmless: rg'],
    ["rg 'a|b'", {}, 'ask: mixed-quotes'],
    ["rg 'a|b'", { system: 'posix' }, 'automatic: harmless: rg'],
    ['git status', { folder: 'packages/api' }, 'ask: git-elsewhere'],
    ['npm test', { deny: ['npm test'], approvedTests: ['npm test'] }, 'refuse: denied'],
    ['echo npm test', { deny: ['npm test'] }, 'ask: denied'],
    ['sudo "n\\pm" --silent test', { deny: ['npm test'] }, 'refuse: denied'],
    ['npm tes?', { deny: ['npm test'] }, 'ask: denied'],
    ['npm -s t*', { allow: ['npm'], deny: ['npm test'] }, 'ask: denied'],
    ['ls src/*.ts', { deny: ['ls -a', 'git push', 'ls test'] }, 'automatic: harmless: ls'],
    ['npm run build', {}, 'ask: not-in-list'],
    ['curl x', { allow: ['curl'] }, 'ask: network'],
    ['sudo ls', { allow: ['sudo ls'] }, 'ask: wrapper'],
    ['A=1 ls', {}, 'ask: environment'],
    ['ls > a', {}, 'ask: redirection'],
    ['ls $(a)', {}, 'ask: expansion'],
    ['ls `a`', {}, 'ask: substitution'],
    ['ls\nls', {}, 'ask: newline'],
    ['ls & ls', {}, 'ask: background'],
    ['ls \u202E', {}, 'ask: odd-character'],
    ['ls "', {}, 'ask: unreadable'],
    ['cat .env', {}, 'ask: secret'],
    ['cat ../a', {}, 'ask: outside'],
    ['git diff --output=a', {}, 'ask: option'],
    ['', {}, 'ask: empty'],
  ])('%j %j is %s', (command, lists, expected) => {
    expect(ruledOn(command, lists)).toBe(expected);
  });

  it('tells the files that it reads, so that their links are looked at', () => {
    expect([filesRead("cd src && cat a.ts | grep -n 'a|b' - b.ts"), filesRead('git show HEAD:a.ts; sed -n 1,5p a.ts', 'api')]).toEqual([
      ['src', 'src/a.ts', 'src/b.ts'],
      ['api/a.ts'],
    ]);
  });
});

describe('An entry of the list', () => {
  it('that is a pattern, or lets anything through, counts for nothing, and is told', () => {
    const entries = [
      'npm test',
      'python -m pytest',
      'node scripts/check.mjs',
      '(a+)+$',
      'npm *',
      'git',
      'node -e',
      'curl',
      'npm run',
      './x',
      'a; b',
      '',
    ];
    expect(allowListProblems(entries).map(({ entry }) => entry)).toEqual(entries.slice(3));
  });
});

/** Characters that some shell takes for more than themselves. */
const meta = [
  '$',
  '`',
  '(',
  ')',
  '{',
  '}',
  '<',
  '>',
  '[',
  ']',
  '!',
  '#',
  '\\',
  '^',
  '\n',
  '\r',
  '\t',
  '&',
  ';;',
  '|&',
  '&|',
  "$'",
  '\u2018',
  '\u00A0',
  '*',
  '~a',
];
const plain = fc.constantFrom('ls', 'npm test', 'git status', 'cat a.ts', 'echo a', 'rg "a b"', "grep 'a' b.ts", 'pwd');
const lines = fc
  .array(fc.tuple(plain, fc.constantFrom(' && ', ' || ', '; ', ' | ')), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.map(([words], index) => words + (parts[index + 1] ? (parts[index]?.[1] ?? '') : '')).join(''));

describe('No command with a character outside quotes that means more than itself', () => {
  it('is automatic', () => {
    fc.assert(
      fc.property(lines, fc.constantFrom(...meta), fc.nat(), (line, character, seed) => {
        const places = [...line].flatMap((_each, index) => (isQuotedAt(line, index) ? [] : [index]));
        const at = places[seed % places.length] ?? 0;
        const command = line.slice(0, at) + character + line.slice(at);
        // A name pattern behind plain letters is known: it stands for files of the folder.
        const isKnown = character === '*' && /[\w./]/.test(line[at - 1] ?? '');
        return isKnown || !ruledOn(command).startsWith('automatic');
      }),
      runs,
    );
  });

  it('of whatever text, is automatic', () => {
    const words = fc
      .array(fc.oneof(plain, fc.constantFrom(...meta), fc.string({ maxLength: 5 })), { maxLength: 6 })
      .map((parts) => parts.join(' '));
    fc.assert(
      fc.property(words, (command) => {
        const unquoted = command.replace(/"[^"]*"|'[^']*'/g, '');
        return !/[$`(){}<>[\]!#\\^\n\r\t]|[^\x20-\x7e]/.test(unquoted.replaceAll('2>&1', '')) || !ruledOn(command).startsWith('automatic');
      }),
      runs,
    );
  });
});

function isQuotedAt(line: string, at: number): boolean {
  let quote = '';
  for (const character of line.slice(0, at)) {
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
  }
  return quote !== '';
}
