import { emptyDay, type LimitState } from '../../../src/core/ledger/index.ts';
import type { MeterView } from '../../../src/features/meter/meterView.ts';
import type { EndpointTrouble, HeldBack } from '../../../src/platform/paidState.ts';

/** $0.0042 spent today in 12 requests; local models only, none running. */
export function view(changes: Partial<MeterView> = {}): MeterView {
  return {
    today: { ...emptyDay('2026-11-05'), attempts: 12, inputTokens: 3456, outputTokens: 78, accepted: 9, costNanoUsd: 4_200_000 },
    last: undefined,
    localServers: { status: 'none' },
    ledger: { status: 'open' },
    completions: 'on',
    snoozed: undefined,
    noSuggestion: undefined,
    editor: undefined,
    hasWorkspace: false,
    health: 'well',
    paid: 'no-key',
    paidCompletion: 'missing',
    budgets: [],
    atLimits: {},
    pressure: { pressure: 'normal' },
    forecasts: {},
    heldBack: undefined,
    trouble: undefined,
    offer: undefined,
    ...changes,
  };
}

/** $0.0087 of $0.01 today. */
export function budgetState(changes: Partial<LimitState> = {}): LimitState {
  return { budgetId: 'day', unit: 'nano-usd', limit: 10_000_000, spent: 8_700_000, reserved: 0, ...changes };
}

/** $0.0041 needed, $0.0013 left of the day's budget. */
export function held(changes: Partial<HeldBack> = {}): HeldBack {
  return {
    kind: 'completion.line',
    workspace: 'shop',
    taskId: 'task-1',
    model: 'paid-model',
    tier: 'small',
    provider: 'cloud',
    endpoint: 'cloud',
    budgetId: 'day',
    unit: 'nano-usd',
    needed: 4_100_000,
    left: 1_300_000,
    ...changes,
  };
}

export const refusedKey: EndpointTrouble = {
  endpoint: 'anthropic',
  provider: 'anthropic',
  reason: 'unauthorized',
  message: 'invalid x-api-key',
};
