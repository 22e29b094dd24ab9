import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type * as vscode from 'vscode';
import type { OutcomeEvent } from '../../../src/core/ledger/index.ts';
import type { Policy } from '../../../src/core/policy/index.ts';
import type { StreamPart } from '../../../src/core/task/index.ts';
import { registerEditSelection } from '../../../src/features/editSelection/registerEditSelection.ts';
import { workspace } from '../../platform/fakeChat.ts';
import { editor } from '../../support/fakeEditor.ts';
import { FakeTime } from '../../support/fakeTime.ts';
import { failed, routerOver, text, used } from '../../support/routing.ts';
import { localCandidate, paidCandidate } from '../../support/tasks.ts';
import { changes, livingDocument } from './livingDocument.ts';

type Living = ReturnType<typeof livingDocument>;
type Lenses = { provideCodeLenses(document: unknown): readonly { readonly command: { readonly title: string } }[] };

const shown = vi.hoisted(() => ({
  editors: [] as unknown[],
  lenses: undefined as unknown,
  contents: undefined as unknown,
}));

vi.mock('vscode', async () => {
  const { FakePosition, FakeRange } = await import('../../support/fakeDocument.ts');
  const { changes: edited, closings } = await import('./livingDocument.ts');
  const { uriOf } = await import('../completion/completionEditor.ts');
  const nothing = () => ({ dispose: () => undefined });
  const chat = (await import('../../platform/fakeChat.ts')).chatApi({
    window: {
      setStatusBarMessage: () => undefined,
      createTextEditorDecorationType: () => ({ dispose: () => undefined }),
      onDidChangeVisibleTextEditors: nothing,
      onDidChangeActiveTextEditor: nothing,
      showTextDocument: async () => shown.editors[0],
      withProgress: (_: unknown, work: (progress: unknown, token: unknown) => unknown) =>
        work({ report: () => undefined }, { isCancellationRequested: false, onCancellationRequested: nothing }),
    },
    workspace: {
      getWorkspaceFolder: () => ({ name: 'shop', uri: uriOf('file:///shop') }),
      onDidChangeTextDocument: edited.event,
      onDidCloseTextDocument: closings.event,
      registerTextDocumentContentProvider: (_: string, provider: unknown) => {
        shown.contents = provider;
        return nothing();
      },
    },
    languages: {
      registerCodeLensProvider: (_: unknown, provider: unknown) => {
        shown.lenses = provider;
        return nothing();
      },
    },
    Position: FakePosition,
    Range: FakeRange,
    EndOfLine: { LF: 1, CRLF: 2 },
    Uri: { from: (parts: object) => parts },
    MarkdownString: class {
      appendCodeblock() {
        return this;
      }
    },
    ThemeColor: class {},
    CodeLens: class {
      readonly command: unknown;

      constructor(_range: unknown, command: unknown) {
        this.command = command;
      }
    },
  });
  Object.defineProperty(chat.window, 'activeTextEditor', { get: () => shown.editors[0] });
  Object.defineProperty(chat.window, 'visibleTextEditors', { get: () => shown.editors });
  Object.defineProperty(chat.workspace, 'textDocuments', { get: () => shown.editors.map((one) => (one as Living['editor']).document) });
  return chat;
});

beforeEach(() => {
  editor.reset();
  workspace.isTrusted = true;
});

const features: vscode.Disposable[] = [];
afterEach(() => {
  for (const feature of features.splice(0)) feature.dispose();
});

const writer = paidCandidate('writer');
const says = (words: string): readonly StreamPart[] => [
  text(words),
  used({ uncachedInput: 50, output: 9 }),
  { type: 'finish', reason: 'stop' },
];
const replacing = (words: string): readonly StreamPart[] => says(`<replacement>\n${words}\n</replacement>`);

interface Given {
  readonly file?: Living;
  readonly answer?: readonly StreamPart[];
  readonly excludes?: boolean;
  readonly policy?: Policy;
  readonly candidates?: Parameters<typeof routerOver>[0];
  /** While the model writes. */
  readonly meanwhile?: (file: Living) => void;
}

const code = 'let a;\nlet b;\nlet c;\n';
const middle = (changed = code) => livingDocument(changed, { first: 1 });

