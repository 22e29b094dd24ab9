import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { beforeEach, expect, it, vi } from 'vitest';
import type { OutcomeEvent } from '../../../src/core/ledger/index.ts';
import type { Policy } from '../../../src/core/policy/index.ts';
import type { StreamPart } from '../../../src/core/task/index.ts';
import { registerCommitMessage } from '../../../src/features/commitMessage/registerCommitMessage.ts';
import { FakeEmitter, workspace } from '../../platform/fakeChat.ts';
import { editor } from '../../support/fakeEditor.ts';
import { FakeTime } from '../../support/fakeTime.ts';
import { failed, routerOver, text, used } from '../../support/routing.ts';
import { paidCandidate } from '../../support/tasks.ts';
import { useFolder } from '../../support/useFolder.ts';
import { uriOf } from '../completion/completionEditor.ts';
import { FakeGit } from './fakeGit.ts';

const git = vi.hoisted(() => ({ api: undefined as unknown }));

vi.mock('vscode', async () => {
  const { uriOf } = await import('../completion/completionEditor.ts');
  return (await import('../../platform/fakeChat.ts')).chatApi({
    extensions: { getExtension: () => git.api && { activate: async () => ({ enabled: true, getAPI: () => git.api }) } },
    window: { setStatusBarMessage: () => undefined },
    workspace: {
      getWorkspaceFolder: ({ path: of }: { path: string }) =>
        of.startsWith('/shop/') ? { name: 'shop', uri: uriOf('file:///shop') } : undefined,
    },
    Uri: { joinPath: (root: { path: string }, more: string) => uriOf(`file://${root.path}/${more}`) },
  });
});

beforeEach(() => {
  editor.reset();
  workspace.isTrusted = true;
  git.api = undefined;
});

const diffOf = (name: string, line: string) => `diff --git a/${name} b/${name}\n--- a/${name}\n+++ b/${name}\n@@ -1 +1 @@\n+${line}\n`;
const writer = paidCandidate('writer', { tier: 'small' });
const says = (...words: readonly string[]): readonly StreamPart[] => [
  ...words.map(text),
  used({ uncachedInput: 100, output: 10 }),
  { type: 'finish', reason: 'stop' },
];

interface Given {
  readonly staged?: string;
  readonly changed?: string;
  readonly last?: readonly string[];
  readonly answer?: readonly StreamPart[];
  readonly policy?: Policy;
  readonly excludes?: readonly string[];
  /** Called with each value that the box gets. */
  readonly onBox?: (value: string, box: { value: string }) => void;
}

/** A repository `/shop` with such changes, and the command. */
function use({
  staged = '',
  changed = '',
  last = [],
  answer = says('Add a farthing'),
  policy = { metered: 'allowed' },
  excludes = [],
  onBox,
}: Given = {}) {
  const outcomes: OutcomeEvent[] = [];
  const commits = new FakeEmitter<undefined>();
  const box = { typed: '' };
  let head = '';
  const inputBox = {
    get value() {
      return box.typed;
    },
    set value(value: string) {
      box.typed = value;
      onBox?.(value, {
        set value(typed: string) {
          box.typed = typed;
        },
      });
    },
  };
  const repository = {
    rootUri: uriOf('file:///shop'),
    inputBox,
    diff: async (cached: boolean) => (cached ? staged : changed),
    log: async ({ maxEntries }: { maxEntries: number }) => last.slice(0, maxEntries).map((message) => ({ message })),
    getCommit: async () => ({ message: head }),
    onDidCommit: commits.event,
  };
  git.api = new FakeGit([repository]);
  const fixture = routerOver([writer], { writer: answer }, { policy: () => policy });
  let ids = 0;
  registerCommitMessage({
    core: async () => ({ router: fixture.router, policy: () => policy, record: (event) => void outcomes.push(event) }),
    excluded: { isExcluded: ({ path: of }) => excludes.includes(of) },
    clock: new FakeTime(),
    newId: () => `id-${++ids}`,
    log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
  });
  return {
    ...fixture,
    inputBox,
    write: () => editor.run('farthing.writeCommitMessage'),
    /** In the title bar of that source control. */
    press: (rootUri: string) => editor.run('farthing.writeCommitMessage', { rootUri: uriOf(rootUri) }),
    /** The user commits with that message. */
    commit: async (message: string) => {
      head = message;
      commits.fire(undefined);
      await new Promise(setImmediate);
    },
    became: () => outcomes.map(({ taskId, type, characters, isInferred }) => ({ taskId, type, characters, isInferred })),
    sent: () => fixture.provider.calls.map(({ segments }) => segments.map(({ text: words }) => words).join('\n')).join('\n'),
    shown: () => editor.shown.map((one) => ('words' in one ? one.words : one.type)),
  };
}

