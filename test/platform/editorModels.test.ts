import { beforeEach, expect, it, vi } from 'vitest';
import type * as vscode from 'vscode';
import { noPressure } from '../../src/core/budget/index.ts';
import type { Candidate, CatalogueModel } from '../../src/core/catalogue/index.ts';
import type { Segment } from '../../src/core/task/index.ts';
import { createEditorModelProvider } from '../../src/platform/editorModelProvider.ts';
import { EditorModels } from '../../src/platform/editorModels.ts';
import { Observed } from '../../src/platform/observed.ts';
import { collect } from '../support/collect.ts';
import { editor } from '../support/fakeEditor.ts';
import { FakeTime } from '../support/fakeTime.ts';
import { inShort, routerOver } from '../support/routing.ts';
import { callOf, chatTask, localCandidate, paidPrice } from '../support/tasks.ts';
import { FakeEmitter, FakeModelError, FakeTextPart, FakeToolCallPart, FakeToolResultPart } from './fakeChat.ts';

const lm = vi.hoisted(() => ({
  models: [] as unknown[],
  asked: 0,
  slow: undefined as Promise<void> | undefined,
  changed: (): void => undefined,
}));

vi.mock('vscode', async () => {
  const { FakeEmitter: Emitter, chatApi } = await import('./fakeChat.ts');
  const changes = new Emitter<undefined>();
  lm.changed = () => changes.fire(undefined);
  return chatApi({
    lm: {
      onDidChangeChatModels: changes.event,
      selectChatModels: async () => {
        lm.asked += 1;
        const { models, slow } = lm;
        await slow;
        return models;
      },
    },
  });
});

beforeEach(() => {
  editor.reset();
  lm.models = [];
  lm.asked = 0;
  lm.slow = undefined;
});

type Sent = { readonly messages: readonly unknown[]; readonly options: { readonly tools?: readonly unknown[] } };

interface Given {
  readonly id?: string;
  readonly vendor?: string;
  /** `wait`: until it is cancelled. */
  readonly says?: readonly unknown[];
  readonly throws?: unknown;
}

/** A model that another extension brings, which says this or throws that. */
function modelOf({ id = 'gpt-x', vendor = 'copilot', says = [], throws }: Given = {}) {
  const sent: Sent[] = [];
  const model = {
    id,
    vendor,
    family: id,
    maxInputTokens: 64_000,
    sendRequest: async (messages: readonly unknown[], options: Sent['options'], token: vscode.CancellationToken) => {
      sent.push({ messages, options });
      if (throws) throw throws;
      return {
        stream: (async function* () {
          for (const part of says) {
            if (part === 'wait') await new Promise<void>((resolve) => token.onCancellationRequested(() => resolve()));
            else yield part;
          }
        })(),
      };
    },
  };
  return { model, sent };
}

const row = (changes: Partial<CatalogueModel>): CatalogueModel => ({
  id: 'gpt-x',
  endpoint: 'openai',
  tier: 'small',
  canChat: true,
  prices: [paidPrice],
  ...changes,
});

async function look({ rows = [] as readonly CatalogueModel[], refused = [] as readonly string[] } = {}) {
  const access = new FakeEmitter<undefined>();
  const told: string[] = [];
  const found = new Observed<readonly Candidate[]>([]);
  const models = new EditorModels({
    models: { models: () => rows, onDidChange: () => ({ dispose: () => undefined }) },
    access: {
      onDidChange: access.event,
      canSendRequest: ({ id }: { id: string }) => (refused.includes(id) ? false : undefined),
    } as unknown as vscode.LanguageModelAccessInformation,
    found,
    onAccessChanged: (endpointId) => void told.push(endpointId),
    clock: new FakeTime(),
    log: { info: () => undefined, warn: () => undefined },
  });
  await models.look();
  return { models, access, told, found };
}

it('asks the editor for no models before the user switched it on', async () => {
  lm.models = [modelOf().model];
  const { models } = await look();
  expect([models.candidates(), lm.asked]).toEqual([[], 0]);
});

it('makes candidates of a flat plan of them, whose region and retention nobody knows', async () => {
  editor.set('editorModels.use', true);
  lm.models = [modelOf().model];
  const { models } = await look();
  expect(models.candidates()).toEqual([
    {
      model: { id: 'gpt-x', tier: 'medium', canChat: true, canSeeImages: false, contextTokens: 64_000 },
      endpoint: {
        id: 'editor-copilot',
        provider: 'copilot',
        adapter: 'editor-model',
        baseUrl: 'https://editor.invalid',
        billing: 'subscription',
      },
    },
  ]);
});

it('knows tier and list price by the exact name alone, with or without its maker before it', async () => {
  editor.set('editorModels.use', true);
  lm.models = ['gpt-x', 'gpt-x-mini', 'claude-y'].map((id) => modelOf({ id }).model);
  const { models } = await look({ rows: [row({}), row({ id: 'anthropic/claude-y', endpoint: 'openrouter', tier: 'frontier' })] });
  expect(models.candidates().map(({ model: { id, tier, price } }) => [id, tier, price?.output])).toEqual([
    ['gpt-x', 'small', paidPrice.output],
    ['gpt-x-mini', 'medium', undefined],
    ['claude-y', 'frontier', paidPrice.output],
  ]);
});

