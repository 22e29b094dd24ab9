import { beforeEach, expect, it, vi } from 'vitest';
import type * as vscode from 'vscode';
import type { RequestCost } from '../../../src/core/agent/index.ts';
import { noUsage } from '../../../src/core/task/index.ts';
import type { ChatRun, ChatRunResult } from '../../../src/features/participant/participantPorts.ts';
import { registerParticipant } from '../../../src/features/participant/registerParticipant.ts';
import { FakeTokenSource, workspace } from '../../platform/fakeChat.ts';
import { editor } from '../../support/fakeEditor.ts';

const chat = vi.hoisted(() => ({
  handlers: new Map<string, unknown>(),
  documents: new Map<string, string>(),
  Uri: class {
    readonly path: string;
    readonly scheme = 'file';
    readonly authority = '';

    constructor(path: string) {
      this.path = path;
    }

    toString(): string {
      return this.path;
    }
  },
  Location: class {
    readonly uri: unknown;
    readonly range: unknown;

    constructor(uri: unknown, range: unknown) {
      this.uri = uri;
      this.range = range;
    }
  },
  ResponseTurn: class {
    readonly result: unknown;

    constructor(result: unknown) {
      this.result = result;
    }
  },
}));

vi.mock('vscode', async () =>
  (await import('../../platform/fakeChat.ts')).chatApi({
    chat: {
      createChatParticipant: (id: string, handler: unknown) => {
        chat.handlers.set(id, handler);
        return { dispose: () => void chat.handlers.delete(id) };
      },
    },
    workspace: {
      getWorkspaceFolder: ({ path }: { path: string }) =>
        path.startsWith('/shop/') ? { name: 'shop', uri: new chat.Uri('/shop') } : undefined,
      openTextDocument: async ({ path }: { path: string }) => {
        const text = chat.documents.get(path);
        if (text === undefined) throw new Error('a picture is no text');
        return {
          uri: new chat.Uri(path),
          getText: (range?: { start: { line: number }; end: { line: number } }) =>
            range
              ? text
                  .split('\n')
                  .slice(range.start.line, range.end.line + 1)
                  .join('\n')
              : text,
        };
      },
    },
    Uri: chat.Uri,
    Location: chat.Location,
    ChatResponseTurn: chat.ResponseTurn,
  }),
);

beforeEach(() => {
  editor.reset();
  chat.documents.clear();
  workspace.isTrusted = true;
});

const cost: RequestCost = {
  costNanoUsd: 12_300_000,
  isEstimate: false,
  isUnpriced: false,
  countedNanoUsd: 12_300_000,
  baselineNanoUsd: 0,
  usage: noUsage,
};
const turn = { text: 'What is a farthing?', attachments: [], images: [] };
const by = { model: 'sonnet', endpoint: 'anthropic', tier: 'medium', reason: 'cheapest of 2' };

/** What streams, and what is done between two answers. */
type Happens = string | { readonly step: string };

interface Given {
  readonly happens?: readonly Happens[];
  readonly result?: Partial<ChatRunResult>;
  readonly excludes?: readonly string[];
}

/** The participant over a loop that says this; and what it wrote into the chat. */
function use({ happens = ['A quarter ', 'penny.'], result = {}, excludes = [] }: Given = {}) {
  const runs: ChatRun[] = [];
  const written: string[] = [];
  const buttons: unknown[] = [];
  registerParticipant({
    run: async (asked) => {
      runs.push(asked);
      for (const one of happens) {
        if (typeof one === 'string') asked.onDelta(one);
        else asked.onStep(one.step);
      }
      return { taskId: 'task-1', outcome: 'answered', words: '', cost, by, ...result };
    },
    excluded: { exclusionOf: (uri) => (excludes.includes(uri.path) ? { by: 'window' } : undefined) },
    log: { error: () => undefined },
  });
  const response = {
    markdown: (words: string) => void written.push(words),
    progress: (words: string) => void written.push(`… ${words}`),
    button: (command: unknown) => void buttons.push(command),
  };
  const handler = chat.handlers.get('farthing.chat') as vscode.ChatRequestHandler;
  const ask = (request: object = {}, history: readonly unknown[] = []): unknown =>
    handler(
      { prompt: 'What is a farthing?', command: undefined, references: [], ...request } as unknown as vscode.ChatRequest,
      { history } as unknown as vscode.ChatContext,
      response as unknown as vscode.ChatResponseStream,
      new FakeTokenSource().token as unknown as vscode.CancellationToken,
    );
  return { runs, written, buttons, ask };
}