it('writes a message for what is staged into the box, as it streams, in the style of the last ones', async () => {
  const values: string[] = [];
  const { write, provider, inputBox, ledger } = use({
    staged: diffOf('a.ts', 'const farthing = 0.25;'),
    changed: diffOf('b.ts', 'not staged'),
    last: ['feat: pennies', 'fix: shillings\n\nThere were twelve.'],
    answer: says('feat: ', 'farthings'),
    onBox: (value) => void values.push(value),
  });
  await write();
  expect({ values, box: inputBox.value, kind: ledger.entries[0]?.kind, origin: ledger.entries[0]?.origin }).toEqual({
    values: ['feat:', 'feat: farthings'],
    box: 'feat: farthings',
    kind: 'commit-message',
    origin: { trigger: 'command', workspace: 'shop' },
  });
  expect(provider.calls[0]?.segments.slice(1)).toEqual([
    {
      role: 'user',
      stability: 'session',
      text: '<history>\n<message>\nfeat: pennies\n</message>\n<message>\nfix: shillings\n\nThere were twelve.\n</message>\n</history>',
    },
    { role: 'user', stability: 'turn', text: `<diff>\n${diffOf('a.ts', 'const farthing = 0.25;')}</diff>` },
  ]);
});

it('takes what is changed where nothing is staged', async () => {
  const { write, sent } = use({ changed: diffOf('b.ts', 'not staged') });
  await write();
  expect(sent()).toContain('+not staged');
});

it.each<[string, Given]>([
  ['that the user excluded', { excludes: ['private.txt'] }],
  ['that a policy keeps on this machine', { policy: { metered: 'allowed', data: [{ paths: { 'private.txt': 'local' } }] } }],
])('tells nothing of files %s, not even their names (security 14)', async (_, given) => {
  const { write, sent, inputBox } = use({ ...given, staged: diffOf('private.txt', 'hush') + diffOf('a.ts', 'plain') });
  await write();
  expect({ hush: sent().includes('hush'), name: sent().includes('private'), plain: sent().includes('plain'), box: inputBox.value }).toEqual(
    {
      hush: false,
      name: false,
      plain: true,
      box: 'Add a farthing',
    },
  );
});

it.each(['.env', 'certs/server.pem', 'id_ed25519', '.npmrc'])('tells nothing of %s, which holds secrets (security 14)', async (name) => {
  const { write, sent } = use({ staged: diffOf(name, 'hush') + diffOf('a.ts', 'plain') });
  await write();
  expect([sent().includes('hush'), sent().includes('1 more files changed')]).toEqual([false, true]);
});

it('asks nobody where all that changed is kept from models', async () => {
  const { write, provider, shown } = use({ staged: diffOf('.env', 'hush') });
  await write();
  expect([provider.calls.length, shown()]).toEqual([
    0,
    ['Farthing: all changed files are kept from models, so there is nothing to describe.'],
  ]);
});

it('writes nothing in a workspace that is not trusted (security 3)', async () => {
  workspace.isTrusted = false;
  const { write, provider, inputBox } = use({ staged: diffOf('a.ts', 'plain') });
  await write();
  expect([provider.calls.length, inputBox.value]).toEqual([0, '']);
});

it.each([
  ['Keep It as the Beginning', 'PROJ-12: Add a farthing'],
  ['Replace It', 'Add a farthing'],
  [undefined, 'PROJ-12:'],
])('asks before it touches what the user typed: %s', async (picked, box) => {
  const { write, inputBox } = use({ staged: diffOf('a.ts', 'plain') });
  inputBox.value = 'PROJ-12:';
  editor.answers.push(picked);
  await write();
  expect(inputBox.value).toBe(box);
});

it('leaves the box to the user who types while the message comes, and is not taken for theirs', async () => {
  let isFirst = true;
  const { write, inputBox, became, ledger } = use({
    staged: diffOf('a.ts', 'plain'),
    answer: says('Add ', 'a farthing'),
    onBox: (_, box) => {
      if (isFirst) box.value = 'My own words';
      isFirst = false;
    },
  });
  await write();
  expect([inputBox.value, became(), ledger.entries.map(({ finish }) => finish)]).toEqual(['My own words', [], ['aborted']]);
});

