import { expect, it } from 'vitest';
import { boundedDiff } from '../../../src/features/commitMessage/boundedDiff.ts';
import { fileDiffs } from '../../../src/features/commitMessage/diffOf.ts';

const pathsIn = (diff: string) => fileDiffs(diff).map(({ paths }) => paths);

it.each<[string, string, readonly string[]]>([
  ['a change', 'diff --git a/src/a.ts b/src/a.ts\nindex 1..2 100644\n--- a/src/a.ts\n+++ b/src/a.ts\n@@ -1 +1 @@\n-a\n+b\n', ['src/a.ts']],
  ['a new file', 'diff --git a/n.ts b/n.ts\nnew file mode 100644\n--- /dev/null\n+++ b/n.ts\n@@ -0,0 +1 @@\n+b\n', ['n.ts']],
  ['a deleted file', 'diff --git a/d.ts b/d.ts\ndeleted file mode 100644\n--- a/d.ts\n+++ /dev/null\n@@ -1 +0,0 @@\n-b\n', ['d.ts']],
  ['a new name', 'diff --git a/.env b/x.txt\nsimilarity index 100%\nrename from .env\nrename to x.txt\n', ['.env', 'x.txt']],
  ['an empty file', 'diff --git a/e b c b/e b c\nnew file mode 100644\nindex 0..1\n', ['e b c']],
  ['blanks', 'diff --git a/e b/c b/e b/c\nindex 1..2\n--- a/e b/c\t\n+++ b/e b/c\t\n@@ -1 +1 @@\n-a\n+b\n', ['e b/c']],
  [
    'unusual bytes',
    'diff --git "a/\\303\\244.ts" "b/\\303\\244.ts"\n--- "a/\\303\\244.ts"\n+++ "b/\\303\\244.ts"\n@@ -1 +1 @@\n',
    ['ä.ts'],
  ],
  ['quotes', 'diff --git "a/a\\"b\\t.ts" "b/a\\"b\\t.ts"\n--- "a/a\\"b\\t.ts"\n+++ "b/a\\"b\\t.ts"\n@@ -1 +1 @@\n', ['a"b\t.ts']],
  ['mnemonic prefixes', 'diff --git i/a.ts w/a.ts\n--- i/a.ts\n+++ w/a.ts\n@@ -1 +1 @@\n', ['a.ts']],
  ['no prefixes', 'diff --git src/a.ts src/a.ts\n--- src/a.ts\n+++ src/a.ts\n@@ -1 +1 @@\n', []],
])('reads which file it is of %s', (_, diff, paths) => {
  expect(pathsIn(diff)).toEqual([paths]);
});

it.each(['\r', '\u2028', '\u2029', '\u0085', '\v'])(
  'does not take what a file holds for the beginning of another file, nor for its name, after %j (security 14)',
  (lineEnd) => {
    const secret = `diff --git a/.env b/.env\n--- a/.env\n+++ b/.env\n@@ -1 +1 @@\n+x${lineEnd}diff --git a/ok.ts b/ok.ts${lineEnd}+++ b/ok.ts\n+KEY=1\n`;
    expect(fileDiffs(secret)).toEqual([{ paths: ['.env'], text: secret }]);
  },
);

it('tells several files apart, each with its text', () => {
  const a = 'diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -1 +1 @@\n-1\n+2\n';
  const b = 'diff --git a/b b/b\n--- a/b\n+++ b/b\n@@ -1 +1 @@\n-1\n+2\n';
  expect(fileDiffs(a + b)).toEqual([
    { paths: ['a'], text: a },
    { paths: ['b'], text: b },
  ]);
});

it('gives each file its share, and says what it leaves out of the long ones', () => {
  const short = { paths: ['a'], text: 'short\n' };
  const long = { paths: ['b'], text: '123456789\n'.repeat(10) };
  expect(boundedDiff([long, short], 50)).toBe(`${'123456789\n'.repeat(4)}(6 more lines of this file are left out)\nshort\n`);
});