it('asks the loop to read and answer, streams what it says, and tells at the end what it cost and why that model', async () => {
  const { ask, runs, written } = use();
  const result = await ask();
  expect(runs.map((run) => ({ mode: run.mode, turn: run.turn, taskId: run.taskId }))).toEqual([{ mode: 'ask', turn, taskId: undefined }]);
  expect({ result, written }).toEqual({
    result: { metadata: { taskId: 'task-1' } },
    written: ['A quarter ', 'penny.', '\n\n*$0&#46;01 · sonnet at anthropic&#58; cheapest of 2*'],
  });
});

it('plans where that is asked for, and shows a plan that did not stream', async () => {
  const { ask, runs, written } = use({ happens: [], result: { outcome: 'planned', words: '1. Read.\n2. Write.' } });
  await ask({ command: 'plan' });
  expect([runs[0]?.mode, written[0]]).toEqual(['plan', '1. Read.\n2. Write.']);
});

it('goes on with the task of the conversation', async () => {
  const { ask, runs } = use();
  await ask({}, [new chat.ResponseTurn({ metadata: { taskId: 'task-0' } }), { prompt: 'And?' }]);
  expect(runs[0]?.taskId).toBe('task-0');
});

it('shows what is done between two answers', async () => {
  const { ask, written } = use({ happens: [{ step: 'Reads a.ts' }, 'I ', 'look.', { step: 'Reads b.ts' }, 'It is ', '0.25.'] });
  await ask();
  expect(written.slice(0, -1)).toEqual(['… Reads a&#46;ts', 'I ', 'look.', '… Reads b&#46;ts', '\n\nIt is ', '0.25.']);
});

it.each([
  ['a picture', 'Searches ![x](https://evil/?q=1)'],
  ['a link to a command', 'Runs [a](command:x)'],
  ['a link', 'Reads <https://evil/?q=1>'],
  ['what makes an icon or HTML', 'Runs $(zap) <img src=//evil>'],
  ['what is invisible', 'Reads a\u202eb'],
])('shows what is being done as text, whose pieces a model chose: %s (security 11)', async (_, step) => {
  const { ask, written } = use({ happens: [{ step }] });
  await ask();
  expect(written[0]).not.toMatch(/[[\]()<>!:/\u202e]/);
});

