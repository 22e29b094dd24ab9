import { beforeEach, expect, it, vi } from 'vitest';
import type * as vscode from 'vscode';
import type { Candidate } from '../../../src/core/catalogue/index.ts';
import type { Policy } from '../../../src/core/policy/index.ts';
import type { Router } from '../../../src/core/router.ts';
import type { Task } from '../../../src/core/task/index.ts';
import { registerLanguageModels } from '../../../src/features/languageModels/registerLanguageModels.ts';
import {
  FakeEmitter,
  FakeModelError,
  FakePromptTsxPart,
  FakeTextPart,
  FakeTokenSource,
  FakeToolCallPart,
  FakeToolResultPart,
  workspace,
} from '../../platform/fakeChat.ts';
import { editor } from '../../support/fakeEditor.ts';
import { answer, failed, routerOver, type Scripts, text, used } from '../../support/routing.ts';
import { localCandidate, paidCandidate } from '../../support/tasks.ts';

const registered = vi.hoisted(() => new Map<string, unknown>());

vi.mock('vscode', async () =>
  (await import('../../platform/fakeChat.ts')).chatApi({
    LanguageModelChatToolMode: { Auto: 1, Required: 2 },
    lm: {
      registerLanguageModelChatProvider: (vendor: string, provider: unknown) => {
        registered.set(vendor, provider);
        return { dispose: () => void registered.delete(vendor) };
      },
    },
  }),
);

beforeEach(() => {
  editor.reset();
  registered.clear();
  workspace.isTrusted = true;
  workspace.workspaceFolders = [{ name: 'shop' }];
});

const small = paidCandidate('small-model', { tier: 'small', contextTokens: 100_000 });
const medium = paidCandidate('medium-model', { tier: 'medium', contextTokens: 200_000, canSeeImages: true });

interface Given {
  readonly candidates?: readonly Candidate[];
  readonly scripts?: Scripts;
  readonly ports?: Parameters<typeof routerOver>[2];
  readonly count?: () => Promise<number>;
}

/** The feature over scripted models. */
function use({ candidates = [small, medium], scripts = { 'medium-model': answer }, ports = {}, count = async () => 7 }: Given = {}) {
  const fixture = routerOver(candidates, scripts, ports);
  const tasks: Task[] = [];
  const router: Router = {
    ...fixture.router,
    route: (task, signal) => {
      tasks.push(task);
      return fixture.router.route(task, signal);
    },
  };
  const changes = new FakeEmitter<undefined>();
  const others = new FakeEmitter<undefined>();
  let ids = 0;
  const feature = registerLanguageModels({
    core: async () => ({ router, policy: () => ({ metered: 'allowed' }), record: () => undefined }),
    counter: { count },
    models: { onDidChange: (listener) => changes.event(listener) },
    localServers: { onDidChange: () => ({ dispose: () => undefined }) },
    others: [{ onDidChange: (listener) => others.event(listener) }],
    newId: () => `task-${++ids}`,
    log: { debug: () => undefined, error: () => undefined },
  });
  const provider = registered.get('farthing') as vscode.LanguageModelChatProvider;
  const source = new FakeTokenSource();
  const token = source.token as unknown as vscode.CancellationToken;
  const reported: unknown[] = [];
  const ask = async (messages: readonly unknown[], options: object = {}, id = 'auto'): Promise<readonly unknown[]> => {
    const progress = { report: (part: unknown) => void reported.push(part) };
    const model = { id } as vscode.LanguageModelChatInformation;
    await provider.provideLanguageModelChatResponse(model, messages as never, { toolMode: 1, ...options } as never, progress, token);
    return reported;
  };
  return { ...fixture, scripted: fixture.provider, tasks, feature, changes, others, provider, source, token, reported, ask };
}

const user = (...content: readonly unknown[]) => ({ role: 1, content, name: undefined });
const assistant = (...content: readonly unknown[]) => ({ role: 2, content, name: undefined });
const words = (value: string) => new FakeTextPart(value);