/** The feature in a window with one file, whose second line is selected; the user says "use const". */
function use({
  file = middle(),
  answer = replacing('const b = 1;'),
  excludes = false,
  policy = { metered: 'allowed' },
  meanwhile,
  candidates = [writer],
}: Given = {}) {
  const outcomes: OutcomeEvent[] = [];
  const time = new FakeTime();
  const fixture = routerOver(candidates, { writer: answer, 'local-model': answer }, { policy: () => policy });
  shown.editors = [file.editor];
  editor.answers.unshift('use const');
  let ids = 0;
  const feature = registerEditSelection({
    core: async () => {
      meanwhile?.(file);
      return { router: fixture.router, policy: () => policy, record: (event) => void outcomes.push(event) };
    },
    excluded: { exclusionOf: () => (excludes ? { by: 'window' } : undefined) },
    clock: time,
    timers: time,
    newId: () => `id-${++ids}`,
    log: { info: () => undefined, error: () => undefined },
  });
  features.push(feature);
  return {
    ...fixture,
    ...file,
    file,
    feature,
    time,
    edit: () => editor.run('farthing.editSelection'),
    became: () => outcomes.map(({ type, characters, isInferred }) => `${type} ${characters}${isInferred ? ' inferred' : ''}`),
    lenses: () => (shown.lenses as Lenses).provideCodeLenses(file.document).map(({ command }) => command.title),
    words: () => editor.shown.flatMap((one) => ('words' in one ? [one.words] : [])),
    before: () =>
      (shown.contents as vscode.TextDocumentContentProvider).provideTextDocumentContent(
        { query: file.document.uri.toString() } as never,
        undefined as never,
      ),
    undo: () => file.type(7, 'const b = 1;'.length, 'let b;'),
  };
}

const edited = 'let a;\nconst b = 1;\nlet c;\n';

it('puts the answer in as one step to undo, marks it, and waits for the user', async () => {
  const { edit, text: now, edits, marked, lenses, became, ledger, before } = use();
  await edit();
  expect({ now: now(), edits, marked: marked(), lenses: lenses(), became: became(), before: before() }).toEqual({
    now: edited,
    edits: [{ undoStopBefore: true, undoStopAfter: true }],
    marked: ['1-1', '1-1'],
    lenses: ['$(check) Accept', '$(discard) Reject', '$(diff) Show Changes'],
    became: ['shown 12'],
    before: code,
  });
  expect(ledger.entries.map(({ kind, origin }) => ({ kind, origin }))).toEqual([
    { kind: 'edit', origin: { trigger: 'command', language: 'typescript', workspace: 'shop' } },
  ]);
});

it('tells the model the selection and what stands around it, under the name of the file, and then what the user wants', async () => {
  const { edit, provider } = use({ file: middle('let a;\u200B\nlet b;\nlet c;\n') });
  await edit();
  expect(provider.calls[0]?.segments.slice(1)).toEqual([
    {
      role: 'user',
      stability: 'turn',
      name: 'a.ts',
      text: '<file path="a.ts" language="typescript">\nlet a;\n<selection>\nlet b;\n</selection>\nlet c;\n\n</file>',
    },
    { role: 'user', stability: 'turn', text: 'use const' },
  ]);
});

it('leaves it as it is once it is accepted, and looks after it', async () => {
  const { edit, became, marked, lenses, time, type, text: now, feature } = use();
  await edit();
  await editor.run('farthing.editSelection.accept');
  const looks = { marked: marked(), lenses: lenses() };
  type(0, 0, '// farthings\n');
  await time.advance(30_000);
  type(now().indexOf('1;'), 1, '2');
  await time.advance(90_000);
  type(0, now().length, '');
  await time.advance(480_000);
  expect({ ...looks, became: became() }).toEqual({
    marked: [],
    lenses: [],
    became: ['shown 12', 'accepted 12', 'kept 12 inferred', 'kept 11 inferred', 'reverted 0 inferred'],
  });
  feature.dispose();
  expect([time.pendingTimers, changes.listeners]).toEqual([0, 0]);
});

it('brings back what stood there once it is rejected, as one step to undo', async () => {
  const { edit, text: now, edits, became } = use();
  await edit();
  await editor.run('farthing.editSelection.reject');
  expect([now(), edits.length, became()]).toEqual([code, 2, ['shown 12', 'rejected 12']]);
});

it('takes the editor’s own undo for a rejection, and typing on in it for an acceptance', async () => {
  const undone = use();
  await undone.edit();
  undone.undo();
  const typedOn = use();
  await typedOn.edit();
  typedOn.type(edited.indexOf('1;'), 1, '2');
  expect([undone.became(), typedOn.became()]).toEqual([
    ['shown 12', 'rejected 12 inferred'],
    ['shown 12', 'accepted 12 inferred'],
  ]);
});

it('stays where it is while the user types elsewhere', async () => {
  const { edit, type, text: now, lenses } = use();
  await edit();
  type(0, 0, '// one\n');
  type(now().length, 0, '// two\n');
  const isThere = lenses().length;
  await editor.run('farthing.editSelection.reject');
  expect([isThere, now()]).toEqual([3, `// one\n${code}// two\n`]);
});

