import { describe, expect, it, vi } from 'vitest';
import type { Refusal } from '../../../src/core/completion/index.ts';
import { type WhyNoneView, whyNone } from '../../../src/features/why/whyNone.ts';
import { commands } from '../../../src/platform/commands.ts';
import type { LastCompletion } from '../../../src/platform/completionHealth.ts';
import { budgetState, held, refusedKey } from '../meter/views.ts';

vi.mock('vscode', async () => (await import('../../support/fakeVscode.ts')).fakeVscode());

type WhyNot = Extract<LastCompletion, { outcome: 'none' }>['whyNot'];

const none = (whyNot: WhyNot): Pick<WhyNoneView, 'last'> => ({ last: { outcome: 'none', whyNot } });
const failed = (error: Extract<WhyNot, { reason: 'failed' }>['error']) => none({ reason: 'failed', error, detail: 'HTTP 500 secret' });
const noModel = none({ reason: 'no-model', detail: 'none-suitable', refusals: [] });
const refusedBy = (...refusals: readonly Refusal[]) => none({ reason: 'no-model', detail: 'none-suitable', refusals });
const refusal = (rule: string, reason: string, candidates = 1): Refusal => ({
  ...{ rule, reason, candidates },
  ...{ candidate: 'codestral (mistral)', endpoint: 'mistral' },
});
const secret = 'policy.paths: secrets/a is for models on this machine only ("secrets/**")';
const stopped = { heldBack: held(), budget: budgetState() };

const pressed = (pressure: 'economy' | 'local-only' | 'stop', budgetId: string) => ({
  pressure: { pressure, budgetId, cause: 'used-up', reason: '' } as const,
  pressing: budgetState({ budgetId, spent: 10_000_000 }),
});

const view = (changes: Partial<WhyNoneView>): WhyNoneView => ({
  last: undefined,
  heldBack: undefined,
  budget: undefined,
  pressure: { pressure: 'normal' },
  pressing: undefined,
  trouble: undefined,
  paid: 'ready',
  ledger: { status: 'open' },
  slowModel: '',
  timeZone: 'Europe/Berlin',
  ...changes,
});

const verdict = (acceptance: number) =>
  ({ isWorth: false, acceptance, valueNanoUsd: 100_000, costNanoUsd: 300_000, mode: 'balanced' }) as const;

