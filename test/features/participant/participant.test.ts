import { beforeEach, expect, it, vi } from 'vitest';
import type * as vscode from 'vscode';
import type { AgentEvent, RequestCost, TaskOutcome } from '../../../src/core/agent/index.ts';
import { noUsage } from '../../../src/core/task/index.ts';
import type { ChatRun } from '../../../src/features/participant/participantPorts.ts';
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
const begun: AgentEvent = {
  atMs: 0,
  type: 'begun',
  taskId: 'task-1',
  mode: 'ask',
  approvals: 'every-step',
  turn,
  capNanoUsd: 500_000_000,
  instructions: [],
};
const requested: AgentEvent = { atMs: 1, type: 'requested', requestId: 'request-1', kind: 'chat', step: 1 };
const answered = (calls: readonly { id: string; name: string; argumentsText: string }[] = []): AgentEvent => ({
  atMs: 2,
  type: 'answered',
  requestId: 'request-1',
  text: '',
  calls,
  finish: 'stop',
  by: { model: 'sonnet', endpoint: 'anthropic', tier: 'medium', reason: 'cheapest of 2' },
  cost,
});
const ended = (outcome: TaskOutcome, words = ''): AgentEvent => ({ atMs: 3, type: 'ended', outcome, words });

/** What streams, and what is recorded. */
type Happens = string | AgentEvent;

const wholeTurn: readonly Happens[] = [begun, requested, 'A quarter ', 'penny.', answered(), ended('answered')];

interface Given {
  readonly happens?: readonly Happens[];
  /** What stands in the log from the turns before. */
  readonly earlier?: readonly AgentEvent[];
  readonly excludes?: readonly string[];
}

/** The participant over a loop that says this; and what it wrote into the chat. */
function use({ happens = wholeTurn, earlier = [], excludes = [] }: Given = {}) {
  const runs: ChatRun[] = [];
  const written: string[] = [];
  const buttons: unknown[] = [];
  registerParticipant({
    run: async (asked) => {
      runs.push(asked);
      for (const one of happens) {
        if (typeof one === 'string') asked.heard(one);
        else asked.recorded(one);
      }
      return { taskId: 'task-1', log: [...earlier, ...happens.filter((one) => typeof one !== 'string')], from: earlier.length };
    },
    excluded: { exclusionOf: (uri) => (excludes.includes(uri.path) ? { by: 'window' } : undefined) },
    log: { error: () => undefined },
  });
  const response = {
    markdown: (words: string) => void written.push(words),
    progress: (words: string) => void written.push(`(${words})`),
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
  const { ask, runs, written } = use({ happens: [begun, requested, answered(), ended('planned', '1. Read.\n2. Write.')] });
  await ask({ command: 'plan' });
  expect([runs[0]?.mode, written[0]]).toEqual(['plan', '1. Read.\n2. Write.']);
});

it('goes on with the task of the conversation, and tells what this turn cost alone', async () => {
  const earlier = wholeTurn.filter((one) => typeof one !== 'string');
  const said: AgentEvent = { atMs: 4, type: 'said', turn, mode: 'ask' };
  const { ask, runs, written } = use({ earlier, happens: [said, requested, 'Yes.', answered(), ended('answered')] });
  await ask({}, [new chat.ResponseTurn({ metadata: { taskId: 'task-0' } }), { prompt: 'And?' }]);
  expect([runs[0]?.taskId, written.at(-1)?.includes('$0&#46;01')]).toEqual(['task-0', true]);
});

it('shows what is done between two answers', async () => {
  const path = 'a\u202E.ts';
  const called: AgentEvent = { atMs: 2, type: 'called', callId: 'call-1', call: { tool: 'read', path } };
  const { ask, written } = use({
    happens: [begun, requested, 'I look.', answered(), called, 'It is 0.25.', answered(), ended('answered')],
  });
  await ask();
  expect(written.slice(0, -1)).toEqual(['I look.', '(Reads a⟨U+202E⟩.ts)', '\n\nIt is 0.25.']);
});

it('hands what changes something to the view of the agent, where approvals are', async () => {
  const { ask, runs, buttons } = use();
  chat.documents.set('/shop/a.ts', 'let a');
  await ask({ command: 'agent', references: [{ id: 'a', value: new chat.Uri('/shop/a.ts') }] });
  const handed = {
    mode: 'agent',
    turn: { text: 'What is a farthing?', attachments: [{ type: 'file', path: 'a.ts', text: 'let a' }], images: [] },
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
        { type: 'file', path: 'a.ts', text: 'one\ntwo\nthree' },
        { type: 'selection', path: 'a.ts', text: 'two\nthree', lines: { from: 2, to: 3 } },
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
  const failed = await use({ happens: [begun, ended('failed', 'no model is available')] }).ask();
  const waiting = use({ happens: [begun, { atMs: 1, type: 'paused', reason: 'cap', words: 'The cap is reached' }] });
  await waiting.ask();
  expect([failed, waiting.written, waiting.buttons]).toEqual([
    { errorDetails: { message: 'no model is available' }, metadata: { taskId: 'task-1' } },
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
  const { ask, written } = use({ happens: [begun, requested, ...deltas, answered(), ended('answered')] });
  await ask();
  expect(written.slice(0, -1).join('')).toBe(seen);
});