it('stays where it is when several places change at once, as with several cursors', async () => {
  const { edit, typeAll, text: now } = use();
  await edit();
  typeAll([
    { rangeOffset: 0, rangeLength: 0, text: '// one\n' },
    { rangeOffset: now().length, rangeLength: 0, text: '// two\n' },
  ]);
  typeAll([
    { rangeOffset: 0, rangeLength: 7, text: '' },
    { rangeOffset: 10, rangeLength: 0, text: '/* three */' },
  ]);
  await editor.run('farthing.editSelection.reject');
  expect(now()).toBe(`let/* three */ a;\nlet b;\nlet c;\n// two\n`);
});

it.each<[string, (file: Living) => void]>([
  ['was typed in', ({ type }) => type(0, 0, 'x')],
  ['was closed', ({ close }) => close()],
])('puts nothing into a file that %s meanwhile', async (_, meanwhile) => {
  const { edit, edits, became, words } = use({ meanwhile });
  await edit();
  expect({ edits, became: became(), words: words() }).toEqual({
    edits: [],
    became: [],
    words: ['Farthing: the file was changed meanwhile, so nothing was put in. Select the place again.'],
  });
});

it('keeps the line ends of the file', async () => {
  const { edit, text: now } = use({ file: middle(code.replaceAll('\n', '\r\n')), answer: replacing('const b = 1;\nconst d = 2;') });
  await edit();
  const put = now();
  await editor.run('farthing.editSelection.reject');
  expect([put, now()]).toEqual(['let a;\r\nconst b = 1;\r\nconst d = 2;\r\nlet c;\r\n', code.replaceAll('\n', '\r\n')]);
});

it('gives lines that the model left alone back what is invisible in them', async () => {
  const { edit, text: now } = use({
    file: livingDocument('let a = "👨‍👩‍👧";\nlet b;', { first: 0, last: 1 }),
    answer: replacing('let a = "👨👩👧";\nconst b = 1;'),
  });
  await edit();
  expect(now()).toBe('let a = "👨‍👩‍👧";\nconst b = 1;');
});

it.each<[string, readonly StreamPart[], string]>([
  ['no edit', says('I would use const.'), 'holds no edit that can be read'],
  [
    'two edits',
    says('<replacement>\na\n</replacement> or <replacement>\nb\n</replacement> </replacement>'),
    'holds no edit that can be read',
  ],
  ['the same', replacing('let b;'), 'would change nothing'],
  ['half an edit', [text('<replacement>\ncon'), { type: 'finish', reason: 'length' }], 'was cut at its length limit'],
  ['an error', [failed('unauthorized')], 'the server wants a key'],
])('changes nothing where the answer is %s', async (_, answer, part) => {
  const { edit, text: now, words } = use({ answer });
  await edit();
  expect([now(), words().map((one) => one.includes(part))]).toEqual([code, [true]]);
});

it('takes an answer in a fence', async () => {
  const { edit, text: now } = use({ answer: says('```ts\nconst b = 1;\n```\n') });
  await edit();
  expect(now()).toBe(edited);
});

it('asks nobody about a file that the user excluded', async () => {
  const { edit, provider, words } = use({ excludes: true });
  await edit();
  expect([provider.calls.length, words()]).toEqual([0, ['Farthing: this file is kept from models by your settings.']]);
});

it('asks only models on this machine about a file with secrets (security 14)', async () => {
  const { edit, provider } = use({
    file: livingDocument('KEY=1', { path: '/shop/.env' }),
    answer: replacing('KEY=2'),
    candidates: [writer, localCandidate()],
  });
  await edit();
  expect(provider.calls.map(({ candidate }) => candidate.model.id)).toEqual(['local-model']);
});

it('opens the editor’s own comparison beside a large change, and asks', async () => {
  const many = Array.from({ length: 61 }, (_, index) => `let n${index};`).join('\n');
  const { edit, text: now, became } = use({ answer: replacing(many) });
  editor.answers.push('Reject');
  await edit();
  expect({
    commands: editor.executed.map(([name]) => name).filter((name) => name === 'vscode.diff'),
    now: now(),
    became: became(),
  }).toEqual({
    commands: ['vscode.diff'],
    now: code,
    became: [`shown ${many.length}`, `rejected ${many.length}`],
  });
});

it('lets the keys mean acceptance only where an edit waits', async () => {
  const { edit } = use();
  await edit();
  await editor.run('farthing.editSelection.accept');
  const told = editor.executed.filter(([name]) => name === 'setContext').map(([, , value]) => value);
  expect(told).toEqual([true, false]);
});
