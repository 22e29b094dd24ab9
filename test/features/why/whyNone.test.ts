import { describe, expect, it, vi } from 'vitest';
import { type WhyNoneView, whyNone } from '../../../src/features/why/whyNone.ts';
import { commands } from '../../../src/platform/commands.ts';
import type { LastCompletion } from '../../../src/platform/completionHealth.ts';
import { budgetState, held, refusedKey } from '../meter/views.ts';

vi.mock('vscode', async () => (await import('../../support/fakeVscode.ts')).fakeVscode());

type WhyNot = Extract<LastCompletion, { outcome: 'none' }>['whyNot'];

const none = (whyNot: WhyNot): Pick<WhyNoneView, 'last'> => ({ last: { outcome: 'none', whyNot } });
const failed = (error: Extract<WhyNot, { reason: 'failed' }>['error']) => none({ reason: 'failed', error, detail: 'HTTP 500 secret' });
const noModel = none({ reason: 'no-model', detail: 'none-suitable' });
const stopped = { heldBack: held(), budget: budgetState() };

const view = (changes: Partial<WhyNoneView>): WhyNoneView => ({
  last: undefined,
  heldBack: undefined,
  budget: undefined,
  trouble: undefined,
  paid: 'ready',
  ledger: { status: 'open' },
  ...changes,
});

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
      'A paid request was held back, because the budget could not hold it. It would fit now.',
      [commands.showLog],
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
  ])('says so and what to do when %s', (_when, changes, words, actions) => {
    expect(whyNone(view(changes))).toEqual({ words, actions });
  });
});
