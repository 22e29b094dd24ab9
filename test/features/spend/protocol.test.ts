import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMessageFromPage } from '../../../src/features/spend/protocol.ts';

const view = { tab: 'today', range: 30, filters: {}, open: [] } as const;

describe('A message from the Spend page', () => {
  it.each([
    { type: 'ready', view },
    { type: 'look', view: { tab: 'history', range: 365, filters: { model: 'qwen', workspace: '' }, open: ['entry-1'] } },
    { type: 'open-rules', folder: 'file:///shop' },
    { type: 'set-budget', period: 'day', limitNanoUsd: 500_000_000 },
    { type: 'set-budget', period: 'month', limitNanoUsd: 0 },
    { type: 'set-budget', period: 'month' },
    { type: 'allow-more', budgetId: 'day:completion', amountNanoUsd: 1 },
    { type: 'pause-paid-models', isPaused: true },
    { type: 'run', command: 'export-csv' },
  ])('is taken as it is: %o', (message) => {
    expect(readMessageFromPage(message)).toEqual(message);
  });

  it.each([
    [undefined],
    [null],
    ['ready'],
    [[]],
    [{}],
    [{ type: 'unknown' }],
    [{ type: 'ready' }],
    [{ type: 'ready', view, extra: 1 }],
    [{ type: 'look', view: { ...view, tab: 'keys' } }],
    [{ type: 'look', view: { ...view, range: 10_000 } }],
    [{ type: 'look', view: { ...view, filters: { toString: 'x' } } }],
    [{ type: 'look', view: { ...view, filters: { model: 'x'.repeat(301) } } }],
    [{ type: 'look', view: { ...view, open: ['1', '2', '3', '4', '5', '6'] } }],
    [{ type: 'open-rules', folder: 'x'.repeat(2001) }],
    [{ type: 'set-budget', period: 'week', limitNanoUsd: 1 }],
    [{ type: 'set-budget', period: 'day', limitNanoUsd: -1 }],
    [{ type: 'set-budget', period: 'day', limitNanoUsd: 0.5 }],
    [{ type: 'set-budget', period: 'day', limitNanoUsd: '1' }],
    [{ type: 'set-budget', period: 'day', limitNanoUsd: Number.NaN }],
    [{ type: 'set-budget', period: 'day', limitNanoUsd: 2 ** 53 }],
    [{ type: 'allow-more', budgetId: 'day', amountNanoUsd: 0 }],
    [{ type: 'allow-more', budgetId: 'day' }],
    [{ type: 'allow-more', budgetId: 'x'.repeat(301), amountNanoUsd: 1 }],
    [{ type: 'pause-paid-models', isPaused: 'yes' }],
    [{ type: 'run', command: 'workbench.action.terminal.new' }],
    [{ type: 'run', command: 'toString' }],
  ])('is none of its own: %o', (message) => {
    expect(readMessageFromPage(message)).toBeUndefined();
  });

  it('is never made of something else', () => {
    fc.assert(
      fc.property(fc.anything(), (message) => {
        expect(readMessageFromPage(message)).toBeUndefined();
      }),
      { numRuns: Number(process.env.FC_RUNS ?? 1000) },
    );
  });
});
