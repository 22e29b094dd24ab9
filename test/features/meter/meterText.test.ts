import { describe, expect, it, vi } from 'vitest';
import type { DecisionRecord, LedgerEntry } from '../../../src/core/ledger/index.ts';
import { meterText } from '../../../src/features/meter/meterText.ts';
import type { MeterView } from '../../../src/features/meter/meterView.ts';
import type { LocalServer } from '../../../src/providers/localServers/localServer.ts';
import { entryOf, without } from '../../support/entries.ts';
import { localCandidate } from '../../support/tasks.ts';
import { budgetState, held, view as plainView, refusedKey } from './views.ts';

vi.mock('vscode', async () => (await import('../../support/fakeVscode.ts')).fakeVscode());

const { fillInTheMiddle: _none, ...chatModel } = localCandidate('llama3').model;
const serving = (...models: LocalServer['models']): LocalServer => ({ kind: 'ollama', baseUrl: 'http://127.0.0.1:11434', models });
const found = (...models: LocalServer['models']) => ({ localServers: { status: 'found' as const, servers: [serving(...models)] } });

const view = (changes: Partial<MeterView> = {}): MeterView => plainView({ ...found(localCandidate('qwen').model), ...changes });

const linesOf = (changes: Partial<MeterView>): readonly string[] => meterText(view(changes)).tooltip.value.split('\n\n');

const paid = { paid: 'ready', paidCompletion: 'available' } as const;

const decisionBy = (rule: string, changes: Partial<DecisionRecord> = {}): DecisionRecord => ({ ...entryOf().decision, rule, ...changes });

const economy = { pressure: 'economy', budgetId: 'month', cause: 'forecast', endsOn: '2026-11-19', reason: '' } as const;
const usedUp = (pressure: 'local-only' | 'stop') => ({ pressure, budgetId: 'day', cause: 'used-up', reason: '' }) as const;