it('lists Auto and a model for each tier, with who would answer and for how much', async () => {
  const { provider, token } = use();
  const listed = (await provider.provideLanguageModelChatInformation({ silent: true }, token)) ?? [];
  expect(listed.map(({ id, name }) => `${id}: ${name}`)).toEqual([
    'auto: Farthing Auto',
    'local: Farthing Local',
    'small: Farthing Small',
    'medium: Farthing Medium',
    'frontier: Farthing Frontier',
  ]);
  expect(listed[0]).toEqual({
    id: 'auto',
    name: 'Farthing Auto',
    family: 'farthing-auto',
    version: '1',
    detail: 'medium-model, $3.00 in, $15.00 out per million tokens',
    tooltip:
      'medium-model at cloud-of-medium-model would answer now: cheapest for each useful answer of 1 for chat (medium, local). Your budgets and your data policy hold.',
    maxInputTokens: 200_000 - 8192,
    maxOutputTokens: 8192,
    capabilities: { toolCalling: true, imageInput: true },
  });
});

it('lists what nobody would answer, and says why', async () => {
  const { provider, token } = use({ ports: { policy: () => ({ metered: 'no-budget' }) } });
  const [auto] = (await provider.provideLanguageModelChatInformation({ silent: true }, token)) ?? [];
  expect([auto?.detail, auto?.tooltip]).toEqual([
    'not available now',
    'Farthing: no model may answer: paid models are off until a budget is set.',
  ]);
});

it('says that a local model is free of charge, and one of a plan is in it', async () => {
  const ofPlan = { ...medium, endpoint: { ...medium.endpoint, billing: 'subscription' as const } };
  const details = [];
  for (const candidates of [[localCandidate()], [ofPlan]]) {
    const { provider, token } = use({ candidates });
    details.push((await provider.provideLanguageModelChatInformation({ silent: true }, token))?.[0]?.detail);
  }
  expect(details).toEqual(['local-model, free of charge', 'medium-model, in your flat plan']);
});

/** The editor has listed the models, and lists them again whenever it is told to. It says itself that they changed, then. */
async function listed({ provider, token, changes }: ReturnType<typeof use>) {
  const details: (string | undefined)[] = [];
  const list = async (): Promise<void> => {
    const models = await provider.provideLanguageModelChatInformation({ silent: true }, token);
    details.push(models?.[0]?.detail);
    changes.fire(undefined);
  };
  provider.onDidChangeLanguageModelChatInformation?.(() => void list());
  await list();
  return details;
}

const mediumInWords = 'medium-model, $3.00 in, $15.00 out per million tokens';
const twoMinutesMs = 120_000;

it.each(['a setting', 'what the choice depends on', 'the day'])('lists anew once %s changed who would answer', async (what) => {
  vi.useFakeTimers({ now: Date.UTC(2026, 0, 1, 12) });
  try {
    let policy: Policy = { metered: 'allowed' };
    const fixture = use({ ports: { policy: () => policy } });
    const details = await listed(fixture);
    await vi.advanceTimersByTimeAsync(twoMinutesMs);
    policy = { metered: 'no-budget' };
    if (what === 'a setting') editor.set('routing.sort', 'speed');
    else if (what === 'the day') await vi.advanceTimersByTimeAsync(24 * 3_600_000);
    else fixture.others.fire(undefined);
    await vi.advanceTimersByTimeAsync(twoMinutesMs);
    expect(details).toEqual([mediumInWords, 'not available now']);
  } finally {
    vi.useRealTimers();
  }
});

it('tells the editor nothing where its list is still right, so that the two do not tell each other for ever', async () => {
  vi.useFakeTimers();
  try {
    const fixture = use();
    const details = await listed(fixture);
    for (let count = 0; count < 10; count += 1) {
      fixture.others.fire(undefined);
      await vi.advanceTimersByTimeAsync(twoMinutesMs);
    }
    expect(details).toEqual([mediumInWords]);
  } finally {
    vi.useRealTimers();
  }
});

