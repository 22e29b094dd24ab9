import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { InstructionFile } from '../../../../src/core/agent/index.ts';
import { createAgentTools, type ToolPorts } from '../../../../src/core/agent/tools/index.ts';
import { pathUseOf } from '../../../../src/core/policy/index.ts';
import type { Task } from '../../../../src/core/task/index.ts';
import { localCandidate, paidCandidate } from '../../../support/tasks.ts';
import { shop } from '../tools/memoryWorkspace.ts';
import { call, finish, type Said, says, World } from './support.ts';

const secret = 'violet heron';
const path = 'secrets/plan.txt';
const policy = { metered: 'allowed', data: [{ paths: { 'secrets/**': 'local' } }] } as const;

/** Commands that tell by their output alone what it is drawn from. */
const outputs: Readonly<Record<string, string>> = {
  'npm test': `FAIL ${path}:2:5\n  the code word is ${secret}\n`,
  'git grep -n violet': `${path}:2:the code word is ${secret}\n`,
  'grep -r violet .': `./${path}:the code word is ${secret}\n`,
  'rg violet': `${path}\n2:the code word is ${secret}\n`,
  'git diff': `diff --git a/${path} b/${path}\n--- a/${path}\n+++ b/${path}\n+the code word is ${secret}\n`,
  'git diff --no-prefix': `--- ${path}\n+++ ${path}\n-the code word is ${secret}\n`,
  'git log -p': `--- /dev/null\n+++ b/${path}\n+the code word is ${secret}\n`,
  'cat notes': `${Array.from({ length: 900 }, (_, index) => `a/${index}:1`).join('\n')}\n${path}:2:${secret}\n`,
  'head -n 2 notes': `==> ${path} <==\nthe code word is ${secret}\n`,
  'make check': `at read (/shop/${path}:2:1)\n  the code word is ${secret}\n`,
};

/** Each brings something of the file into the conversation. */
const ways: Readonly<Record<string, readonly Said[]>> = {
  'it is read': [call('read', { path })],
  'it is read by another spelling': [call('read', { path: './secrets//plan.txt' })],
  'it is read by its absolute path': [call('read', { path: `/shop/${path}` })],
  'it is read through a link': [call('read', { path: 'docs/link.txt' })],
  'a search finds it': [call('search', { pattern: 'violet', isRegex: false })],
  'the editor finds fault with it': [call('diagnostics', {})],
  'an edit of it fails, and its nearest lines are quoted': [
    call('edit', { path, blocks: [{ search: 'the code word is blue heron', replace: '' }] }),
  ],
  'an edit of it fails, by another spelling': [
    call('edit', { path: `/shop/${path}`, blocks: [{ search: 'the code word is blue heron', replace: '' }] }),
  ],
  'it is renamed before it is read': [call('rename', { path, to: 'notes.txt' }), call('read', { path: 'notes.txt' })],
  'a command shows it': [call('run', { command: `cat ${path}` })],
  'a command shows it from its folder': [call('run', { command: 'cd secrets && tail -n 2 plan.txt' })],
  'a command is run in its folder': [call('run', { command: 'cat plan.txt', folder: 'secrets' })],
  'a command shows what was committed of it': [call('run', { command: `git show HEAD:${path}` })],
  'a command shows it by a pattern': [call('run', { command: 'cat s*/pl?n.txt' })],
  'a command shows it by a pattern from its folder': [call('run', { command: 'cd secrets; cat *' })],
  'a command shows it by quotes within its name': [call('run', { command: 'cat se""crets/plan.txt' })],
  'a command shows it through a link': [call('run', { command: 'cat docs/link.txt' })],
  'a search of the shell says no names': [call('run', { command: 'grep -rh violet .' })],
  ...Object.fromEntries(
    Object.keys(outputs).map((command) => [`the output says that it is from there: ${command}`, [call('run', { command })]]),
  ),
  'the tests quote it': [call('test', { command: 'npm test' })],
  'another extension’s tool reads it': [call('read_file', { target: { uri: `file:///shop/${path}` } })],
  'a subtask is given it': [call('delegate', { title: 'part', instructions: 'look', paths: ['src/price.ts', path] }), finish('looked')],
  'a subtask is given a link to it': [
    call('delegate', { title: 'part', instructions: 'look', paths: ['docs/link.txt'] }),
    finish('looked'),
  ],
  'a subtask reads it, and reports it': [
    call('delegate', { title: 'part', instructions: 'look', paths: [] }),
    call('read', { path }),
    finish(`it says: ${secret}`),
  ],
  'it stands in the words for a subtask': [
    call('read', { path }),
    call('delegate', { title: 'part', instructions: `it says: ${secret}`, paths: [] }),
    finish('done'),
  ],
};

