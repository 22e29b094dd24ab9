import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Snapshot } from '../../../../src/core/completion/index.ts';
import type { Policy } from '../../../../src/core/policy/index.ts';
import type { Segment } from '../../../../src/core/task/index.ts';
import { createContext } from '../../../../src/features/completion/context/createContext.ts';
import { contextExclusions } from '../../../../src/platform/contextExclusions.ts';
import { about } from '../../../core/completion/context/book.ts';
import { FakeTime } from '../../../support/fakeTime.ts';
import { localCandidate } from '../../../support/tasks.ts';
import { FakeTextDocument, fakeWindow } from './fakeWindow.ts';

vi.mock('vscode', async () => (await import('./fakeWindow.ts')).fakeWindow.api());
beforeEach(() => fakeWindow.reset());

const candidate = localCandidate('model', { contextTokens: 32_768 });

function useContext({ policy = { metered: 'allowed' } as Policy, excluded = [] as readonly string[] } = {}) {
  const time = new FakeTime();
  const warmed: (readonly Segment[])[] = [];
  const aborts = { count: 0 };
  const state = { policy, excluded };
  const context = createContext({
    exclusions: contextExclusions({ policy: () => state.policy, isExcluded: ({ path }) => state.excluded.includes(path) }),
    candidate: () => candidate,
    warming: {
      warm: async (segments) => void warmed.push(segments),
      abort: () => {
        aborts.count += 1;
      },
    },
    timers: time,
    now: time.now,
    log: { debug: () => undefined },
  });
  const ask = async (document: FakeTextDocument, changes: Partial<Snapshot> = {}, signal = new AbortController().signal) => {
    const snapshot: Snapshot = {
      uri: document.uri.toString(),
      languageId: 'typescript',
      workspace: 'shop',
      path: document.uri.path.replace('/shop/', ''),
      offset: document.text.length,
      prefix: document.text,
      suffix: '',
      ...changes,
    };
    const gathering = context.gather(snapshot, signal);
    await time.advance(0);
    return gathering;
  };
  const namesFor = async (document: FakeTextDocument) => (await ask(document)).map(({ name, stability }) => `${name} ${stability}`);
  return { time, context, ask, namesFor, warmed, aborts, state };
}

/** Long enough for all that is done in the background. */
const settled = async (time: FakeTime) => {
  for (let turn = 0; turn < 4; turn += 1) await time.advance(500);
};

const main = () => fakeWindow.open('src/main.ts', 'useCart(CartOptions);\nmakeCart(');