it('looks who would answer only for an editor that asked, and not any more once it is disposed', async () => {
  vi.useFakeTimers();
  try {
    let looks = 0;
    const policy = (): Policy => {
      looks += 1;
      return { metered: 'allowed' };
    };
    const { changes, others, feature, provider, token } = use({ ports: { policy } });
    const askedFor: number[] = [];
    changes.fire(undefined);
    await vi.advanceTimersByTimeAsync(twoMinutesMs);
    askedFor.push(looks);
    await provider.provideLanguageModelChatInformation({ silent: true }, token);
    looks = 0;
    changes.fire(undefined);
    feature.dispose();
    others.fire(undefined);
    await vi.advanceTimersByTimeAsync(twoMinutesMs);
    askedFor.push(looks);
    expect({ askedFor, listeners: changes.listeners + others.listeners + editor.listeners, registered: registered.size }).toEqual({
      askedFor: [0, 0],
      listeners: 0,
      registered: 0,
    });
  } finally {
    vi.useRealTimers();
  }
});

it('asks the router for a chat, and streams the words of the answer', async () => {
  const { ask, ledger } = use();
  expect(await ask([user(words('What is a farthing?'))])).toEqual([words('A quarter '), words('penny.')]);
  expect(ledger.entries.map(({ kind, taskId, model, finish, origin }) => ({ kind, taskId, model, finish, origin }))).toEqual([
    { kind: 'chat', taskId: 'task-2', model: 'medium-model', finish: 'stop', origin: { trigger: 'command', workspace: 'shop' } },
  ]);
});

it('asks for just the tier that was chosen in the list, and for none with Auto', async () => {
  const { ask, tasks } = use({ scripts: { 'small-model': answer, 'medium-model': answer } });
  for (const id of ['auto', 'local', 'small', 'medium', 'frontier']) await ask([user(words('Why?'))], {}, id).catch(() => undefined);
  expect(tasks.map((task) => ('tier' in task ? task.tier : undefined))).toEqual([undefined, 'local', 'small', 'medium', 'frontier']);
});

it('answers by a model of the tier that was chosen', async () => {
  const { ask, ledger } = use({ scripts: { 'small-model': answer, 'medium-model': answer } });
  await ask([user(words('Why?'))], {}, 'small');
  await ask([user(words('Why?'))], {}, 'medium');
  expect(ledger.entries.map(({ model }) => model)).toEqual(['small-model', 'medium-model']);
});

it('keeps the order of a conversation: what was sent before is more stable than what is new', async () => {
  const fixture = use();
  await fixture.ask([
    { role: 3, content: [words('Be brief.')], name: undefined },
    user(words('List the files.'), { mimeType: 'image/png', data: new Uint8Array([1, 2, 3]) }),
    assistant(words('I look.'), new FakeToolCallPart('call-1', 'list', { path: '.' })),
    user(new FakeToolResultPart('call-1', [words('a.ts'), new FakePromptTsxPart({ b: 1 })]), words('And now?')),
  ]);
  const [call] = fixture.scripted.calls;
  expect(call?.segments).toEqual([
    { role: 'system', stability: 'static', text: 'Be brief.' },
    { role: 'user', stability: 'session', text: 'List the files.', images: [{ mediaType: 'image/png', base64: 'AQID' }] },
    {
      role: 'assistant',
      stability: 'session',
      text: 'I look.',
      toolCalls: [{ id: 'call-1', name: 'list', argumentsText: '{"path":"."}' }],
    },
    { role: 'tool', stability: 'turn', text: 'a.ts{"b":1}', toolCallId: 'call-1' },
    { role: 'user', stability: 'turn', text: 'And now?' },
  ]);
});

const picture = (mimeType = 'image/png') => ({ mimeType, data: new Uint8Array([1, 2, 3]) });
const seen = { mediaType: 'image/png', base64: 'AQID' };

