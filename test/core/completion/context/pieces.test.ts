import { describe, expect, it } from 'vitest';
import { ChunkRing } from '../../../../src/core/completion/context/chunkRing.ts';
import {
  chunkOf,
  contentKind,
  contextRoomBytes,
  cutIntoChunks,
  diffFiles,
  type EntryRules,
  importedNames,
  mayEnter,
  type SourceFile,
} from '../../../../src/core/completion/context/index.ts';
import type { Piece } from '../../../../src/core/completion/context/piece.ts';
import { RecentEdits } from '../../../../src/core/completion/context/recentEdits.ts';
import { localCandidate, paidCandidate } from '../../../support/tasks.ts';
import { about, openRules, snapshotAt, sourceFile } from './book.ts';

describe('A file', () => {
  it('is cut where something new begins at the left edge, and else after 64 lines', () => {
    const text = [about('One', 30), about('Two', 30), about('Three', 100)].join('\n\n');
    const sizes = [...cutIntoChunks(text)].map((chunk) => chunk?.text.split('\n').length);
    expect(sizes).toEqual([30, 30, 64, 36]);
  });

  it('of long lines is cut by characters, and of too few lines is no chunk', () => {
    const chunks = [...cutIntoChunks(`${'x'.repeat(1_500)}\n`.repeat(6))];
    expect([chunks.length, [...cutIntoChunks('a\n\n\n\nb')]]).toEqual([3, [undefined]]);
  });

  it.each([
    ['text', 'text', 'let a = 1;\n'],
    ['binary', 'binary', 'PK\0\0'],
    ['minified', 'minified', `a\n${'x'.repeat(2_001)}\n`],
    ['too large', 'too-large', 'line\n'.repeat(300_000)],
  ])('that is %s is told as such', (_, expected, text) => {
    expect(contentKind(text)).toBe(expected);
  });
});

describe('A file may enter', () => {
  const file = sourceFile('src/a.ts');
  const own = snapshotAt('', { path: 'src/main.ts' });
  type Case = readonly [string, Partial<SourceFile>, Partial<EntryRules>, string];
  it.each<Case>([
    ['as it is', {}, {}, 'enters'],
    ['not where nobody types', { scheme: 'output' }, {}, 'scheme'],
    ['not with a rule for its path', {}, { pathUse: () => 'local' as const }, 'path-policy'],
    ['not where the user said so', {}, { isExcluded: () => true }, 'excluded-by-user'],
    ['not when it is huge', { content: 'too-large' as const }, {}, 'too-large'],
    ['not when it is binary', { content: 'binary' as const }, {}, 'binary'],
    ['not when it is minified', { content: 'minified' as const }, {}, 'minified'],
    ['not before the workspace is trusted', {}, { isTrusted: () => false }, 'untrusted'],
    ['when it is the very file, trusted or not', { path: 'src/main.ts' }, { isTrusted: () => false }, 'enters'],
    ['not from another folder', { workspace: 'bank' }, {}, 'other-folder'],
    ['not when git ignores it', {}, { isIgnored: () => true }, 'ignored-by-git'],
    ['not before it is known whether git does', {}, { isIgnored: () => undefined }, 'ignored-unknown'],
    ['unsaved, of which git knows nothing', { scheme: 'untitled' }, { isIgnored: () => undefined }, 'enters'],
  ])('%s', (_, change, rules, expected) => {
    const verdict = mayEnter({ ...file, ...change }, own, { ...openRules, ...rules });
    expect(verdict.enters ? 'enters' : verdict.reason).toBe(expected);
  });
});

describe('The ring', () => {
  const piece = (thing: string): Piece => {
    const chunk = chunkOf(about(thing));
    if (!chunk) throw new Error('too short');
    return { ...chunk, file: sourceFile(`${thing}.ts`) };
  };

  it('lets the chunk in that waited longest, and holds the newest 16', () => {
    const ring = new ChunkRing();
    const things = Array.from({ length: 20 }, (_, index) => `Thing${index}`);
    for (const thing of things) {
      ring.pick(piece(thing));
      ring.advance();
    }
    expect(ring.kept.map(({ file }) => file.path)).toEqual(things.slice(4).map((thing) => `${thing}.ts`));
    expect([ring.hasWaiting, ring.advance()]).toEqual([false, false]);
  });

  it('takes nothing twice, and the newer of what is nearly the same', () => {
    const ring = new ChunkRing();
    const [cart, tax] = [piece('Cart'), piece('Tax')];
    ring.pick(cart);
    ring.pick(cart);
    ring.pick(tax);
    ring.advance();
    const newer = { ...cart, text: `${cart.text} // x` };
    ring.pick(newer);
    expect([ring.kept, ring.hasWaiting]).toEqual([[], true]);
    while (ring.advance());
    expect(ring.kept).toEqual([tax, newer]);
  });
});

describe('Recent edits', () => {
  it('near each other are one, move with what comes above, and are over after five minutes', () => {
    const edits = new RecentEdits();
    const change = (line: number, removedLines: number, insertedLines: number, atMs: number, uri = 'a') =>
      edits.changed({ uri, line, removedLines, insertedLines }, atMs);
    change(10, 1, 1, 0);
    change(11, 1, 2, 1_000);
    change(50, 1, 1, 2_000, 'b');
    change(2, 1, 4, 3_000);
    const all = edits.recent(4_000).map(({ uri, start, end }) => [uri, start, end]);
    expect([all, edits.recent(301_500).map(({ uri, start, end }) => [uri, start, end])]).toEqual([
      [
        ['a', 13, 16],
        ['b', 50, 51],
        ['a', 2, 6],
      ],
      [
        ['b', 50, 51],
        ['a', 2, 6],
      ],
    ]);
  });

  it('are none where a whole file was replaced, and go with the lines they were in', () => {
    const edits = new RecentEdits();
    edits.changed({ uri: 'a', line: 5, removedLines: 1, insertedLines: 1 }, 0);
    edits.changed({ uri: 'a', line: 0, removedLines: 100, insertedLines: 100 }, 1);
    expect(edits.recent(2)).toEqual([]);
  });
});

