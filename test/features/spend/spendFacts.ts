import type { Budget } from '../../../src/core/budget/index.ts';
import type { RollUp } from '../../../src/core/ledger/index.ts';
import { noBooks } from '../../../src/features/spend/books.ts';
import type { SpendFacts } from '../../../src/features/spend/spendState.ts';
import { firstView } from '../../../src/features/spend/view.ts';

/** Nothing was spent, nothing is limited, and the ledger is open: a Thursday in London. */
export function factsOf(changes: Partial<SpendFacts> = {}): SpendFacts {
  return {
    view: firstView,
    books: noBooks,
    counted: { counts: [], completions: [], days: 0, isComplete: true },
    priceOf: () => undefined,
    budgets: [],
    ledger: { status: 'open' },
    heldBack: undefined,
    forecasts: new Map(),
    paidModels: 'on',
    nowMs: Date.UTC(2026, 10, 5, 15, 4, 5),
    today: '2026-11-05',
    timeZone: 'Europe/London',
    language: 'en',
    ...changes,
  };
}

/** Two local completions of a line, which cost nothing. */
export function rollUpOf(changes: Partial<RollUp> = {}): RollUp {
  return {
    localDay: '2026-11-05',
    kind: 'completion.line',
    tier: 'local',
    model: 'qwen',
    endpoint: 'llama-server@127.0.0.1:8080',
    provider: 'llama-server',
    billing: 'local',
    workspace: '',
    language: '',
    attempts: 2,
    unpricedAttempts: 0,
    estimatedAttempts: 0,
    costNanoUsd: 0,
    countedNanoUsd: 0,
    listPriceNanoUsd: 0,
    inputTokens: 1000,
    cacheReadTokens: 400,
    outputTokens: 30,
    cacheWriteTokens: 0,
    cacheSavedNanoUsd: 0,
    baselineNanoUsd: 0,
    ...changes,
  };
}

/** The same of a paid model: they cost $0.002. */
export function paidRollUpOf(changes: Partial<RollUp> = {}): RollUp {
  const { costNanoUsd = 2_000_000 } = changes;
  return rollUpOf({
    tier: 'small',
    model: 'codestral-2508',
    endpoint: 'mistral',
    provider: 'mistral_ai',
    billing: 'metered',
    costNanoUsd,
    countedNanoUsd: costNanoUsd,
    ...changes,
  });
}

/** $1 a day for everything, after which local models go on. */
export function usualBudget(changes: Partial<Budget> = {}): Budget {
  return { period: 'day', unit: 'nano-usd', limit: 1_000_000_000, warnAt: [50, 80, 100], atLimit: 'local-only', ...changes };
}
