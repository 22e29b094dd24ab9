import type { LedgerEntry, Reservation, ReservationLimit } from '../../src/core/ledger/index.ts';
import { noUsage } from '../../src/core/task/index.ts';
import type { Random } from '../cache/random.ts';

/** What a request brings to the ledger: its worst case before, and after it what it really cost. */
export interface LedgerRequest {
  readonly reservation: Reservation;
  readonly entry: LedgerEntry;
}

export interface RequestOptions {
  readonly id: string;
  readonly localDay: string;
  readonly startedAtMs: number;
  readonly worstNanoUsd: number;
  readonly costNanoUsd: number;
  readonly lifeMs?: number;
}

/** One of a thousand requests comes from there. */
export const rareWorkspace = 'seldom';

const kinds = ['completion.line', 'completion.block', 'chat', 'edit', 'agent.step'] as const;

/** As the router makes them: most of an entry is the decision that led to it, with the rules that the others failed by. */
export function requestOf(random: Random, options: RequestOptions): LedgerRequest {
  const { id, localDay, startedAtMs, worstNanoUsd, costNanoUsd, lifeMs = 20_000 } = options;
  const kind = random.pick(kinds);
  const known = {
    taskId: `task-${id}`,
    attempt: 1,
    kind,
    origin: {
      trigger: 'command',
      language: random.pick(['typescript', 'python']),
      workspace: random.share() < 0.001 ? rareWorkspace : 'farthing',
    },
    startedAtMs,
    localDay,
    model: random.pick(['model-a', 'model-b', 'model-c']),
    tier: 'medium',
    provider: 'provider-4',
    endpoint: 'endpoint-4',
    billing: 'metered',
    // Of agents, and of nothing that comes with the next key.
    ...(kind === 'agent.step' && { sessionId: 'session-1' }),
    decision: decisionOf(random),
  } as const;
  const usage = {
    ...noUsage,
    uncachedInput: random.between(1, 5000),
    cacheRead: random.between(0, 50_000),
    output: random.between(1, 2000),
  };
  const estimate: LedgerEntry = {
    ...{ ...known, id: `lost-${id}`, usage, durationMs: 0, finish: 'lost', isEstimate: true },
    ...{ costNanoUsd: worstNanoUsd, countedNanoUsd: worstNanoUsd },
  };
  const amounts = { amountNanoUsd: worstNanoUsd, cautiousAmountNanoUsd: worstNanoUsd, tokens: 0, cautiousTokens: 0 };
  return {
    reservation: { id, ...amounts, madeAtMs: startedAtMs, expiresAtMs: startedAtMs + lifeMs, estimate },
    entry: {
      ...{ ...known, id: `entry-${id}`, usage, firstTokenMs: 200, durationMs: 900, finish: 'stop', isEstimate: false },
      ...{ costNanoUsd, countedNanoUsd: costNanoUsd },
    },
  };
}

function decisionOf(random: Random): LedgerEntry['decision'] {
  const candidate = (): string => `model-${random.between(0, 299)} (endpoint-${random.between(0, 19)}, medium effort)`;
  return {
    rule: 'ladder',
    reason: 'cheapest for each useful answer of 38 for agent.step (medium, local)',
    chosen: candidate(),
    fallbacks: Array.from({ length: 8 }, candidate),
    rejected: ['jurisdiction-denied', 'training', 'not-on-ladder', 'provider-denied', 'context-too-small'].map((rule) => ({
      candidate: `${random.between(4, 90)} models, such as ${candidate()}`,
      rule,
      reason: 'about 33538 + 2000 tokens do not fit into 32000',
    })),
    expectedCostNanoUsd: random.between(1000, 9_000_000),
    predicted: { inputTokens: random.between(1, 50_000), outputTokens: random.between(1, 2000) },
    quality: { mean: 0.66, source: 'assumed for the tier medium' },
  };
}

/** A budget of a day and one of a month, as large as wanted. */
export function limitsOf(localDay: string, limit: number): readonly ReservationLimit[] {
  return [
    { budgetId: 'day', unit: 'nano-usd', limit, fromDay: localDay },
    { budgetId: 'month', unit: 'nano-usd', limit, fromDay: `${localDay.slice(0, 7)}-01` },
  ];
}
