import { describe, expect, it } from 'vitest';
import { ignoreRules } from '../../../../src/core/completion/context/index.ts';

describe('The rules of a .gitignore', () => {
  it.each<[rules: string, path: string, isIgnored: boolean]>([
    ['build/', 'a/build/x.js', true],
    ['/dist', 'dist/a.js', true],
    ['/dist', 'a/dist/a.js', false],
    ['*.log', 'a/b.log', true],
    ['config/*.json', 'x/config/a.json', false],
    ['**/foo', 'a/foo/b', true],
    ['# built\r\n\r\nout\r\n', 'out/a.js', true],
    ['\uFEFFout', 'out/a.js', true],
    ['!keep', 'keep', false],
    ['#x', '#x', false],
    ['/', 'a.ts', false],
    ['./', 'a.ts', false],
    ['[Dd]ebug/', 'Debug/x', true],
    ['[Dd]ebug/', 'src/x', false],
    ['*.l[oa]g', 'a.log', true],
    ['*.l[!x]g', 'a.log', true],
    ['a[]x]b/c', 'a]b/c', true],
    ['x[[:alpha:]]/c', 'xy/c', true],
    ['x[abc', 'x[abc', true],
    ['foo\\ bar', 'foo bar', true],
    ['foo\\ ', 'foo ', true],
    ['\\#x', '#x', true],
    ['\\!x', '!x', true],
    ['\\[id\\].ts', '[id].ts', true],
    ['a\\é', 'aé', true],
    ['*.{js,ts}', 'x.{js,ts}', true],
    ['*.{js,ts}', 'x.ts', true],
    ['*.{js,ts}', 'x.py', false],
    [`${'{a,b}'.repeat(10)}`, 'x.py', false],
  ])('%j: is %s ignored? %s', (rules, path, isIgnored) => {
    expect(ignoreRules(rules)(path)).toBe(isIgnored);
  });
});
