import fc from 'fast-check';
import picomatch from 'picomatch';
import { describe, expect, it } from 'vitest';
import { globProblem, nameGlob, pathGlob } from '../../../src/core/policy/globs.ts';

const runs = { numRuns: Number(process.env.FC_RUNS ?? 1000) };

// A dot at the end is nothing to Windows: the table below says so.
const name = fc.string({ unit: fc.constantFrom('a', 'b', '.', '-'), minLength: 1, maxLength: 5 }).filter((text) => !text.endsWith('.'));
const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join('/'));
const namePattern = fc
  .array(fc.constantFrom('a', 'b', '*', '?', '{a,b.}', '-'), { minLength: 1, maxLength: 5 })
  .map((parts) => parts.join('').replace(/\*+/g, '*'));
const pathPattern = fc
  .tuple(fc.array(fc.oneof(namePattern, fc.constant('**')), { minLength: 1, maxLength: 4 }), namePattern)
  .map(([folders, last]) => [...folders, last].join('/'))
  .filter((pattern) => globProblem(pattern) === undefined);

describe('A pattern', () => {
  it('for paths with a slash fits what picomatch says that it fits, or a folder on the way', () => {
    fc.assert(
      fc.property(pathPattern, path, (pattern, text) => {
        const folders = text.split('/').map((_name, index, names) => names.slice(0, index + 1).join('/'));
        const fits = picomatch(pattern, { dot: true, nocase: true, strictSlashes: true });
        expect([pattern, text, pathGlob(pattern)(text)]).toEqual([pattern, text, folders.some((folder) => fits(folder))]);
      }),
      runs,
    );
  });

  it('for names fits what picomatch says that it fits, where a slash is a character like any other', () => {
    fc.assert(
      fc.property(namePattern, path, (pattern, text) => {
        const flat = text.replaceAll('/', '-');
        expect([pattern, text, nameGlob(pattern.replaceAll('-', '/'))(text.replaceAll('-', '/'))]).toEqual([
          pattern,
          text,
          picomatch.isMatch(flat, pattern, { dot: true, nocase: true }),
        ]);
      }),
      runs,
    );
  });

  it('fits a path in any letter case, with a dot before it, and with the other slash', () => {
    fc.assert(
      fc.property(pathPattern, path, (pattern, text) => {
        const fits = pathGlob(pattern);
        const others = [text.toUpperCase(), `./${text}`, text.replaceAll('/', '\\'), `a/../${text}`];
        expect([pattern, text, others.map(fits)]).toEqual([pattern, text, others.map(() => fits(text))]);
      }),
      runs,
    );
  });

  it.each([
    ['stars', '*a'.repeat(100)],
    ['folders', '**/'.repeat(90)],
    ['braces', '{a,b}'.repeat(6)],
  ])('that would take another matcher for ever takes no time: many %s', (_what, pattern) => {
    expect(globProblem(pattern)).toBeUndefined();
    expect([nameGlob(pattern)(`${'a'.repeat(5000)}b`), pathGlob(pattern)(`${'a/'.repeat(2000)}c`)]).toEqual([
      nameGlob(pattern)('ab'),
      pattern.startsWith('**'),
    ]);
  });

  it.each([
    ['', 'must not be empty'],
    ['!src/**', 'must say what it is for, not what it is not for: take the "!" away'],
    ['a'.repeat(301), 'must not be longer than 300 characters'],
    ['{a,b}'.repeat(7), 'must not stand for more than 64 alternatives in braces'],
  ])('of no use is told with what to write instead: %#', (pattern, problem) => {
    expect(globProblem(pattern)).toBe(problem);
  });
});

describe('A path of a rule', () => {
  it.each<[string, string, boolean]>([
    ['secrets/**', 'secrets/key.txt', true],
    ['secrets/**', 'Secrets/Key.TXT', true],
    ['secrets/**', 'secrets', true],
    ['secrets/**', 'src/secrets/key.txt', false],
    ['secrets/**', 'src/../secrets/key.txt', true],
    ['secrets/**', '/secrets./key.txt', true],
    ['secrets', 'src/secrets/key.txt', true],
    ['secrets/', 'src/secrets/deep/key.txt', true],
    ['/secrets', 'src/secrets/key.txt', false],
    ['secrets\\**', 'secrets/key.txt', true],
    ['*.sql', 'db/dump.sql', true],
    ['*.sql', 'db/dump.sql::$DATA', true],
    ['*.sql', 'db/dump.sql.ts', false],
    ['app/(shop)/[id]/**', 'app/(shop)/[id]/page.tsx', true],
    ['app/(shop)/[id]/**', 'app/shop/i/page.tsx', false],
    ['über/**', 'u\u0308ber/a.txt', true],
  ])('%s at %s: %s', (pattern, text, expected) => {
    expect(pathGlob(pattern)(text)).toBe(expected);
  });
});