it('leaves out our own models, and those that the user refused', async () => {
  editor.set('editorModels.use', true);
  lm.models = [modelOf({ id: 'auto', vendor: 'farthing' }).model, modelOf({ id: 'no' }).model, modelOf({ id: 'yes' }).model];
  const { models } = await look({ refused: ['no'] });
  expect(models.candidates().map(({ model }) => model.id)).toEqual(['yes']);
});

it('follows what the editor has, what is switched on, and what the user allows, until it is disposed', async () => {
  editor.set('editorModels.use', true);
  lm.models = [modelOf().model];
  const { models, access, told, found } = await look();
  const seen: number[] = [];
  found.onDidChange((candidates) => void seen.push(candidates.length));
  lm.models = [];
  lm.changed();
  await new Promise(setImmediate);
  lm.models = [modelOf().model, modelOf({ id: 'gpt-z' }).model];
  lm.changed();
  await new Promise(setImmediate);
  access.fire(undefined);
  editor.set('editorModels.use', false);
  await new Promise(setImmediate);
  models.dispose();
  lm.changed();
  expect({ seen, told, listeners: editor.listeners + access.listeners }).toEqual({
    seen: [0, 2, 2, 0],
    told: ['editor-copilot'],
    listeners: 0,
  });
});

it('tells that models may be asked again which the user refused at first', async () => {
  editor.set('editorModels.use', true);
  lm.models = [modelOf({ id: 'no' }).model];
  const refused = ['no'];
  const { models, access, told } = await look({ refused });
  refused.pop();
  access.fire(undefined);
  expect([told, models.candidates().length]).toEqual([['editor-copilot'], 1]);
});

it('forgets a look that was overtaken: what was switched off meanwhile stays off', async () => {
  editor.set('editorModels.use', true);
  const { models } = await look();
  lm.models = [modelOf().model];
  const { promise, resolve } = Promise.withResolvers<void>();
  lm.slow = promise;
  const overtaken = models.look();
  editor.set('editorModels.use', false);
  resolve();
  await overtaken;
  expect(models.candidates()).toEqual([]);
});

/** A router that has such a model, and what went through it. */
async function routed(
  given: Given,
  task = chatTask(),
  signal = new AbortController().signal,
  ports: Parameters<typeof routerOver>[2] = {},
) {
  editor.set('editorModels.use', true);
  const { model, sent } = modelOf(given);
  lm.models = [model];
  const { models } = await look({ rows: [row({ tier: 'medium' })] });
  const provider = createEditorModelProvider(models);
  const { router, ledger } = routerOver(
    [],
    {},
    {
      candidates: () => models.candidates(),
      provider: (adapter) => (adapter === provider.id ? provider : undefined),
      pressure: () => noPressure,
      ...ports,
    },
  );
  const parts = await collect(router.route(task, signal));
  return { parts, sent, ledger };
}

it('is asked through the router, costs nothing, and counts as its list price with our own estimate of the tokens', async () => {
  const { parts, ledger } = await routed({ says: [new FakeTextPart('A quarter '), new FakeTextPart('penny.')] });
  const { billing, costNanoUsd, countedNanoUsd, isEstimate, listPriceNanoUsd = 0, usage } = ledger.entries[0] ?? {};
  expect(parts.map(inShort)).toEqual([
    'decision: chosen',
    'attempt 1: gpt-x',
    'text-delta: A quarter ',
    'text-delta: penny.',
    'finish: stop',
    'settled: gpt-x stop',
  ]);
  expect({ billing, costNanoUsd, countedNanoUsd, isEstimate }).toEqual({
    billing: 'subscription',
    costNanoUsd: 0,
    countedNanoUsd: 0,
    isEstimate: true,
  });
  const { uncachedInput = 0, output = 0 } = usage ?? {};
  expect(listPriceNanoUsd).toBe(uncachedInput * 3000 + output * 15_000);
});

it('is given a conversation with its tools, calls and results, and gives its calls back', async () => {
  const tool = { name: 'list', description: 'Lists', inputSchema: { type: 'object' } };
  const { parts, sent } = await routed(
    { says: [new FakeToolCallPart('call-2', 'list', { path: 'b' })] },
    chatTask({
      tools: [tool],
      segments: [
        { role: 'system', stability: 'static', text: 'Be brief.' },
        { role: 'user', stability: 'session', text: 'Look.' },
        { role: 'assistant', stability: 'session', text: '', toolCalls: [{ id: 'call-1', name: 'list', argumentsText: '{"path":"a"}' }] },
        { role: 'tool', stability: 'turn', text: 'a.ts', toolCallId: 'call-1' },
      ],
    }),
  );
  expect(sent[0]?.messages).toEqual([
    { role: 1, content: [new FakeTextPart('Be brief.')] },
    { role: 1, content: [new FakeTextPart('Look.')] },
    { role: 2, content: [new FakeToolCallPart('call-1', 'list', { path: 'a' })] },
    { role: 1, content: [new FakeToolResultPart('call-1', [new FakeTextPart('a.ts')])] },
  ]);
  expect([sent[0]?.options.tools, parts.filter(({ type }) => type === 'tool-call-end' || type === 'finish')]).toEqual([
    [tool],
    [
      { type: 'tool-call-end', call: { id: 'call-2', name: 'list', argumentsText: '{"path":"b"}' } },
      { type: 'finish', reason: 'tool-calls' },
    ],
  ]);
});