describe('The room for context', () => {
  const snapshot = snapshotAt('x'.repeat(3_000));
  it.each([
    ['a paid model', paidCandidate(), 5_120],
    ['an unknown model', undefined, 5_120],
    ['a local model whose context is not known', localCandidate(), 5_120],
    ['a local model with a large context', localCandidate('m', { contextTokens: 32_768 }), 24_576],
    ['a local model with 8,192 tokens', localCandidate('m', { contextTokens: 8_192 }), 17_408],
    ['a local model whose server would drop it', localCandidate('m', { contextTokens: 2_048 }), 0],
    ['a paid model with a small context', paidCandidate('m', { contextTokens: 3_000 }), 2_048 - 1_024 + 1_024],
  ])('of %s', (_, candidate, expected) => {
    expect(contextRoomBytes(candidate, snapshot)).toBe(expected);
  });
});

describe('Imported names', () => {
  it.each([
    ["import React, { useState as state, type Ref } from 'react';", ['React', 'useState', 'state', 'Ref']],
    ["import * as path from 'node:path';", ['path']],
    ["import {\n  a,\n  b,\n} from './c.ts';", ['a', 'b']],
    ["const { readFile, writeFile } = require('fs');", ['readFile', 'writeFile']],
    ['from os.path import join, exists as there', ['join', 'exists', 'there']],
    ['from x import (\n  a,\n  b\n)', ['a', 'b']],
    ['import java.util.List;', ['List']],
    ['use std::collections::{HashMap, BTreeMap};', ['HashMap', 'BTreeMap']],
    ['let a = 1;', []],
  ])('of %j are %j', (text, expected) => {
    const found = importedNames(text);
    expect(found.map(({ name }) => name)).toEqual(expected);
    expect(found.every(({ name, offset }) => text.startsWith(name, offset))).toBe(true);
  });
});

describe('A diff', () => {
  const part = (name: string, header = `--- a/${name}\n+++ b/${name}\n`) =>
    `diff --git a/${name} b/${name}\nindex 1..2 100644\n${header}@@ -1 +1 @@\n-a\n+b\n`;
  it('comes apart by file, with all names of each', () => {
    const renamed = part('new.ts', 'rename from .env\nrename to new.ts\n--- a/.env\n+++ b/new.ts\n').replace('a/new.ts', 'a/.env');
    const added = part('add.ts', '--- /dev/null\n+++ b/add.ts\n');
    expect(diffFiles(part('src/a.ts') + renamed + added)).toEqual([
      { paths: ['src/a.ts'], text: part('src/a.ts') },
      { paths: ['.env', 'new.ts'], text: renamed },
      { paths: ['add.ts'], text: added },
    ]);
  });

  it.each<[what: string, header: string, paths: readonly string[] | undefined]>([
    ['without prefixes', 'diff --git b/.env b/.env\n--- b/.env\n+++ b/.env\n', ['b/.env']],
    ['with the usual prefixes', 'diff --git a/b/x b/b/x\n--- a/b/x\n+++ b/b/x\n', ['b/x']],
    ['with prefixes of the index and the working tree', 'diff --git i/w/x w/w/x\n--- i/w/x\n+++ w/w/x\n', ['w/x']],
    ['with blanks in a name', 'diff --git a/x b/y b/x b/y\n--- a/x b/y\t\n+++ b/x b/y\t\n', ['x b/y']],
    ['of a new file without prefixes', 'diff --git a/x a/x\nnew file mode 100644\n--- /dev/null\n+++ a/x\n', ['a/x']],
    ['renamed without prefixes', 'diff --git a/x b/x\nrename from a/x\nrename to b/x\n--- a/x\n+++ b/x\n', ['a/x', 'b/x']],
    ['copied with prefixes', 'diff --git a/a/x b/b/x\ncopy from a/x\ncopy to b/x\n--- a/a/x\n+++ b/b/x\n', ['a/x', 'b/x']],
    ['with prefixes of the user’s own', 'diff --git old/x new/x\n--- old/x\n+++ new/x\n', undefined],
    ['whose lines do not agree', 'diff --git a/x b/x\n--- a/x\n+++ b/y\n', undefined],
    ['of a conflict', 'diff --cc x\nindex a,b..c\n--- a/x\n+++ b/x\n', undefined],
  ])('%s: names are read only where all lines agree', (_what, header, paths) => {
    expect(diffFiles(`${header}@@ -1 +1 @@\n-a\n+b\n`).map((file) => file.paths)).toEqual(paths ? [paths] : []);
  });

  it('has nothing of a file in the part of another one: of conflicts, submodules and unmerged paths', () => {
    const foreign = ['diff --cc .env\n@@@ -1 -1 +1 @@@\n++KEY\n', 'Submodule keys 1..2:\n  > KEY\n', '* Unmerged path keys/KEY\n'];
    expect(foreign.map((text) => diffFiles(part('src/a.ts') + text))).toEqual(
      foreign.map(() => [{ paths: ['src/a.ts'], text: part('src/a.ts') }]),
    );
  });

  it('leaves out what is binary, and what has names in quotes', () => {
    const quoted = part('x', '--- "a/\\303\\244.env"\n+++ "b/\\303\\244.env"\n');
    const binary = 'diff --git a/a.png b/a.png\nBinary files a/a.png and b/a.png differ\n';
    expect(diffFiles(quoted + binary)).toEqual([]);
  });
});