describe('The meter', () => {
  it.each<[string, Partial<MeterView>, string, 'calm' | 'warning' | 'error']>([
    ['when all is well', {}, '$(sparkle) $0.0042 · 12', 'calm'],
    [
      'where the user’s ban stops everything',
      { ...paid, pressure: usedUp('stop'), budgets: [budgetState({ limit: 0, spent: 0 })] },
      '$(sparkle) $0.00 of $0.00 today · stopped',
      'calm',
    ],
    [
      'where the user’s ban stops all that is paid',
      { ...paid, pressure: usedUp('local-only'), budgets: [budgetState({ limit: 0, spent: 0 })] },
      '$(sparkle) $0.0042 · 12',
      'calm',
    ],
    [
      'where the user bans frontier models',
      { ...paid, pressure: { ...economy, budgetId: 'day' }, budgets: [budgetState({ limit: 0, spent: 0, isSoft: true })] },
      '$(sparkle) $0.0042 · 12',
      'calm',
    ],
    [
      'where the user’s ban held something back',
      { ...paid, pressure: usedUp('local-only'), heldBack: held(), budgets: [budgetState({ limit: 0, spent: 0 })] },
      '$(warning) $0.00 of $0.00 today · local only',
      'warning',
    ],
    ['while it looks for a server', { localServers: { status: 'looking' } }, '$(sync~spin) $0.0042 · 12', 'calm'],
    [
      'when the server went away',
      { localServers: { status: 'away', last: serving() } },
      '$(warning) $0.0042 · 12 · local server away',
      'warning',
    ],
    [
      'when there is no server',
      { localServers: { status: 'none' } },
      '$(sparkle) $0.0042 · 12 · start a local model server or set a key',
      'calm',
    ],
    ['when the server has no model', found(), '$(sparkle) $0.0042 · 12 · load a model', 'calm'],
    ['when the server has no code model', found(chatModel), '$(sparkle) $0.0042 · 12 · load a code model', 'calm'],
    ['when the last completion failed', { health: 'server-error' }, '$(warning) $0.0042 · 12 · last completion failed', 'warning'],
    [
      'when the address is refused',
      { localServers: { status: 'refused', rule: 'plain-http', url: 'http://10.0.0.7' } },
      '$(warning) $0.0042 · 12 · server address refused',
      'warning',
    ],
    ['when they are snoozed', { snoozed: 'until 14:05' }, '$(sparkle) $0.0042 · 12 · snoozed until 14:05', 'calm'],
    ['when completions are off', { completions: 'off' }, '$(sparkle) $0.0042 · 12 · completions off', 'calm'],
    [
      'when completions are off and the server is away on purpose',
      { completions: 'off', localServers: { status: 'away', last: serving() } },
      '$(sparkle) $0.0042 · 12 · completions off',
      'calm',
    ],
    [
      'when the ledger cannot be used',
      { ledger: { status: 'unavailable', problem: 'not-writable', detail: 'EACCES' } },
      '$(warning) $0.0042 · 12 · ledger unavailable',
      'warning',
    ],
    [
      'when the last request could not be written down',
      { ledger: { status: 'failing', problem: 'disk-full', detail: 'database or disk is full' } },
      '$(warning) $0.0042 · 12 · not metered',
      'warning',
    ],
    [
      'when the budget held a request back',
      { ...paid, heldBack: held(), budgets: [budgetState()] },
      '$(warning) $0.0087 of $0.01 today · local only',
      'warning',
    ],
    [
      'when the budget held a request back and no local model is there',
      { ...paid, heldBack: held(), budgets: [budgetState()], localServers: { status: 'none' } },
      '$(warning) $0.0087 of $0.01 today · stopped',
      'error',
    ],
    [
      'when the budget of a month held a request back',
      {
        ...paid,
        heldBack: held({ budgetId: 'month:chat' }),
        budgets: [budgetState(), budgetState({ budgetId: 'month:chat', limit: 2_000_000_000, spent: 1_990_000_000 })],
      },
      '$(warning) $0.0042 · $1.99 of $2.00 this month for chat · local only',
      'warning',
    ],
    [
      'when something was held back before its budget is known',
      { ...paid, heldBack: held() },
      '$(warning) $0.0042 · 12 · local only',
      'warning',
    ],
    [
      'when a budget asks for cheaper models',
      { ...paid, pressure: economy, budgets: [budgetState({ budgetId: 'month', spent: 6_000_000 })] },
      '$(sparkle) $0.0042 · 12 · economy',
      'calm',
    ],
    [
      'when a budget asks for cheaper models and much of it is used',
      { ...paid, pressure: economy, budgets: [budgetState({ budgetId: 'month', spent: 9_100_000 })] },
      '$(warning) $0.0042 · 12 · 91 % · economy',
      'warning',
    ],
    [
      'when a budget is used up, though nothing was held back yet',
      { ...paid, pressure: usedUp('local-only'), budgets: [budgetState({ spent: 10_000_000 })] },
      '$(warning) $0.01 of $0.01 today · local only',
      'warning',
    ],
    [
      'when a budget stops local models too, whatever is there, and paid models are paused',
      { paid: 'paused', pressure: usedUp('stop'), budgets: [budgetState({ spent: 10_000_000 })] },
      '$(warning) $0.01 of $0.01 today · stopped',
      'error',
    ],
    [
      'when the budget of tokens held a request back',
      {
        ...paid,
        heldBack: held({ budgetId: 'week:tokens', unit: 'tokens' }),
        budgets: [budgetState({ budgetId: 'week:tokens', unit: 'tokens', limit: 20_000, spent: 19_500 })],
      },
      '$(warning) $0.0042 · 19,500 of 20,000 tokens this week · local only',
      'warning',
    ],
    ['when 79 % of a budget is used', { ...paid, budgets: [budgetState({ spent: 7_999_999 })] }, '$(sparkle) $0.0042 · 12', 'calm'],
    [
      'when 80 % of a budget is used',
      { ...paid, budgets: [budgetState({ spent: 8_000_000 })] },
      '$(warning) $0.0042 · 12 · 80 %',
      'warning',
    ],
    [
      'when much of two budgets is used: the one of which most is',
      { ...paid, budgets: [budgetState({ spent: 8_400_000 }), budgetState({ budgetId: 'month', spent: 9_100_000 })] },
      '$(warning) $0.0042 · 12 · 91 %',
      'warning',
    ],
    [
      'when much of a budget is used and paid models are paused',
      { paid: 'paused', budgets: [budgetState({ spent: 8_000_000 })] },
      '$(sparkle) $0.0042 · 12 · paid models paused',
      'calm',
    ],
    ['when a budget of nothing is set', { ...paid, budgets: [budgetState({ limit: 0, spent: 0 })] }, '$(sparkle) $0.0042 · 12', 'calm'],
    [
      'when much of a budget is used and the local server went away',
      { ...paid, budgets: [budgetState({ spent: 8_400_000 })], localServers: { status: 'away', last: serving() } },
      '$(warning) $0.0042 · 12 · 84 % · local server away',
      'warning',
    ],
    ['when a key was refused', { ...paid, trouble: refusedKey }, '$(warning) $0.0042 · 12 · key refused', 'warning'],
    [
      'when a request was refused, not its key',
      { ...paid, trouble: { ...refusedKey, reason: 'forbidden' } },
      '$(warning) $0.0042 · 12 · request refused',
      'warning',
    ],
    [
      'when an account is empty',
      { ...paid, trouble: { ...refusedKey, reason: 'payment-required' } },
      '$(warning) $0.0042 · 12 · account empty',
      'warning',
    ],
    ['when an endpoint is busy', { ...paid, trouble: { ...refusedKey, reason: 'rate-limited' } }, '$(sparkle) $0.0042 · 12', 'calm'],
    ['when a key was refused that was taken out since', { trouble: refusedKey }, '$(sparkle) $0.0042 · 12', 'calm'],
    ['when paid models are paused', { paid: 'paused' }, '$(sparkle) $0.0042 · 12 · paid models paused', 'calm'],
    ['when a key is there and no budget', { paid: 'no-budget' }, '$(sparkle) $0.0042 · 12 · set a budget', 'calm'],
    ['when the workspace is not trusted', { paid: 'untrusted' }, '$(sparkle) $0.0042 · 12 · trust this workspace', 'calm'],
    [
      'when there is no server, but a paid model that completes code',
      { ...paid, localServers: { status: 'none' } },
      '$(sparkle) $0.0042 · 12',
      'calm',
    ],
    [
      'when there is no server, and the paid models do not complete code',
      { paid: 'ready', paidCompletion: 'missing', localServers: { status: 'none' } },
      '$(sparkle) $0.0042 · 12 · no model completes code',
      'calm',
    ],
    [
      'when there is no server, and the user chose none of the paid models that complete code',
      { paid: 'ready', paidCompletion: 'not-chosen', localServers: { status: 'none' } },
      '$(sparkle) $0.0042 · 12 · start a local model server',
      'calm',
    ],
    [
      'when there is no server, and the paid models are paused',
      { ...paid, paid: 'paused', localServers: { status: 'none' } },
      '$(sparkle) $0.0042 · 12 · paid models paused',
      'calm',
    ],
    [
      'when there is no server, and a key but no budget',
      { ...paid, paid: 'no-budget', localServers: { status: 'none' } },
      '$(sparkle) $0.0042 · 12 · set a budget',
      'calm',
    ],
    [
      'when there is no server, and the workspace is not trusted',
      { ...paid, paid: 'untrusted', localServers: { status: 'none' } },
      '$(sparkle) $0.0042 · 12 · trust this workspace',
      'calm',
    ],
    [
      'when a key but no budget is there, and a server without a code model',
      { paid: 'no-budget', ...found(chatModel) },
      '$(sparkle) $0.0042 · 12 · set a budget',
      'calm',
    ],
    [
      'when paid models are ready to chat, and a server waits for a model',
      { paid: 'ready', ...found() },
      '$(sparkle) $0.0042 · 12 · load a model',
      'calm',
    ],
    [
      'when the last one could not be paid for, which is no failure of a model',
      { ...paid, health: 'not-reserved' },
      '$(sparkle) $0.0042 · 12',
      'calm',
    ],
    [
      'when completions are off, whatever the budget',
      { ...paid, completions: 'off', heldBack: held(), budgets: [budgetState()] },
      '$(sparkle) $0.0042 · 12 · completions off',
      'calm',
    ],
    [
      'when the ledger cannot be used, whatever the budget',
      { ...paid, heldBack: held(), ledger: { status: 'unavailable', problem: 'no-sqlite', detail: 'no node:sqlite' } },
      '$(warning) $0.0042 · 12 · ledger unavailable',
      'warning',
    ],
  ])('%s', (_when, changes, text, mood) => {
    const shown = meterText(view(changes));
    expect({ text: shown.text, mood: shown.alarm ?? 'calm' }).toEqual({ text, mood });
  });

  it.each<[string, Partial<MeterView>, string]>([
    ['a ready model', {}, 'Local model qwen on ollama is ready.'],
    [
      'the model that can fill in, not the first one',
      found(chatModel, localCandidate('qwen').model),
      'Local model qwen on ollama is ready.',
    ],
    [
      'a model that cannot fill in',
      found(chatModel),
      'Local model llama3 on ollama cannot fill in the middle: load a code model such as Qwen2.5-Coder.',
    ],
    ['a server without a model', found(), 'A local server answers, but it has no model loaded. Load one there.'],
    [
      'an address elsewhere',
      { localServers: { status: 'refused', rule: 'not-this-machine', url: 'https://models.example' } },
      'The address in farthing.localServer.url is refused: https://models.example is not on this machine, and in this version the server must be.',
    ],
    ['a failure', { health: 'timeout' }, 'The last completion failed: the server took too long.'],
    [
      'a broken ledger',
      { ledger: { status: 'unavailable', problem: 'disk-full', detail: 'SQLITE_FULL' } },
      'The ledger cannot be used, so paid requests are stopped: the disk is full (SQLITE_FULL). Local models go on, unmetered.',
    ],
    [
      'an editor without SQLite',
      { ledger: { status: 'unavailable', problem: 'no-sqlite', detail: 'no node:sqlite' } },
      'The ledger cannot be used, so paid requests are stopped: this editor has no SQLite (no node:sqlite). Local models go on, unmetered.',
    ],
    [
      'a full disk',
      { ledger: { status: 'failing', problem: 'disk-full', detail: 'SQLITE_FULL' } },
      'The last request could not be written into the ledger, so paid requests are stopped: the disk is full (SQLITE_FULL). Local models go on, unmetered.',
    ],
    [
      'a budget that held a request back',
      { ...paid, heldBack: held(), budgets: [budgetState()] },
      'A paid request was held back: it may cost $0.0041, and the budget has $0.0013 left today. Completions come from the local model now.',
    ],
    [
      'a budget that left nobody to answer',
      { ...paid, heldBack: held(), budgets: [budgetState()], localServers: { status: 'none' } },
      'A paid request was held back: it may cost $0.0041, and the budget has $0.0013 left today. No local model is running, so there are no completions now.',
    ],
    [
      'a budget that is nearly used up',
      { ...paid, budgets: [budgetState({ spent: 8_700_000 })] },
      'The budget is nearly used up: $0.0087 of $0.01 today. What does not fit any more is answered by local models only.',
    ],
    [
      'a budget that is used up',
      { ...paid, budgets: [budgetState({ spent: 10_000_000 })] },
      'The budget is used up: $0.01 of $0.01 today. Paid requests are held back.',
    ],
    [
      'a budget that is used up and holds nothing back',
      { ...paid, budgets: [budgetState({ spent: 10_000_000, isSoft: true })] },
      'The budget is used up: $0.01 of $0.01 today. It only warns: requests go on.',
    ],
    [
      'a budget that is nearly used up and holds nothing back',
      { ...paid, budgets: [budgetState({ spent: 9_000_000, isSoft: true })] },
      'The budget: $0.0090 of $0.01 today. It holds nothing back.',
    ],
    [
      'a budget that makes requests cheaper at its end',
      { ...paid, atLimits: { day: 'economy' }, budgets: [budgetState({ spent: 9_000_000, isSoft: true })] },
      'The budget is nearly used up: $0.0090 of $0.01 today. At its end frontier models are asked only where you choose them.',
    ],
    [
      'a budget that is to stop everything at its end',
      { ...paid, atLimits: { day: 'stop' }, budgets: [budgetState({ spent: 9_000_000 })] },
      'The budget is nearly used up: $0.0090 of $0.01 today. At its end: What it counts is stopped, local models included.',
    ],
    [
      'a used-up budget of something else',
      { ...paid, budgets: [budgetState({ budgetId: 'day:chat', spent: 10_000_000 })] },
      'The budget is used up: $0.01 of $0.01 today for chat. Paid requests that it counts are held back.',
    ],
    [
      'a stop budget whose rest is too little for a request',
      { ...paid, pressure: { ...usedUp('stop'), cause: 'too-little-left' }, budgets: [budgetState()] },
      'What is left of the budget could not hold the last request: $0.0087 of $0.01 today. What it counts is stopped, local models included.',
    ],
    [
      'a budget that will not last, with the day on which it ends',
      { ...paid, pressure: economy, budgets: [budgetState({ budgetId: 'month', spent: 6_000_000 })] },
      'At this pace the budget ends on November 19: $0.0060 of $0.01 this month. Frontier models are asked only where you choose them.',
    ],
    [
      'a budget of which as much is used as the user said',
      { ...paid, pressure: { ...economy, cause: 'economy-at' }, budgets: [budgetState({ budgetId: 'month', spent: 7_000_000 })] },
      'Much of the budget is used: $0.0070 of $0.01 this month. Frontier models are asked only where you choose them.',
    ],
    [
      'a budget that is used up before anything was held back',
      { ...paid, pressure: usedUp('local-only'), budgets: [budgetState({ spent: 10_000_000 })] },
      'The budget is used up: $0.01 of $0.01 today. Paid requests are held back. Completions come from the local model now.',
    ],
    [
      'a budget that stops everything',
      { ...paid, heldBack: held(), pressure: usedUp('stop'), budgets: [budgetState({ spent: 10_000_000 })] },
      'The budget is used up: $0.01 of $0.01 today. What it counts is stopped, local models included.',
    ],
    [
      'a refused key, by the provider’s name and the command that mends it',
      { ...paid, trouble: refusedKey },
      'anthropic refused the API key. Set another one with "Farthing: Set API Key…". Completions come from the local model now.',
    ],
    [
      'a refused key where another paid model is there',
      { ...paid, trouble: refusedKey, localServers: { status: 'none' } },
      'anthropic refused the API key. Set another one with "Farthing: Set API Key…". Another paid model answers meanwhile.',
    ],
    [
      'an empty account',
      {
        paid: 'ready',
        paidCompletion: 'missing',
        trouble: { ...refusedKey, reason: 'payment-required' },
        localServers: { status: 'none' },
      },
      'The account at anthropic is empty. Add credit there, then run "Farthing: Retry Now". No local model is running, so there are no completions now.',
    ],
    ['paused paid models', { paid: 'paused' }, 'Paid models are paused. Local model qwen on ollama is ready.'],
    [
      'a refused request',
      { ...paid, trouble: { ...refusedKey, reason: 'forbidden' } },
      'anthropic refused a request: the key may lack a right, or the request was not allowed there. It is asked again after five minutes. Completions come from the local model now.',
    ],
    [
      'the ways on where nothing is there yet',
      { localServers: { status: 'none' } },
      'No local model server is running. Start llama-server, Ollama, LM Studio or vLLM on its usual port, or set farthing.localServer.url. It is found by itself. Or set an API key and a budget.',
    ],
    [
      'paid models that do not complete code',
      { paid: 'ready', localServers: { status: 'none' } },
      'None of your paid models completes code. Set a key of a provider whose models do ("Farthing: Set API Key…" lists them first), or start a local model server.',
    ],
    [
      'paused paid models without a server',
      { paid: 'paused', localServers: { status: 'none' } },
      'Paid models are paused. No local model server is running.',
    ],
    [
      'paused paid models beside a server without a model',
      { paid: 'paused', ...found() },
      'Paid models are paused. A local server answers, but it has no model loaded. Load one there.',
    ],
    [
      'a workspace that is not trusted',
      { paid: 'untrusted', localServers: { status: 'none' } },
      'Paid models wait until you trust this workspace: run "Workspaces: Manage Workspace Trust". No local model server is running.',
    ],
    [
      'a missing budget',
      { paid: 'no-budget' },
      'Paid models wait until you set a budget that covers completions. Local model qwen on ollama is ready.',
    ],
    [
      'paid models without a local one',
      { ...paid, localServers: { status: 'none' } },
      'Paid models are ready. No local code model is running.',
    ],
    [
      'a server that went away while paid models answer',
      { ...paid, localServers: { status: 'away', last: serving() } },
      'The local server at http://127.0.0.1:11434 is away. Start it again: it is found by itself. Paid models answer meanwhile.',
    ],
  ])('tells screen readers of %s', (_what, changes, words) => {
    expect(meterText(view(changes)).label).toBe(`Farthing: $0.0042 spent today, requests: 12. ${words}`);
  });

  it('says so when the first choice did not answer', () => {
    const { decision } = entryOf();
    expect(linesOf({ last: entryOf({ attempt: 2, decision: { ...decision, chosen: 'oak (cloud)' } }) })[3]).toBe(
      'Why this model: oak (cloud) did not answer, and this was the next choice for completing a line, on llama-server 127.0.0.1:8080',
    );
  });

  it('says so when the budget held the first choice back, and when the user chose the model', () => {
    const { decision } = entryOf();
    const heldBack = { candidate: 'ginkgo (deepseek)', rule: 'budget', reason: 'no' };
    const whys = [
      entryOf({ attempt: 2, decision: { ...decision, rejected: [heldBack] } }),
      entryOf({ decision: { ...decision, rule: 'pin' } }),
    ];
    expect(whys.map((last) => linesOf({ last })[3])).toEqual([
      'Why this model: the budget held ginkgo (deepseek) back, and this was the next choice for completing a line, on llama-server 127.0.0.1:8080',
      'Why this model: you chose it for completing a line, on llama-server 127.0.0.1:8080',
    ]);
  });

  it.each<[string, Partial<LedgerEntry>, string]>([
    [
      'a paid model on its ladder',
      {
        tier: 'small',
        endpoint: 'cloud',
        decision: decisionBy('ladder', { reason: 'fastest to its first token of 3 for chat (small, local)' }),
      },
      'fastest to its first token of 3 for chat (small, local), on cloud',
    ],
    [
      'a rule',
      { decision: decisionBy('rule', { rules: ['thrifty', 'shared'] }) },
      'by rule, for completing a line, on llama-server 127.0.0.1:8080: thrifty; shared',
    ],
    [
      'the state of an agent',
      { kind: 'agent.step', endpoint: 'cloud', decision: decisionBy('state') },
      'what was tried before did not work, so another tier was asked for a step of the agent, on cloud',
    ],
    [
      'a prompt that is too long',
      { kind: 'chat', endpoint: 'cloud', decision: decisionBy('needs-larger-context') },
      'the prompt is too long for the models that are usual for a chat, on cloud',
    ],
    [
      'a second try',
      { attempt: 2, model: 'oak', endpoint: 'cloud', decision: decisionBy('ladder', { chosen: 'oak (cloud, low effort)' }) },
      'it was asked once more for completing a line, on cloud, after an attempt that failed',
    ],
  ])('says why that model answered: %s', (_what, changes, why) => {
    expect(linesOf({ last: entryOf(changes) })[3]).toBe(`Why this model: ${why}`);
  });

  it('says what was taken out of the last prompt', () => {
    const linesWith = (...redactions: readonly { readonly kind: string; readonly count: number }[]) =>
      linesOf({ last: entryOf({ decision: decisionBy('ladder', { redactions }) }) });
    const key = { kind: 'AWS access key', count: 1 };
    expect([linesWith(key)[4], linesWith(key, { kind: 'password', count: 2 }, key)[4], linesWith()[4]]).toEqual([
      '1 secret was taken out of the prompt (AWS access key)',
      '4 secrets were taken out of the prompt (AWS access key, password)',
      'Local model qwen on ollama is ready.',
    ]);
  });

  it('tells in its tooltip why there was no suggestion, unless that is what it says anyway', () => {
    const noSuggestion = 'the model repeated itself';
    const told = [{}, { snoozed: 'until 14:05' }, { completions: 'off' as const }].map((changes) =>
      linesOf({ noSuggestion, ...changes }).slice(2),
    );
    const usual = '[Show spend](command:farthing.showSpend) · [Look for a local server](command:farthing.lookForLocalServer)';
    const off = '[Turn completions off](command:farthing.toggleCompletions)';
    const log = '[Open log](command:farthing.showLog)';
    expect(told).toEqual([
      [
        'Local model qwen on ollama is ready.',
        'The last time there was no suggestion: the model repeated itself.',
        `${usual} · ${off} · [Snooze](command:farthing.snoozeCompletions) · ${log}`,
      ],
      [
        'Inline completions are snoozed until 14:05. When you trigger one, it comes all the same.',
        `[End the snooze](command:farthing.snoozeCompletions?%5B0%5D) · ${usual} · ${off} · ${log}`,
      ],
      ['Inline completions are off.', `${usual} · [Turn completions on](command:farthing.toggleCompletions) · ${log}`],
    ]);
  });

  it.each<[string, Partial<MeterView>, readonly string[]]>([
    ['there are none', {}, []],
    ['there are some', { editorModels: ['gpt-x', 'gpt-z'] }, ['Models of the editor (subscription, no cost per token): gpt-x, gpt-z']],
    [
      'there are many',
      { editorModels: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] },
      ['Models of the editor (subscription, no cost per token): a, b, c, d, e and 2 more'],
    ],
    [
      'they are paused',
      { editorModels: ['gpt-x'], paid: 'paused' },
      ['Models of the editor (subscription, no cost per token), paused with the paid ones: gpt-x'],
    ],
  ])('tells in its tooltip which models of the editor may answer, where %s', (_, changes, told) => {
    expect(linesOf(changes).filter((line) => line.includes('of the editor'))).toEqual(told);
  });

  it('tells in its tooltip what was spent, what the last request was and cost, and why that model', () => {
    expect(linesOf({ last: entryOf() })).toEqual([
      '**Farthing today: $0.0042**',
      'Requests: 12 · tokens in: 3,456 · tokens out: 78 · accepted suggestions: 9',
      'Last: qwen, 42 tokens in (30 from cache), 7 out, 0.03 s, $0.00010',
      'Why this model: the cheapest available of tier "local" for completing a line, on llama-server 127.0.0.1:8080',
      'Local model qwen on ollama is ready.',
      '[Show spend](command:farthing.showSpend) · [Look for a local server](command:farthing.lookForLocalServer) · [Turn completions off](command:farthing.toggleCompletions) · [Snooze](command:farthing.snoozeCompletions) · [Open log](command:farthing.showLog)',
    ]);
  });

  it('says of a cost when it is an estimate, and when there is no price', () => {
    const costs = [entryOf({ isEstimate: true }), without(entryOf(), 'costNanoUsd')].map((last) =>
      linesOf({ last })[2]?.split(', ').at(-1),
    );
    expect(costs).toEqual(['$0.00010 (estimate)', 'unpriced']);
  });

  it('says where a damaged ledger lies now', () => {
    const { tooltip } = meterText(
      view({ ledger: { status: 'open', movedAside: '/data/ledger.sqlite.damaged-1', recoveredEntries: 1234 } }),
    );
    expect(tooltip.value).toContain(
      'The ledger was damaged. It lies at /data/ledger.sqlite.damaged-1 now, and a new one was begun. Entries recovered: 1,234.',
    );
  });

  it('lists the budgets with what is spent and held of each, and names what is unpriced or estimated', () => {
    const { today } = view();
    const lines = linesOf({
      today: { ...today, unpricedAttempts: 2, estimatedAttempts: 3 },
      budgets: [
        budgetState({ reserved: 1_300_000 }),
        budgetState({ budgetId: 'month', limit: 20_000_000_000, spent: 4_000_000_000 }),
        budgetState({ budgetId: 'day:completion', limit: 200_000_000, spent: 0 }),
      ],
    });
    expect(lines.slice(2, -2)).toEqual([
      'Requests without a known price, not in the sum: 2',
      'Requests whose cost is an estimate: 3',
      'Daily budget: $0.0087 of $0.01 (87 %), $0.0013 held for requests under way',
      'Monthly budget: $4.00 of $20.00 (20 %)',
      'Daily budget for completions: $0.00 of $0.20 (0 %)',
    ]);
  });

  it('foresees nothing of a budget of nothing', () => {
    const budgets = [budgetState({ budgetId: 'month', limit: 0, spent: 0 })];
    const lines = linesOf({ ...paid, budgets, forecasts: { month: { median: 5_000_000, low: 0, high: 9_000_000, endsOn: '2026-11-05' } } });
    expect(lines.filter((line) => line.includes('At this pace'))).toEqual([]);
  });

  it('tells how each budget goes on, and what of it no request fits into any more', () => {
    const month = budgetState({ budgetId: 'month', limit: 20_000_000_000, spent: 11_000_000_000 });
    const week = budgetState({ budgetId: 'week:tokens', unit: 'tokens', limit: 5_000_000, spent: 100 });
    const lines = linesOf({
      ...paid,
      heldBack: held(),
      budgets: [budgetState(), month, week],
      forecasts: {
        month: { median: 25_000_000_000, low: 21_000_000_000, high: 30_000_000_000, endsOn: '2026-11-19' },
        'week:tokens': { median: 3_000_000.4, low: 2_000_000, high: 5_500_000 },
      },
    });
    expect(lines.slice(2, -2)).toEqual([
      'Daily budget: $0.0087 of $0.01 (87 %), $0.0013 left and too little for the next request',
      'Monthly budget: $11.00 of $20.00 (55 %)',
      'At this pace it is used up on November 19; by the end it would be $25.00 ($21.00 to $30.00).',
      'Weekly token budget: 100 of 5,000,000 tokens (0 %)',
      'At this pace 3,000,000 tokens by the end (2,000,000 to 5,500,000): it may not last.',
    ]);
  });

  it.each<[string, Partial<MeterView>, string]>([
    [
      'to allow what the next request needs where a budget held one back',
      { ...paid, heldBack: held(), budgets: [budgetState()] },
      '[Allow $0.10 more today](command:farthing.allowMore?%5Bnull%2C100000000%5D) · [Set budget](command:farthing.setBudget) · [Show spend](command:farthing.showSpend)',
    ],
    [
      'to allow it on the window’s own word',
      { ...paid, heldBack: held(), budgets: [budgetState()], offer: 'of-this-window' },
      '[Allow $0.10 more today](command:farthing.allowMore?%5Bnull%2C100000000%2C%22of-this-window%22%5D) · ',
    ],
    [
      'to allow more of a month',
      {
        ...paid,
        heldBack: held({ budgetId: 'month', needed: 2_500_000_000 }),
        budgets: [budgetState({ budgetId: 'month', limit: 1_000_000_000, spent: 0 })],
      },
      '[Allow $5.00 more this month](command:farthing.allowMore?%5Bnull%2C5000000000%5D) · [Set budget](command:farthing.setBudget)',
    ],
    [
      'to set another key where one was refused, for the endpoint that did',
      { ...paid, trouble: refusedKey },
      '[Set API key](command:farthing.setKey?%5B%22anthropic%22%5D) · [Show spend]',
    ],
    [
      'to retry where credit may have been added',
      { ...paid, trouble: { ...refusedKey, reason: 'payment-required' } },
      '[Retry now](command:farthing.retryNow) · [Show spend]',
    ],
    [
      'another key, or to retry, where requests were refused',
      { ...paid, trouble: { ...refusedKey, reason: 'forbidden' } },
      '[Set API key](command:farthing.setKey?%5B%22anthropic%22%5D) · [Retry now](command:farthing.retryNow) · [Show spend]',
    ],
    [
      'to set a key where nothing is there yet',
      { localServers: { status: 'none' } },
      '[Set API key](command:farthing.setKey) · [Show spend]',
    ],
    [
      'to set a key of another provider where no model completes code',
      { paid: 'ready', localServers: { status: 'none' } },
      '[Set API key](command:farthing.setKey) · [Show spend]',
    ],
    [
      'to resume paid models where no server is there',
      { paid: 'paused', localServers: { status: 'none' } },
      '[Resume paid models](command:farthing.togglePaidModels) · [Show spend]',
    ],
    ['to resume paid models', { paid: 'paused' }, '[Resume paid models](command:farthing.togglePaidModels) · [Show spend]'],
    ['to set the budget that is missing', { paid: 'no-budget' }, '[Set budget](command:farthing.setBudget) · [Show spend]'],
  ])('offers %s', (_what, changes, links) => {
    expect(linesOf(changes).at(-1)?.slice(0, links.length)).toBe(links);
  });

  it('links to nothing but commands of its own, by name', () => {
    const { isTrusted } = meterText(view({ ...paid, heldBack: held() })).tooltip;
    const enabled = typeof isTrusted === 'object' ? isTrusted.enabledCommands : [];
    const linked = (changes: Partial<MeterView>) =>
      [...meterText(view(changes)).tooltip.value.matchAll(/command:([\w.]+)/g)].map(([, command]) => command);
    const used = new Set(
      [
        { ...paid, heldBack: held() },
        { ...paid, trouble: refusedKey },
        { ...paid, trouble: { ...refusedKey, reason: 'forbidden' } } as const,
        { paid: 'paused' } as const,
      ].flatMap(linked),
    );
    expect([...used].filter((command) => command === undefined || !enabled.includes(command))).toEqual([]);
  });
});