it.each<ChatRunResult['outcome']>(['unproved', 'stopped', 'waits', 'gave-up', 'failed'])(
  'shows as text why a task is %s: words of a model may be among it (security 11)',
  async (outcome) => {
    const { ask, written } = use({ result: { outcome, words: '![x](https://evil/?q=1) [a](command:x)' } });
    const result = await ask();
    expect(`${written.slice(3).join('')}${JSON.stringify(result)}`).not.toMatch(/!\[|\]\(/);
    expect(written.slice(3)).toEqual([expect.stringContaining('evil')]);
  },
);

it('says that a figure is an estimate, or not known', async () => {
  const estimated = use({ result: { cost: { ...cost, isEstimate: true } } });
  await estimated.ask();
  const unpriced = use({ result: { cost: { ...cost, isUnpriced: true } } });
  await unpriced.ask();
  expect([estimated.written.at(-1)?.slice(3, 18), unpriced.written.at(-1)?.slice(3, 11)]).toEqual(['about $0&#46;01', 'unpriced']);
});

it('hands what changes something to the view of the agent, where approvals are', async () => {
  const { ask, runs, buttons } = use();
  chat.documents.set('/shop/a.ts', 'let a');
  await ask({ command: 'agent', references: [{ id: 'a', value: new chat.Uri('/shop/a.ts') }] });
  const handed = {
    mode: 'agent',
    turn: { text: 'What is a farthing?', attachments: [{ type: 'file', path: 'a.ts', folder: '/shop', text: 'let a' }], images: [] },
  };
  expect({ runs: runs.length, executed: editor.executed, buttons }).toEqual({
    runs: 0,
    executed: [['farthing.agent.open', handed]],
    buttons: [{ command: 'farthing.agent.open', title: 'Open the Agent', arguments: [handed] }],
  });
});

it('attaches files and selections, and says what it left out', async () => {
  const { ask, runs, written } = use({ excludes: ['/shop/secret.ts'] });
  chat.documents.set('/shop/a.ts', 'one\ntwo\nthree');
  chat.documents.set('/shop/secret.ts', 'hush');
  const range = { start: { line: 1 }, end: { line: 2 } };
  await ask({
    references: [
      { id: 'a', value: new chat.Uri('/shop/a.ts') },
      { id: 'b', value: new chat.Location(new chat.Uri('/shop/a.ts'), range) },
      { id: 'c', value: new chat.Uri('/shop/secret.ts') },
      { id: 'd', value: new chat.Uri('/shop/picture.png') },
      { id: 'e', value: 'what the editor selected' },
    ],
  });
  expect([runs[0]?.turn, written[0]]).toEqual([
    {
      text: 'What is a farthing?\n\nwhat the editor selected',
      attachments: [
        { type: 'file', path: 'a.ts', folder: '/shop', text: 'one\ntwo\nthree' },
        { type: 'selection', path: 'a.ts', folder: '/shop', text: 'two\nthree', lines: { from: 2, to: 3 } },
      ],
      images: [],
    },
    'Not attached&#58; secret&#46;ts, picture&#46;png\n\n',
  ]);
});

it('reads nothing of a workspace that is not trusted (security 3)', async () => {
  workspace.isTrusted = false;
  const { ask, runs } = use();
  expect([await ask(), runs.length]).toEqual([
    { errorDetails: { message: 'Farthing reads your files once you trust this workspace.' } },
    0,
  ]);
});

it('says that it failed, or that it waits for the user in its own view', async () => {
  const failing = use({ happens: [], result: { outcome: 'failed', words: 'no model is available' } });
  const failed = await failing.ask();
  const waiting = use({ happens: [], result: { outcome: 'waits', words: 'The cap is reached' } });
  await waiting.ask();
  expect([failed, failing.written.slice(1), waiting.written.slice(1), waiting.buttons]).toEqual([
    { errorDetails: { message: 'The task failed.' }, metadata: { taskId: 'task-1' } },
    ['\n\nno model is available'],
    ['\n\nThe cap is reached'],
    [{ command: 'farthing.agent.open', title: 'Open the Agent', arguments: [{ taskId: 'task-1' }] }],
  ]);
});

it.each<[string, readonly string[], string]>([
  ['a picture', ['See ![x](https://evil.example/?q=1)'], 'See !\\[x](https://evil.example/?q=1)'],
  ['a picture in two pieces', ['See !', '[x](https://evil.example)'], 'See !\\[x](https://evil.example)'],
  ['a link', ['See [x](https://a.example)'], 'See [x](https://a.example)'],
  ['code in a fence', ['```rust\nvec![1]\n```\n![x](y)'], '```rust\nvec![1]\n```\n!\\[x](y)'],
  ['a fence within a longer one', ['````\n```\n![a]\n````\n![b]'], '````\n```\n![a]\n````\n!\\[b]'],
  ['a backtick that opens nothing', ['a ` b ![x](y)'], 'a ` b !\\[x](y)'],
  ['a fence that is none', ['``` `\n![x](y)'], '``` `\n!\\[x](y)'],
  ['a fence that ends with its list', ['- a\n  ```\n![x](y)'], '- a\n  ```\n!\\[x](y)'],
  ['a fence that stands in HTML', ['<p>\n```\n\n![x](y)'], '<p>\n```\n\n!\\[x](y)'],
])('lets no picture through to be fetched, and leaves code alone: %s (security 11)', async (_, deltas, seen) => {
  const { ask, written } = use({ happens: deltas });
  await ask();
  expect(written.slice(0, -1).join('')).toBe(seen);
});
