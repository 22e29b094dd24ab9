import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import type { SyntaxVerdict } from '../../../src/core/completion/index.ts';
import { WorkerSyntaxCheck, type WorkerSyntaxCheckOptions } from '../../../src/providers/syntax/workerSyntaxCheck.ts';
import { useFolder } from '../../support/useFolder.ts';

const script = fileURLToPath(new URL('../../../src/providers/syntax/syntaxWorker.ts', import.meta.url));
const grammars = path.dirname(fileURLToPath(import.meta.resolve('@vscode/tree-sitter-wasm')));
const inFolder = useFolder();
const started: WorkerSyntaxCheck[] = [];
/** One thread for all that asks about code. Loading takes as long as the machine wants. */
const real = new WorkerSyntaxCheck({ script, grammars, maxMs: 20_000 });
afterAll(() => real.dispose());
afterEach(() => {
  for (const check of started.splice(0)) check.dispose();
});

/** The document's cursor is at `|`. */
function ask(check: WorkerSyntaxCheck, languageId: string, document: string, text = '', signal = new AbortController().signal) {
  const [before = '', after = ''] = document.split('|');
  return check.check(languageId, { before, after }, text, signal);
}

/** A thread of a few lines in place of the parser's. */
function checkWith(body: string, options: Partial<WorkerSyntaxCheckOptions> = {}): WorkerSyntaxCheck {
  const file = inFolder('worker.cjs');
  writeFileSync(file, `const { parentPort, workerData } = require('node:worker_threads');\n${body}`);
  const check = new WorkerSyntaxCheck({ script: file, grammars, maxMs: 20_000, ...options });
  started.push(check);
  return check;
}

const parsesAll = `parentPort.on('message', ({ id }) => parentPort.postMessage({ id, verdict: 'parses' }));`;
const saysNothing = `parentPort.on('message', () => undefined);`;

describe('Whether a document parses with an offer in it', () => {
  it.each([
    ['typescript', 'const a: number = |;\n', '1', 'parses'],
    ['typescript', 'const a: number = |;\n', '(1', 'breaks'],
    ['typescript', 'const a = <string>b;\n|', 'type A = { readonly a: 1 };', 'parses'],
    ['typescriptreact', 'const a = <b>|</b>;\n', '{c}', 'parses'],
    ['typescriptreact', 'const a = <b>|</b>;\n', '<c>', 'breaks'],
    ['javascript', 'const a = [|];\n', '1, 2', 'parses'],
    ['javascript', 'const a = [|];\n', '1, 2]', 'breaks'],
    ['javascriptreact', 'const a = <b>|</b>;\n', '{c}', 'parses'],
    ['python', 'def a():\n    |\n', 'return 1', 'parses'],
    ['python', 'def a():\n    |\n', 'return (1', 'breaks'],
    ['go', 'package a\n\nfunc b() {\n\t|\n}\n', 'c := 1', 'parses'],
    ['go', 'package a\n\nfunc b() {\n\t|\n}\n', 'if c {', 'breaks'],
    ['rust', 'fn a() {\n    |\n}\n', 'let b: &\'static str = "c";', 'parses'],
    ['rust', 'fn a() {\n    |\n}\n', 'let b = ;', 'breaks'],
    ['java', 'class A {\n    |\n}\n', 'int b() { return 1; }', 'parses'],
    ['java', 'class A {\n    |\n}\n', 'int b( { return 1; }', 'breaks'],
    ['typescript', '|', '', 'parses'],
    ['typescript', 'const 名前 = "😀|";\n', 'שלום 😀', 'parses'],
  ] satisfies readonly [string, string, string, SyntaxVerdict][])('in %s, %j with %j: %s', async (languageId, document, text, verdict) => {
    expect(await ask(real, languageId, document, text)).toBe(verdict);
  });

  it.each([
    ['no grammar is there for', 'vue', 'a|'],
    ['is named like a part of every object', 'constructor', 'a|'],
    ['is too large', 'typescript', `${'a;\n'.repeat(100_000)}|;`],
  ])('is unknown of what %s', async (_what, languageId, document) => {
    expect(await ask(real, languageId, document)).toBe('unknown');
  });

  it.each([
    ['binary', '\0\u0001\u0002\uFFFD'.repeat(500)],
    ['one line', 'f(a,b);'.repeat(10_000)],
    ['openers', '([{'.repeat(2000)],
    ['halves of characters', '"\uD83D\uDE00\uD83D"'.repeat(500)],
  ])('is told of rubbish, too: %s', async (what, text) => {
    expect(await ask(real, 'typescript', `|${text}`)).toBe(what === 'one line' ? 'parses' : 'breaks');
  });
});