describe('The context of a completion', () => {
  it('is what open files say that are like it', async () => {
    const document = main();
    fakeWindow.open('src/cart.ts', about('Cart'));
    fakeWindow.open('src/other.ts', about('Weather'));
    const { time, ask, namesFor } = useContext();
    await settled(time);
    await ask(document);
    expect(await namesFor(document)).toEqual(['src/cart.ts session']);
  });

  it('reads each version of a file once, however often it is asked', async () => {
    const document = main();
    const cart = fakeWindow.open('src/cart.ts', about('Cart'));
    const { time, ask } = useContext();
    await settled(time);
    for (let key = 0; key < 5; key += 1) await ask(document);
    const before = cart.reads;
    for (let key = 0; key < 5; key += 1) fakeWindow.edit(cart, 1, `  // ${key}`);
    await settled(time);
    await ask(document);
    expect([before, cart.reads]).toEqual([1, 2]);
  });

  it('has the definitions of imported names from the next question on, from disk where they are not open', async () => {
    fakeWindow.disk.set('/shop/lib/money.ts', `// head\n${about('Money')}`);
    fakeWindow.definitions.set('useMoney', { address: 'file:///shop/lib/money.ts', line: 1 });
    const document = fakeWindow.open('src/main.ts', "import { useMoney } from '../lib/money.ts';\n\nuseMoney(");
    fakeWindow.show(document);
    const { time, ask } = useContext();
    await settled(time);
    await ask(document);
    const found = await ask(document);
    expect({ found, reads: fakeWindow.diskReads.filter((path) => !path.endsWith('.gitignore')) }).toEqual({
      found: [{ role: 'context', stability: 'session', name: 'lib/money.ts', text: about('Money') }],
      reads: ['/shop/lib/money.ts'],
    });
  });

  it('looks definitions up anew after something was saved', async () => {
    fakeWindow.disk.set('/shop/lib/money.ts', about('Money'));
    fakeWindow.definitions.set('useMoney', { address: 'file:///shop/lib/money.ts', line: 0 });
    const document = fakeWindow.open('src/main.ts', "import { useMoney } from '../lib/money.ts';\n\nuseMoney(");
    fakeWindow.show(document);
    const { time, ask } = useContext();
    await settled(time);
    for (let key = 0; key < 3; key += 1) await ask(document);
    fakeWindow.disk.set('/shop/lib/money.ts', about('Cash'));
    fakeWindow.tell('onDidSaveTextDocument', document);
    await ask(document);
    await settled(time);
    const lookUps = fakeWindow.executed.filter((command) => command.startsWith('vscode.executeDefinitionProvider')).length;
    expect({ texts: (await ask(document)).map(({ text }) => text), lookUps }).toEqual({ texts: [about('Cash')], lookUps: 2 });
  });

  it('reads nothing from disk that may not enter, nor what a link leads to', async () => {
    fakeWindow.disk.set('/shop/.env.ts', about('Money'));
    fakeWindow.disk.set('/shop/link.ts', about('Money'));
    fakeWindow.definitions.set('one', { address: 'file:///shop/.env.ts', line: 0 });
    fakeWindow.definitions.set('two', { address: 'file:///shop/link.ts', line: 0 });
    const document = fakeWindow.open('src/main.ts', "import { one, two } from 'x';\nuseMoney(");
    fakeWindow.show(document);
    const { time, ask } = useContext();
    await settled(time);
    expect([await ask(document), fakeWindow.diskReads.filter((path) => !path.endsWith('.gitignore'))]).toEqual([[], []]);
  });

  it('has what other files define by a name near the cursor', async () => {
    const text = `${'// nothing\n'.repeat(70)}function total() {\n  const a = 1;\n}\n`;
    const sum = fakeWindow.open('src/sum.ts', text);
    const range = { start: { line: 70 }, end: { line: 72 } };
    fakeWindow.symbols.set(sum.uri.toString(), [{ name: 'total()', range, children: [] }]);
    const document = fakeWindow.open('src/main.ts', 'let x = total');
    const { time, ask } = useContext();
    await settled(time);
    await ask(document);
    expect((await ask(document)).map((segment) => segment.text)).toEqual(['function total() {\n  const a = 1;\n}']);
  });

  it('ends with what was edited elsewhere just now', async () => {
    const document = main();
    const other = fakeWindow.open('src/other.ts', Array.from({ length: 20 }, (_, index) => `weather ${index}`).join('\n'));
    const { time, ask, namesFor } = useContext();
    await settled(time);
    fakeWindow.edit(other, 10, 'storm');
    await ask(document);
    const soon = await namesFor(document);
    await time.advance(400_000);
    expect([soon, await namesFor(document)]).toEqual([['src/other.ts turn'], []]);
  });

  it('begins with the earlier cells of a notebook', async () => {
    const cells = ['import pandas as pd', 'frame = pd.read()', 'frame.'].map((text, index) => {
      const document = new FakeTextDocument(`vscode-notebook-cell:///shop/a.ipynb#c${index}`, text);
      fakeWindow.documents.push(document);
      return { document };
    });
    fakeWindow.notebooks.push({ getCells: () => cells });
    const { time, ask } = useContext();
    const last = cells[2]?.document ?? new FakeTextDocument('file:///none', '');
    await settled(time);
    await ask(last);
    await settled(time);
    expect(await ask(last)).toEqual([
      { role: 'context', stability: 'session', name: 'a.ipynb', text: 'import pandas as pd' },
      { role: 'context', stability: 'session', name: 'a.ipynb', text: 'frame = pd.read()' },
    ]);
  });

  it('of a commit message is what is staged, or else what was changed, without excluded files', async () => {
    const part = (name: string, from = name) => `diff --git a/${from} b/${name}\n--- a/${from}\n+++ b/${name}\n@@ -1 +1 @@\n-a\n+b\n`;
    fakeWindow.git = {
      ignored: new Set(['/shop/out.ts']),
      staged: '',
      changed: part('src/a.ts') + part('out.ts') + part('.env') + part('b.ts', '.env'),
    };
    const { time, ask } = useContext();
    const box = new FakeTextDocument('vscode-scm:git/scm0/input?rootUri=file%3A%2F%2F%2Fshop', '');
    await settled(time);
    await ask(box, { path: '' });
    const changed = await ask(box, { path: '' });
    fakeWindow.git.staged = part('src/c.ts');
    await ask(box, { path: '' });
    expect([changed, await ask(box, { path: '' })].map((segments) => segments.map(({ name, text }) => [name, text]))).toEqual([
      [['src/a.ts', part('src/a.ts')]],
      [['src/c.ts', part('src/c.ts')]],
    ]);
  });

  it('holds nothing of files that git ignores, by its own word or by .gitignore', async () => {
    const document = main();
    fakeWindow.open('out/cart.ts', about('Cart'));
    fakeWindow.disk.set('/shop/.gitignore', '# built\nout/\n!out/keep');
    const byFile = useContext();
    await settled(byFile.time);
    await byFile.ask(document);
    await settled(byFile.time);
    const without = await byFile.namesFor(document);
    fakeWindow.git = { ignored: new Set(), staged: '', changed: '' };
    const byGit = useContext();
    await settled(byGit.time);
    await byGit.ask(document);
    expect([without, await byGit.namesFor(document)]).toEqual([[], ['out/cart.ts session']]);
  });

  it('holds nothing of a file or folder that was deleted outside of the editor, until it is there again', async () => {
    const document = main();
    const cart = fakeWindow.open('src/parts/cart.ts', about('Cart'));
    const { time, ask, namesFor } = useContext();
    await settled(time);
    await ask(document);
    const before = await namesFor(document);
    fakeWindow.tell('onDidDelete', cart.uri.with({ path: '/shop/src/parts' }));
    const gone = await namesFor(document);
    fakeWindow.show(cart);
    await settled(time);
    await ask(document, { prefix: 'useCart(' });
    await time.advance(10_000);
    expect([before, gone, await namesFor(document)]).toEqual([['src/parts/cart.ts session'], [], ['src/parts/cart.ts session']]);
  });

  it('is empty, and at once, when nobody waits any more', async () => {
    const { ask } = useContext();
    expect(await ask(main(), {}, AbortSignal.abort())).toEqual([]);
  });

  it('moves chunks in while nothing is asked, and tells the local server what the next prompt begins with', async () => {
    const document = main();
    const cart = fakeWindow.open('src/cart.ts', about('Cart', 70));
    fakeWindow.show(cart, 30);
    const { time, ask, warmed, aborts } = useContext();
    await settled(time);
    fakeWindow.show(document);
    await ask(document);
    await time.advance(2_000);
    const early = warmed.length;
    await time.advance(3_000);
    const next = await ask(document);
    expect({
      early,
      late: warmed.length,
      isSame: warmed[0]?.every((segment, index) => segment === next[index]),
      aborts: aborts.count,
    }).toEqual({
      early: 0,
      late: 1,
      isSame: true,
      aborts: 2,
    });
    expect(next.length).toBeGreaterThan(0);
  });

  it('leaves no timer and no listener behind', async () => {
    const document = main();
    fakeWindow.show(document);
    const { time, context, ask } = useContext();
    await ask(document);
    fakeWindow.edit(document, 0, 'x');
    context.dispose();
    await settled(time);
    expect({ timers: time.pendingTimers, listeners: fakeWindow.listeners }).toEqual({ timers: 0, listeners: 0 });
  });

  it('never holds a byte of an excluded file, whatever is opened, edited, looked at and asked', async () => {
    const paths = ['src/a.ts', 'src/b.ts', '.env', 'keys/id_rsa', 'out/c.ts', 'src/d.ts'];
    const step = fc.record({
      do: fc.constantFrom('open', 'edit', 'show', 'move', 'exclude', 'rule', 'distrust', 'trust', 'ask', 'wait' as const),
      file: fc.integer({ min: 0, max: paths.length - 1 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 20 }), async (script) => {
        fakeWindow.reset();
        fakeWindow.git = { ignored: new Set(['/shop/out/c.ts']), staged: '', changed: '' };
        const document = main();
        const { time, ask, context, state, warmed } = useContext();
        const opened = new Map<number, FakeTextDocument>();
        const out = new Set([2, 3, 4]);
        const check = (segments: readonly Segment[]): void => {
          const said = JSON.stringify(segments);
          const leaked = paths.filter((_, index) => (out.has(index) || !fakeWindow.isTrusted) && said.includes(`marker${index}`));
          expect(leaked).toEqual([]);
        };
        for (const { do: what, file } of [...script, { do: 'wait' as const, file: 0 }, { do: 'ask' as const, file: 0 }]) {
          const path = paths[file] ?? '';
          const text = Array.from({ length: 80 }, (_, line) => `useCart(CartOptions, marker${file}, line${line});`).join('\n');
          const known = opened.get(file);
          warmed.length = 0;
          if (what === 'open' && !known) opened.set(file, fakeWindow.open(path, text));
          if (what === 'edit' && known) fakeWindow.edit(known, 5, `makeCart(marker${file})`);
          if (what === 'show' && known) fakeWindow.show(known, 20);
          if (what === 'move') fakeWindow.move(file * 40);
          if (what === 'exclude') state.excluded = [...state.excluded, path];
          if (what === 'rule') state.policy = { metered: 'allowed', data: [...(state.policy.data ?? []), { paths: { [path]: 'local' } }] };
          if (what === 'exclude' || what === 'rule') out.add(file);
          if (what === 'trust' || what === 'distrust') fakeWindow.isTrusted = what === 'trust';
          if (what === 'wait') await time.advance(5_000);
          if (what === 'ask') check(await ask(document));
          for (const segments of warmed) check(segments);
        }
        context.dispose();
      }),
      { numRuns: Number(process.env.FC_RUNS ?? 100) },
    );
  });
});