it.each(['["a"]', 'null', '{"path":'])('is told of a call whose arguments were no JSON object as they were: %s', async (argumentsText) => {
  const call: Segment = { role: 'assistant', stability: 'turn', text: '', toolCalls: [{ id: 'call-1', name: 'list', argumentsText }] };
  const { sent } = await routed({}, chatTask({ segments: [call] }));
  expect(sent[0]?.messages).toEqual([{ role: 2, content: [new FakeToolCallPart('call-1', 'list', { arguments: argumentsText })] }]);
});

it.each([
  ['the user did not allow it', FakeModelError.NoPermissions('no'), 'unauthorized'],
  ['it is blocked', FakeModelError.Blocked('blocked'), 'forbidden'],
  ['it went', FakeModelError.NotFound('gone'), 'not-found'],
  ['the plan is used up', Object.assign(new Error('quota'), { name: 'ChatQuotaExceeded' }), 'payment-required'],
  ['it is asked too often', Object.assign(new Error('slow'), { name: 'ChatRateLimited' }), 'rate-limited'],
  ['it breaks', new Error('what?'), 'server-error'],
] as const)('fails as %s, in the words of providers', async (_, throws, reason) => {
  const { parts } = await routed({ throws });
  expect(parts.flatMap((part) => (part.type === 'error' ? [part.error.reason] : []))).toEqual([reason]);
});

it('takes what it throws after it was given up for no failure', async () => {
  const { model } = modelOf({ throws: new Error('cancelled') });
  const provider = createEditorModelProvider({ modelOf: () => model as unknown as vscode.LanguageModelChat });
  const parts = await collect(provider.stream(callOf(chatTask(), localCandidate()), AbortSignal.abort()));
  expect(parts).toEqual([{ type: 'finish', reason: 'aborted' }]);
});

it('ends when nobody waits for it any more', async () => {
  const controller = new AbortController();
  const asked = routed({ says: [new FakeTextPart('A'), 'wait'] }, chatTask(), controller.signal);
  await new Promise(setImmediate);
  controller.abort();
  const { ledger } = await asked;
  expect(ledger.entries.map(({ finish }) => finish)).toEqual(['aborted']);
});

it('tells those who show them which may be asked, and that there are none any more', async () => {
  editor.set('editorModels.use', true);
  lm.models = [modelOf().model, modelOf({ id: 'no' }).model];
  const { found } = await look({ refused: ['no'] });
  const before = found.value.map(({ model }) => model.id);
  editor.set('editorModels.use', false);
  await new Promise(setImmediate);
  expect([before, found.value]).toEqual([['gpt-x'], []]);
});

it('waits for no budget in dollars, because the setting is the consent; one in tokens counts and holds it', async () => {
  const settled = async (tokens: number | undefined): Promise<readonly string[]> => {
    const limits = tokens === undefined ? [] : [{ budgetId: 'day', unit: 'tokens', limit: tokens, fromDay: '2026-01-01' } as const];
    const { parts } = await routed({ says: [new FakeTextPart('Yes.')] }, chatTask(), undefined, {
      policy: () => ({ metered: 'no-budget', flatPlan: 'allowed' }),
      limits: () => limits,
    });
    return parts.map(inShort).filter((part) => /^(finish|held back|error)/.test(part));
  };
  expect([await settled(undefined), await settled(1_000_000), await settled(10)]).toEqual([
    ['finish: stop'],
    ['finish: stop'],
    ['held back: gpt-x by day', 'error: not-reserved'],
  ]);
});

it.each([
  ['a region is demanded', { metered: 'allowed', data: [{ regions: ['EU'] }] }, 'region-not-allowed'],
  ['zero retention is demanded', { metered: 'allowed', data: [{ retention: 'zdr' }] }, 'retention'],
  ['paid models are paused', { metered: 'paused' }, 'paused'],
  ['the workspace is not trusted', { metered: 'untrusted' }, 'untrusted'],
  ['the rules are not known', { metered: 'rules-unknown' }, 'rules-unknown'],
] as const)('is not asked where %s: it leaves the machine as any cloud does', async (_, policy, rule) => {
  editor.set('editorModels.use', true);
  lm.models = [modelOf().model];
  const { models } = await look();
  const { router } = routerOver([], {}, { candidates: () => [...models.candidates(), localCandidate()], policy: () => policy });
  const rejected = router.decide(chatTask()).rejected.map((each) => `${each.candidate.model.id}: ${each.rule}`);
  expect(rejected).toEqual([`gpt-x: ${rule}`]);
});