/** Commands that tell names at the most. */
const harmless: Readonly<Record<string, string>> = {
  'git status': ` M ${path}\n`,
  'ls -lh [src': 'secrets\n',
  'pytest -q': '2 passed\n',
  'npm run unit': 'ok\n',
};
const testCommand = 'npm run unit';

interface Seen {
  readonly isPaid: boolean;
  readonly holdsIt: boolean;
  readonly use: string | undefined;
}

/** Who was sent what, while scripted models do that. */
async function seenIn(moves: readonly Said[], instructions: readonly InstructionFile[] = []): Promise<readonly Seen[]> {
  const workspace = shop({ [path]: `the first line\nthe code word is ${secret}\n` });
  workspace.links.set('/shop/docs/link.txt', `/shop/${path}`);
  workspace.hasDiagnostics = true;
  workspace.problems.set(`/shop/${path}`, [{ line: 2, severity: 'error', message: `"${secret}" is no word` }]);
  workspace.external.set('read_file', () => secret);
  // Where nothing else is said of a command, it shows the file and does not say so.
  const commands: ToolPorts['commands'] = {
    run: async ({ command }) => ({ ended: 'exited', exitCode: 0, output: harmless[command] ?? outputs[command] ?? secret }),
  };
  const seen: Seen[] = [];
  const world = new World({
    candidates: [localCandidate(), paidCandidate('small-model', { tier: 'small' }), paidCandidate('frontier-model', { tier: 'frontier' })],
    policy,
    begun: { instructions },
    mostSteps: 12,
    ports: {
      tools: createAgentTools({ ...workspace.ports(), commands, settings: () => ({ ...workspace.ports().settings(), testCommand }) }),
    },
    say: (task, { endpoint }, n) => {
      seen.push(seenOf(task, endpoint.billing !== 'local'));
      return moves[n] ?? says('all of it');
    },
  });
  await world.run();
  return seen;
}

function seenOf(task: Task, isPaid: boolean): Seen {
  return { isPaid, holdsIt: JSON.stringify(task.segments).includes(secret), use: pathUseOf(policy, { ...task, paths: task.paths ?? [] }) };
}

const leaks = (seen: readonly Seen[]): readonly Seen[] => seen.filter(({ isPaid, holdsIt, use }) => holdsIt && (isPaid || use !== 'local'));

test.each(Object.entries(ways))('what a rule keeps on this machine is told to no paid model later in the task: %s', async (_way, moves) => {
  const seen = await seenIn(moves);
  expect({ leaks: leaks(seen), isHeldLater: seen.some(({ holdsIt }) => holdsIt) }).toEqual({ leaks: [], isHeldLater: true });
});

test('instruction files are files, too', async () => {
  const seen = await seenIn([], [{ path: 'secrets/AGENTS.md', text: `say ${secret}` }]);
  expect({ leaks: leaks(seen), isHeldLater: seen.some(({ holdsIt }) => holdsIt) }).toEqual({ leaks: [], isHeldLater: true });
});

test('a task that never comes near such a file goes on being asked of paid models', async () => {
  const seen = await seenIn([
    call('read', { path: 'src/price.ts' }),
    call('search', { pattern: 'vat', isRegex: false }),
    call('list', { path: '.' }),
    call('run', { command: 'git status' }),
    call('run', { command: 'ls -lh [src' }),
    call('run', { command: 'pytest -q' }),
  ]);
  expect({ isPaid: seen.some(({ isPaid }) => isPaid), uses: new Set(seen.map(({ use }) => use)) }).toEqual({
    isPaid: true,
    uses: new Set([undefined]),
  });
});

test('in whatever order it is come by', async () => {
  const others: readonly Said[] = [
    call('list', { path: '.' }),
    call('read', { path: 'src/price.ts' }),
    call('run', { command: 'git status' }),
    { text: 'I think', calls: [] },
  ];
  const piece = fc.constantFrom(...Object.values(ways), ...others.map((said) => [said]));
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 4 }), async (pieces) => {
      expect(leaks(await seenIn(pieces.flat()))).toEqual([]);
    }),
    { numRuns: Number(process.env.FC_RUNS ?? 100) },
  );
});