it('lifts pictures out of the results of tools into the message, because no provider takes them there', async () => {
  const fixture = use();
  await fixture.ask([
    user(words('Look.')),
    assistant(new FakeToolCallPart('call-1', 'shot', {}), new FakeToolCallPart('call-2', 'shots', {})),
    user(
      new FakeToolResultPart('call-1', [picture()]),
      new FakeToolResultPart('call-2', [words('Both:'), picture(), picture(), picture('image/bmp')]),
      words('And this?'),
      picture(),
    ),
  ]);
  expect(fixture.scripted.calls[0]?.segments.slice(2)).toEqual([
    { role: 'tool', stability: 'turn', text: '(A picture follows below.)', toolCallId: 'call-1' },
    {
      role: 'tool',
      stability: 'turn',
      text: 'Both:\n(A picture follows below.)\n(A picture follows below.)\n(A picture of the type image/bmp is left out.)',
      toolCallId: 'call-2',
    },
    { role: 'user', stability: 'turn', text: 'And this?', images: [seen, seen, seen, seen] },
  ]);
});

it('takes a model that sees where a result of a tool holds a picture', async () => {
  const blind = { ...small, model: { ...small.model, canSeeImages: false } };
  const fixture = use({ candidates: [blind], scripts: { 'small-model': answer } });
  const asked = fixture.ask([user(new FakeToolResultPart('call-1', [picture()]))], {}, 'small');
  await expect(asked).rejects.toThrow('no such model is available');
  expect(fixture.scripted.calls).toEqual([]);
});

it('sends nothing where a call of a tool is demanded, because it can make no model do so', async () => {
  const { ask, scripted } = use();
  const tools = [{ name: 'now', description: '' }];
  await expect(ask([user(words('When?'))], { tools, toolMode: 2 })).rejects.toThrow('cannot make a model call a tool');
  expect(scripted.calls).toEqual([]);
});

it('strips what is invisible from all that comes from elsewhere (security 13)', async () => {
  const fixture = use();
  await fixture.ask([user(words('a\u{E0041}b\u202Ec'), new FakeToolResultPart('call-1', [words('d\u200Be')]))]);
  expect(fixture.scripted.calls[0]?.segments.map(({ text: sent }) => sent)).toEqual(['de', 'abc']);
});

it('knows the requests of one conversation by how it begins, without the words', async () => {
  const fixture = use();
  await fixture.ask([user(words('One.'))]);
  await fixture.ask([user(words('One.')), assistant(words('Yes?')), user(words('Two.'))]);
  await fixture.ask([user(words('Other.'))]);
  const [first, second, third] = fixture.ledger.entries.map(({ sessionId }) => sessionId);
  expect({ isOne: first === second, isOther: first === third, hasWords: /One/.test(`${first}`) }).toEqual({
    isOne: true,
    isOther: false,
    hasWords: false,
  });
});

it('names no workspace where several folders are open: what any of them forbids is forbidden', async () => {
  workspace.workspaceFolders = [{ name: 'shop' }, { name: 'bank' }];
  const { ask, ledger } = use();
  await ask([user(words('Why?'))]);
  expect(ledger.entries[0]?.origin).toEqual({ trigger: 'command' });
});

it('passes tools on, and reports the calls of the answer with their input', async () => {
  const call = { id: 'call-1', name: 'list', argumentsText: '{"path":"src"}' };
  const fixture = use({
    scripts: {
      'medium-model': [
        { type: 'tool-call-start', id: 'call-1', name: 'list' },
        { type: 'tool-call-delta', id: 'call-1', argumentsText: call.argumentsText },
        { type: 'tool-call-end', call },
        used({ uncachedInput: 20, output: 5 }),
        { type: 'finish', reason: 'tool-calls' },
      ],
    },
  });
  const tools = [
    { name: 'list', description: 'Lists\u200B files', inputSchema: { type: 'object', required: ['path'] } },
    { name: 'now', description: '' },
  ];
  expect(await fixture.ask([user(words('Look.'))], { tools })).toEqual([new FakeToolCallPart('call-1', 'list', { path: 'src' })]);
  expect(fixture.scripted.calls[0]?.tools).toEqual([
    { name: 'list', description: 'Lists files', inputSchema: { type: 'object', properties: {}, required: ['path'] } },
    { name: 'now', description: '', inputSchema: { type: 'object', properties: {} } },
  ]);
});