describe('The thread that parses', () => {
  it('starts with the first question that has a grammar', async () => {
    const check = checkWith(parsesAll);
    const before = [await ask(check, 'vue', '|'), check.isRunning];
    expect([...before, await ask(check, 'go', '|'), check.isRunning]).toEqual(['unknown', false, 'parses', true]);
  });

  it('ends when nothing was asked for a while, and starts with the next question', async () => {
    const check = checkWith(parsesAll, { idleMs: 1 });
    const first = await ask(check, 'go', '|');
    await vi.waitUntil(() => !check.isRunning, { interval: 1 });
    expect([first, await ask(check, 'go', '|')]).toEqual(['parses', 'parses']);
  });

  it('stops parsing when the question is taken back, and goes on with the next one', async () => {
    const check = new WorkerSyntaxCheck({ script, grammars, maxMs: 20_000 });
    started.push(check);
    const left = new AbortController();
    const long = ask(check, 'typescript', `${'f(a, [b, {c: 1}]);\n'.repeat(15_000)}|`, '', left.signal);
    left.abort();
    expect([await long, await ask(check, 'typescript', '|', 'a = 1;')]).toEqual(['unknown', 'parses']);
  });

  it('is never asked what was taken back while it waited', async () => {
    const check = checkWith(`const asked = []; parentPort.on('message', ({ id, text }) => {
      asked.push(text);
      parentPort.postMessage({ id, verdict: asked.join() });
    });`);
    const left = new AbortController();
    const asked = [ask(check, 'go', '|', 'first'), ask(check, 'go', '|', 'second', left.signal), ask(check, 'go', '|', 'third')];
    left.abort();
    expect(await Promise.all(asked)).toEqual(['first', 'unknown', 'first,third']);
  });

  it('is not waited for beyond the time that was set', async () => {
    const check = checkWith(saysNothing, { maxMs: 5 });
    expect(await ask(check, 'go', '|')).toBe('unknown');
  });

  it('is asked nothing when the question was taken back before', async () => {
    const check = checkWith(parsesAll);
    expect([await ask(check, 'go', '|', '', AbortSignal.abort()), check.isRunning]).toEqual(['unknown', false]);
  });

  it('starts again after a crash, but not for ever', async () => {
    const check = checkWith(`parentPort.on('message', ({ id, text }) => {
      if (text === 'crash') throw new Error('out of memory');
      parentPort.postMessage({ id, verdict: 'parses' });
    });`);
    const verdicts: SyntaxVerdict[] = [];
    for (const text of ['crash', 'a', 'crash', 'a', 'crash', 'a']) verdicts.push(await ask(check, 'go', '|', text));
    expect([...verdicts, check.isRunning]).toEqual(['unknown', 'parses', 'unknown', 'parses', 'unknown', 'unknown', false]);
  });

  it('leaves the answer unknown where its script or its grammars are missing', async () => {
    const without = [
      { script: inFolder('missing.cjs'), grammars },
      { script, grammars: inFolder('missing') },
    ].map((options) => new WorkerSyntaxCheck({ ...options, maxMs: 20_000 }));
    started.push(...without);
    expect(await Promise.all(without.map((check) => ask(check, 'go', '|')))).toEqual(['unknown', 'unknown']);
  });

  it('leaves all that waits unknown once it is closed, and what comes later, too', async () => {
    const check = checkWith(saysNothing);
    const waiting = [ask(check, 'go', '|'), ask(check, 'go', '|')];
    check.dispose();
    expect([...(await Promise.all(waiting)), await ask(check, 'go', '|'), check.isRunning]).toEqual([
      'unknown',
      'unknown',
      'unknown',
      false,
    ]);
  });
});