it('takes what the editor tells back late for its own: the box may be behind what was written into it', async () => {
  const values: string[] = [];
  const { write, became, ledger } = use({
    staged: diffOf('a.ts', 'plain'),
    answer: says('Add ', 'a ', 'farthing'),
    onBox: (value, box) => {
      box.value = values.at(-1) ?? '';
      values.push(value);
    },
  });
  await write();
  expect({ values, became: became().map(({ type }) => type), finish: ledger.entries.map(({ finish }) => finish) }).toEqual({
    values: ['Add', 'Add a', 'Add a farthing'],
    became: ['shown'],
    finish: ['stop'],
  });
});

it('says why there is none, and leaves the box empty', async () => {
  const { write, inputBox, shown } = use({ staged: diffOf('a.ts', 'plain'), answer: [failed('unauthorized')] });
  await write();
  expect([inputBox.value, shown()]).toEqual(['', ['Farthing: no answer: the server wants a key.']]);
});

it('takes away the fences and quotes that models put around a message', async () => {
  const { write, inputBox } = use({ staged: diffOf('a.ts', 'plain'), answer: says('```text\n"Add a farthing"\n```\n') });
  await write();
  expect(inputBox.value).toBe('Add a farthing');
});

it.each([
  [
    'as it is',
    'Add a farthing',
    [
      { type: 'accepted', characters: 14, isInferred: false },
      { type: 'kept', characters: 14, isInferred: false },
    ],
  ],
  [
    'changed',
    'Add two farthing',
    [
      { type: 'accepted', characters: 13, isInferred: true },
      { type: 'kept', characters: 13, isInferred: true },
    ],
  ],
  ['not at all', 'Wholly different', [{ type: 'rejected', characters: 0, isInferred: true }]],
])('learns from the commit that the message was taken %s', async (_, message, became) => {
  const fixture = use({ staged: diffOf('a.ts', 'plain') });
  await fixture.write();
  await fixture.commit(message);
  await fixture.commit('A later commit');
  const shown = { type: 'shown', characters: 14, isInferred: false };
  expect(fixture.became()).toEqual([shown, ...became].map((each) => ({ taskId: 'id-1', ...each })));
});

it('writes another one in place of its own, and learns that the first was of no use', async () => {
  const fixture = use({ staged: diffOf('a.ts', 'plain') });
  await fixture.write();
  await fixture.write();
  expect([
    fixture.became().map(({ taskId, type }) => `${taskId[0]} ${type}`),
    fixture.provider.calls.map(({ variant }) => variant),
  ]).toEqual([
    ['i shown', 'i retried', 'i shown'],
    [undefined, 1],
  ]);
  expect(editor.shown).toEqual([]);
});

it.each([
  ['file:///shop', 'Add a farthing'],
  ['file:///bank', ''],
])('writes into the repository whose title bar was pressed: %s', async (pressed, box) => {
  const { press, inputBox } = use({ staged: diffOf('a.ts', 'plain') });
  await press(pressed);
  expect(inputBox.value).toBe(box);
});

it('gives up the one under way when it is pressed again', async () => {
  const begun = Promise.withResolvers<void>();
  const { write, ledger, became } = use({
    staged: diffOf('a.ts', 'plain'),
    answer: [text('Add ')],
    onBox: (value) => {
      if (value === 'Add') begun.resolve();
    },
  });
  const first = write();
  await begun.promise;
  await write();
  await first;
  expect([ledger.entries.map(({ finish }) => finish), became()]).toEqual([['aborted'], []]);
});

const inFolder = useFolder();

it('reads the diffs that git itself makes', async () => {
  const run = (...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: inFolder(''), encoding: 'utf8' });
  run('init', '-q');
  const secrets = 'KEY=hush\n'.repeat(20);
  writeFileSync(inFolder('.env'), secrets);
  writeFileSync(inFolder('ü x.ts'), 'old\n');
  run('add', '-A');
  run('commit', '-qm', 'one');
  writeFileSync(inFolder('.env'), `${secrets}KEY=hush more\n`);
  writeFileSync(inFolder('ü x.ts'), 'new\n');
  run('mv', '.env', 'plain.txt');
  run('add', '-A');
  const { write, sent } = use({ staged: run('diff', '--cached') });
  await write();
  expect({ hush: sent().includes('hush'), new: sent().includes('+new') }).toEqual({ hush: false, new: true });
});