it.each(['{"path":', '["src"]', 'null', '"src"'])('reports no call whose arguments are no JSON object: %s', async (argumentsText) => {
  const call = { id: 'call-1', name: 'list', argumentsText };
  const { ask, reported } = use({
    scripts: {
      'medium-model': [
        { type: 'tool-call-end', call },
        { type: 'finish', reason: 'tool-calls' },
      ],
    },
  });
  await expect(ask([user(words('Look.'))])).rejects.toThrow('list with arguments that are no JSON object');
  expect(reported).toEqual([]);
});

const whyNot: readonly (readonly [string, Given, string, string])[] = [
  ['no budget is set', { ports: { policy: () => ({ metered: 'no-budget' }) } }, 'Blocked', 'paid models are off until a budget is set'],
  ['the workspace is not trusted', { ports: { policy: () => ({ metered: 'untrusted' }) } }, 'Blocked', 'until this workspace is trusted'],
  ['there is no model at all', { candidates: [] }, 'NotFound', 'Set an API key'],
  ['there is no model of the tier', { candidates: [small] }, 'NotFound', 'no such model is available'],
  ['the budget cannot hold it', { ports: { limits: () => [] } }, 'Blocked', 'no budget covers chat'],
  ['the key is refused', { scripts: { 'medium-model': [failed('unauthorized')] } }, 'NoPermissions', 'wants a key'],
  ['the provider is busy', { scripts: { 'medium-model': [failed('rate-limited')] } }, 'Blocked', 'busy'],
  ['the answer breaks off', { scripts: { 'medium-model': [text('A'), failed('server-error')] } }, '', 'broke off'],
  [
    'the provider filters it',
    { scripts: { 'medium-model': [text('A'), { type: 'finish', reason: 'content-filter' }] } },
    'Blocked',
    'content filter',
  ],
];

it.each(whyNot)('says why there is no answer where %s', async (_, given, code, part) => {
  const { ask } = use(given);
  const error: unknown = await ask([user(words('Why?'))]).catch((each: unknown) => each);
  expect({ code: error instanceof FakeModelError ? error.code : '', tells: `${error}`.includes(part) }).toEqual({ code, tells: true });
});

it('takes no model that it does not know', async () => {
  await expect(use().ask([user(words('Why?'))], {}, 'huge')).rejects.toMatchObject({ code: 'NotFound' });
});

it('ends the request when the editor cancels it, without an error', async () => {
  let waiting: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => {
    waiting = resolve;
  });
  const { ask, source, ledger } = use({ scripts: { 'medium-model': [text('A')] }, ports: { onWait: () => waiting() } });
  const asked = ask([user(words('Why?'))]);
  await begun;
  source.cancel();
  expect([await asked, ledger.entries.map(({ finish }) => finish)]).toEqual([[words('A')], ['aborted']]);
});

it('counts tokens by the tokenizer, and by bytes where that fails', async () => {
  const model = {} as vscode.LanguageModelChatInformation;
  const counted = use();
  const byTokenizer = await counted.provider.provideTokenCount(model, 'Why?', counted.token);
  const failing = use({ count: () => Promise.reject(new Error('no thread')) });
  const byBytes = await failing.provider.provideTokenCount(model, user(words('twelve bytes')) as never, failing.token);
  expect({ byTokenizer, isEstimate: byBytes > 0 }).toEqual({ byTokenizer: 7, isEstimate: true });
});

it('is cut at its length limit and is an answer all the same', async () => {
  const { ask } = use({ scripts: { 'medium-model': [text('A'), { type: 'finish', reason: 'length' }] } });
  expect(await ask([user(words('Why?'))])).toEqual([words('A')]);
});
