import type { RollUp } from '../../../src/core/ledger/index.ts';
import { noBooks, type SpendFacts } from '../../../src/features/spend/spendState.ts';

/** Nothing was spent, nothing is limited, and the ledger is open: a Thursday in London. */
export function factsOf(changes: Partial<SpendFacts> = {}): SpendFacts {
  return {
    books: noBooks,
    budgets: [],
    ledger: { status: 'open' },
    heldBack: undefined,
    paidModels: 'on',
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
    billing: 'local',
    attempts: 2,
    unpricedAttempts: 0,
    estimatedAttempts: 0,
    costNanoUsd: 0,
    countedNanoUsd: 0,
    listPriceNanoUsd: 0,
    inputTokens: 1000,
    cacheReadTokens: 400,
    outputTokens: 30,
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
    billing: 'metered',
    costNanoUsd,
    countedNanoUsd: costNanoUsd,
    ...changes,
  });
}