describe('Why none', () => {
  it.each<[string, Partial<WhyNoneView>, string, readonly string[]]>([
    ['nothing was asked', {}, 'No suggestion was asked for in this window yet. Type in a file.', []],
    [
      'there was one',
      { last: { outcome: 'offer', taskId: 'task-1', source: 'model' } },
      'The last time there was a suggestion.',
      [commands.whyThis],
    ],
    [
      'they are switched off',
      none({ reason: 'switched-off', languageId: 'markdown' }),
      'Inline completions are off for markdown.',
      [commands.toggleCompletions],
    ],
    [
      'what completes code could not be loaded',
      none({ reason: 'not-loaded', detail: 'Error: no such file' }),
      'The request failed: a part of Farthing could not be loaded; the log has it.',
      [commands.showLog],
    ],
    [
      'they are snoozed',
      none({ reason: 'snoozed', untilMs: Date.UTC(2026, 10, 5, 13, 5) }),
      'Suggestions are snoozed until 14:05. When you trigger one, it comes all the same.',
      [commands.snoozeCompletions, 'trigger'],
    ],
    [
      'the file is excluded',
      none({ reason: 'excluded', exclusion: { by: 'glob', glob: 'src/**' } }),
      'This file is excluded from completions by "src/**" in farthing.completion.exclude.',
      [commands.toggleCompletionsForFile, 'open-exclude'],
    ],
    [
      'the exclusions cannot be read',
      none({ reason: 'excluded', exclusion: { by: 'unreadable', problem: '!a: must say what it is for' } }),
      'farthing.completion.exclude cannot be read (!a: must say what it is for), so nothing is suggested until it is corrected.',
      ['open-exclude'],
    ],
    [
      'the user turned them off in this file',
      none({ reason: 'excluded', exclusion: { by: 'window' } }),
      'You turned completions off in this file, until this window is closed.',
      [commands.toggleCompletionsForFile],
    ],
    [
      'it is no document to write in',
      none({ reason: 'not-here', scheme: 'output' }),
      'Nothing is suggested in documents of this kind (output).',
      [],
    ],
    ['it is no text', none({ reason: 'binary' }), 'What stands there is no text (it holds zero bytes), so no model is asked.', []],
    [
      'a line was just taken',
      none({ reason: 'just-accepted' }),
      'A line was just taken. The next suggestion comes with the next key, or when you trigger one.',
      ['trigger'],
    ],
    [
      'a paid one was not worth its price',
      none({ reason: 'not-worth', verdict: verdict(0.04) }),
      'A paid suggestion was about 4 % likely to be taken, and $0.00030 is more than that is worth (balanced). Trigger one to ask all the same.',
      ['trigger', 'open-worth'],
    ],
    [
      'a paid one was hardly ever taken',
      none({ reason: 'not-worth', verdict: verdict(0.0042) }),
      'A paid suggestion was about 0.4 % likely to be taken, and $0.00030 is more than that is worth (balanced). Trigger one to ask all the same.',
      ['trigger', 'open-worth'],
    ],
    [
      'it would have broken the syntax',
      none({ reason: 'breaks-syntax' }),
      'What the model suggested would have broken the file’s syntax.',
      [],
    ],
    ['the model repeated itself', none({ reason: 'repetition' }), 'The model only repeated itself.', [commands.pickModel]],
    [
      'the local model is too slow',
      refusedBy(refusal('too-slow', 'its first part comes after 2.3 s, and nobody waits longer than 1 s')),
      'codestral (mistral) is too slow to suggest while you type, so it is not asked: its first part comes after 2.3 s, and nobody waits longer than 1 s.',
      [commands.pickModel, commands.lookForLocalServer],
    ],
    [
      'the local model is too slow, and its server tells why',
      { ...refusedBy(refusal('too-slow', 'it needs 2.3 s')), slowModel: '40 % on the GPU, 3 tokens/s' },
      'codestral (mistral) is too slow to suggest while you type, so it is not asked: it needs 2.3 s. Its server says: 40 % on the GPU, 3 tokens/s.',
      [commands.pickModel, commands.lookForLocalServer],
    ],
    ['the user typed on', none({ reason: 'superseded' }), 'You typed on before the answer came.', []],
    [
      'the cursor was inside a word',
      none({ reason: 'inside-word' }),
      'The cursor was inside a word. Suggestions come at its end, or when you trigger one.',
      [],
    ],
    ['the model had nothing', none({ reason: 'model-had-nothing', source: 'model' }), 'The model had nothing to add there.', []],
    ['the model had only blanks', none({ reason: 'nothing-new', detail: 'blank' }), 'The model had nothing to add there.', []],
    [
      'it stands there already',
      none({ reason: 'nothing-new', detail: 'repeats-what-follows' }),
      'What the model suggested stands there already.',
      [],
    ],
    [
      'the local model had nothing and a paid one was held back',
      { ...none({ reason: 'model-had-nothing', source: 'model' }), ...stopped },
      'The model had nothing to add there. A paid model was held back by the budget: $0.0041 needed, $0.0013 left of $0.01 today.',
      [commands.allowMore],
    ],
    [
      'the budget held it back',
      { ...failed('not-reserved'), ...stopped },
      'A paid model was held back by the budget: $0.0041 needed, $0.0013 left of $0.01 today. No local model answered in its place.',
      [commands.allowMore, commands.setBudget, commands.lookForLocalServer],
    ],
    [
      'the budget held it back and the ledger cannot tell its limit',
      { ...noModel, heldBack: held({ budgetId: 'month:completion' }) },
      'A paid model was held back by the budget: $0.0041 needed, $0.0013 left this month for completions. No local model answered in its place.',
      [commands.allowMore, commands.setBudget, commands.lookForLocalServer],
    ],
    [
      'the ledger could hold nothing',
      { ...failed('not-reserved'), ledger: { status: 'unavailable', problem: 'no-sqlite', detail: 'no node:sqlite' } },
      'The ledger cannot be used (no node:sqlite), so nothing paid leaves.',
      [commands.showLog],
    ],
    [
      'the budget held it back, and has room by now',
      failed('not-reserved'),
      'A paid request was held back then, because a budget could not hold it.',
      [commands.allowMore, commands.showLog],
    ],
    [
      'the budget held it back, and the local model is too slow to stand in',
      none({
        ...{ reason: 'failed', error: 'not-reserved', detail: 'the budget' },
        refusals: [refusal('too-slow', 'lately 9000 ms to its first token')],
      }),
      'A paid request was held back then, because a budget could not hold it. Also left out: codestral (mistral): lately 9000 ms to its first token.',
      [commands.allowMore, commands.showLog],
    ],
    [
      'no budget covers the model that would have answered',
      none({ reason: 'failed', error: 'not-reserved', detail: 'no budget covers completion.line' }),
      'A paid model could have answered, but no budget covers what it does here. Set one that covers it.',
      [commands.setBudget, commands.lookForLocalServer],
    ],
    [
      'it could cost more than may leave unasked',
      none({
        ...{ reason: 'failed', error: 'not-reserved' },
        detail: 'it could cost $0.02, and above $0.01 nothing leaves unasked',
      }),
      'The request could cost more than may leave unasked (farthing.budget.askAbove), and nobody is asked about a suggestion.',
      [commands.pickModel, commands.lookForLocalServer],
    ],
    [
      'a budget is used up, so that only local models are asked',
      { ...refusedBy(refusal('budget-local-only', 'the budget day is used up')), ...pressed('local-only', 'day') },
      'Nobody was asked. The budget is used up: $0.01 of $0.01 today. Paid requests are held back.',
      [commands.allowMore, commands.setBudget, commands.lookForLocalServer],
    ],
    [
      'a budget of one provider is used up and stops it',
      { ...refusedBy(refusal('budget-stop', 'the budget is used up')), ...pressed('stop', 'day:provider=mistral') },
      'Nobody was asked. The budget is used up: $0.01 of $0.01 today for the provider mistral. What it counts is stopped.',
      [commands.allowMore, commands.setBudget],
    ],
    [
      'a budget lets no frontier model be asked',
      { ...refusedBy(refusal('budget-economy', 'of the budget month 70 % or more are spent')), ...pressed('economy', 'month') },
      'Nobody was asked. The budget is used up: $0.01 of $0.01 this month. Frontier models are asked only where you choose them.',
      [commands.allowMore, commands.setBudget, commands.lookForLocalServer],
    ],
    [
      'a budget was used up that presses no more',
      refusedBy(refusal('budget-local-only', 'the budget day is used up: $1.00 of $1.00, so only local models are asked')),
      'Nobody was asked. The nearest was codestral (mistral): the budget day is used up: $1.00 of $1.00, so only local models are asked.',
      [commands.allowMore, commands.setBudget, commands.lookForLocalServer],
    ],
    [
      'the model answered nonsense',
      none({ reason: 'nonsense', detail: '<|im_start|>' }),
      'What the model answered is no code (it holds <|im_start|>), so nothing is shown.',
      [commands.pickModel],
    ],
    [
      'the local model answered nonsense and a paid one was held back',
      { ...none({ reason: 'nonsense', detail: 'U+0000' }), ...stopped },
      'What the model answered is no code (it holds U+0000), so nothing is shown. A paid model was held back by the budget: $0.0041 needed, $0.0013 left of $0.01 today.',
      [commands.allowMore, commands.pickModel],
    ],
    [
      'paid models were paused after a budget had held one back',
      { ...noModel, ...stopped, paid: 'paused' },
      'No model that completes code is available. Paid models are paused.',
      [commands.togglePaidModels, commands.lookForLocalServer],
    ],
    [
      'the model had nothing, and paid models were paused after a budget had held one back',
      { ...none({ reason: 'model-had-nothing', source: 'cache' }), ...stopped, paid: 'paused' },
      'The model had nothing to add there.',
      [],
    ],
    [
      'the only budget is for chat',
      { ...failed('not-reserved'), paid: 'no-budget' },
      'No model that completes code is available. Paid models wait until you set a budget that covers completions.',
      [commands.setBudget, commands.lookForLocalServer],
    ],
    [
      'the key may not do this',
      { ...failed('forbidden'), trouble: { ...refusedKey, reason: 'forbidden' } },
      'anthropic refused a request: the key may lack a right, or the request was not allowed there. It is asked again after five minutes.',
      [commands.showLog, commands.pickModel, commands.setKey],
    ],
    [
      'there is no model and no key',
      { ...noModel, paid: 'no-key' },
      'No model that completes code is available. Start a local model server, or set an API key and a budget.',
      [commands.lookForLocalServer, commands.setKey],
    ],
    [
      'there is no budget',
      { ...noModel, paid: 'no-budget' },
      'No model that completes code is available. Paid models wait until you set a budget that covers completions.',
      [commands.setBudget, commands.lookForLocalServer],
    ],
    [
      'paid models are paused',
      { ...noModel, paid: 'paused' },
      'No model that completes code is available. Paid models are paused.',
      [commands.togglePaidModels, commands.lookForLocalServer],
    ],
    [
      'the workspace is not trusted',
      { ...noModel, paid: 'untrusted' },
      'No model that completes code is available. Paid models wait until this workspace is trusted.',
      [commands.lookForLocalServer],
    ],
    [
      'no paid model completes code',
      noModel,
      'No model that completes code is available. None of your paid models completes code, or your choice of models leaves it out.',
      [commands.pickModel, commands.setKey],
    ],
    [
      'the only key was refused',
      { ...noModel, trouble: refusedKey },
      'anthropic refused the API key. Set another one with "Farthing: Set API Key…".',
      [commands.setKey, commands.showLog],
    ],
    [
      'the key was refused just now',
      { ...failed('unauthorized'), trouble: refusedKey },
      'anthropic refused the API key. Set another one with "Farthing: Set API Key…".',
      [commands.setKey, commands.showLog],
    ],
    [
      'the account is empty',
      { ...failed('payment-required'), trouble: { ...refusedKey, reason: 'payment-required' } },
      'The account at anthropic is empty. Add credit there, then run "Farthing: Retry Now".',
      [commands.retryNow, commands.pickModel, commands.showLog],
    ],
    ['it took too long', failed('timeout'), 'The request failed: the server took too long.', [commands.showLog]],
    [
      'another endpoint’s key was refused before',
      { ...failed('server-error'), trouble: refusedKey },
      'The request failed: the server answered with an error; the log has it.',
      [commands.showLog],
    ],
    [
      'the file is for no model',
      { ...refusedBy(refusal('path-nothing', 'policy.paths: a.key is for no model ("*.key")', 9)), paid: 'no-key' },
      'This file is kept from all models: policy.paths: a.key is for no model ("*.key").',
      [],
    ],
    [
      'the file is for local models, and a budget held back before',
      { ...refusedBy(refusal('path-local-only', secret, 9)), ...stopped },
      `This file is kept from the cloud, and no model on this machine completes code at present: ${secret}.`,
      [commands.lookForLocalServer],
    ],
    [
      'the only endpoint rests, and others are kept away by the data policy and by the choice of models',
      refusedBy(
        refusal('asked-to-wait', 'it asked to be left alone for 20 s (rate-limited)'),
        refusal('region-not-allowed', 'policy.regions allows eu: openai computes in us', 12),
        refusal('not-on-ladder', 'only these are asked: small, local', 2),
      ),
      'Nobody was asked. The nearest was codestral (mistral): it asked to be left alone for 20 s (rate-limited). Also left out: codestral (mistral) and 11 more: policy.regions allows eu: openai computes in us; codestral (mistral) and 1 more: only these are asked: small, local.',
      [commands.retryNow, commands.pickModel, commands.showLog],
    ],
    [
      'the data policy names another region',
      refusedBy(refusal('region-not-allowed', 'policy.regions allows eu: mistral computes in us')),
      'Nobody was asked. The nearest was codestral (mistral): policy.regions allows eu: mistral computes in us.',
      [commands.lookForLocalServer],
    ],
    [
      'a rule forbids it',
      refusedBy(refusal('rule-local-only', 'rule at night: local models only')),
      'Nobody was asked. The nearest was codestral (mistral): rule at night: local models only.',
      [commands.lookForLocalServer],
    ],
    [
      'it would be too dear',
      refusedBy(refusal('price-limit', 'it could cost $0.02, and a request may cost $0.01 at the most')),
      'Nobody was asked. The nearest was codestral (mistral): it could cost $0.02, and a request may cost $0.01 at the most.',
      [commands.pickModel, commands.lookForLocalServer],
    ],
    [
      'the choice of models leaves it out',
      refusedBy(refusal('not-on-ladder', 'only these are asked: gpt@openai, local')),
      'Nobody was asked, though codestral (mistral) could complete code: only these are asked: gpt@openai, local.',
      [commands.pickModel, commands.lookForLocalServer],
    ],
    [
      'the routing rules are not read yet',
      refusedBy(refusal('rules-unknown', 'paid models are off until all routing rules are read', 300)),
      'Paid models wait until all routing rules are read. Where that fails, the log says why.',
      [commands.showLog, commands.lookForLocalServer],
    ],
    [
      'its key was refused, which is told as the trouble that it is',
      {
        ...refusedBy(refusal('key-refused', 'its key was refused, and is not sent again before it changes')),
        trouble: { ...refusedKey, endpoint: 'mistral', provider: 'mistral' },
      },
      'mistral refused the API key. Set another one with "Farthing: Set API Key…".',
      [commands.setKey, commands.showLog],
    ],
    [
      'its account is empty, and the newest trouble is another one',
      { ...refusedBy(refusal('account-empty', 'its account is empty')), trouble: refusedKey },
      'Nobody was asked. The nearest was codestral (mistral): its account is empty.',
      [commands.retryNow, commands.pickModel, commands.showLog],
    ],
    [
      'paid models were paused, and still are',
      { ...refusedBy(refusal('paused', 'paid models are paused', 300)), paid: 'paused' },
      'No model that completes code is available. Paid models are paused.',
      [commands.togglePaidModels, commands.lookForLocalServer],
    ],
    [
      'paid models were paused, and no longer are',
      refusedBy(refusal('paused', 'paid models are paused', 300)),
      'Paid models were not to be asked then. They may be asked now.',
      [commands.showLog],
    ],
  ])('says so and what to do when %s', (_when, changes, words, actions) => {
    expect(whyNone(view(changes))).toEqual({ words, actions });
  });
});
