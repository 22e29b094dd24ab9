import type { LedgerEntry } from '../ledger/index.ts';
import { type NanoUsd, nanoUsdPerUsd } from '../money/index.ts';
import { csvLine, guardedText } from './csvLine.ts';

/** What a cell is made of. Only text can be taken for a formula. */
type Cell = { readonly text: string | undefined } | { readonly number: number | undefined };

/** The columns, by their names: the ledger's own words, each quantity with its unit. Times are UTC; `local_day` is the user's calendar day. */
const columns: Readonly<Record<string, (entry: LedgerEntry) => Cell>> = {
  entry_id: ({ id }) => ({ text: id }),
  task_id: ({ taskId }) => ({ text: taskId }),
  attempt: ({ attempt }) => ({ number: attempt }),
  kind: ({ kind }) => ({ text: kind }),
  trigger: ({ origin }) => ({ text: origin.trigger }),
  language: ({ origin }) => ({ text: origin.language }),
  workspace: ({ origin }) => ({ text: origin.workspace }),
  started_at: ({ startedAtMs }) => ({ text: new Date(startedAtMs).toISOString() }),
  local_day: ({ localDay }) => ({ text: localDay }),
  first_token_ms: ({ firstTokenMs }) => ({ number: firstTokenMs }),
  duration_ms: ({ durationMs }) => ({ number: durationMs }),
  model: ({ model }) => ({ text: model }),
  tier: ({ tier }) => ({ text: tier }),
  provider: ({ provider }) => ({ text: provider }),
  endpoint: ({ endpoint }) => ({ text: endpoint }),
  billing: ({ billing }) => ({ text: billing }),
  effort: ({ effort }) => ({ text: effort }),
  requested_service_tier: ({ serviceTier }) => ({ text: serviceTier }),
  precision: ({ precision }) => ({ text: precision }),
  session_id: ({ sessionId }) => ({ text: sessionId }),
  finish: ({ finish }) => ({ text: finish }),
  error_reason: ({ errorReason }) => ({ text: errorReason }),
  uncached_input_tokens: ({ usage }) => ({ number: usage.uncachedInput }),
  cache_read_tokens: ({ usage }) => ({ number: usage.cacheRead }),
  cache_write_5m_tokens: ({ usage }) => ({ number: usage.cacheWrite5m }),
  cache_write_30m_tokens: ({ usage }) => ({ number: usage.cacheWrite30m }),
  cache_write_1h_tokens: ({ usage }) => ({ number: usage.cacheWrite1h }),
  cache_write_12h_tokens: ({ usage }) => ({ number: usage.cacheWrite12h }),
  expected_cache_read_tokens: ({ expectedCacheReadTokens }) => ({ number: expectedCacheReadTokens }),
  cache_miss: ({ cacheMiss }) => ({ text: cacheMiss }),
  output_tokens: ({ usage }) => ({ number: usage.output }),
  reasoning_tokens: ({ reasoningTokens }) => ({ number: reasoningTokens }),
  is_estimate: ({ isEstimate }) => ({ text: String(isEstimate) }),
  cost_nano_usd: ({ costNanoUsd }) => ({ number: costNanoUsd }),
  cost_usd: ({ costNanoUsd }) => ({ text: costNanoUsd === undefined ? undefined : exactUsd(costNanoUsd) }),
  counted_nano_usd: ({ countedNanoUsd }) => ({ number: countedNanoUsd }),
  list_price_nano_usd: ({ listPriceNanoUsd }) => ({ number: listPriceNanoUsd }),
  generation_id: ({ billingReport }) => ({ text: billingReport?.generationId }),
  charged_nano_usd: ({ billingReport }) => ({ number: billingReport?.chargedNanoUsd }),
  service_tier: ({ billingReport }) => ({ text: billingReport?.serviceTier }),
  inference_geo: ({ billingReport }) => ({ text: billingReport?.inferenceGeo }),
  speed: ({ billingReport }) => ({ text: billingReport?.speed }),
  energy_wh: ({ energyWh }) => ({ number: energyWh }),
  decision_rule: ({ decision }) => ({ text: decision.rule }),
  decision_reason: ({ decision }) => ({ text: decision.reason }),
  decision_chosen: ({ decision }) => ({ text: decision.chosen }),
  decision_fallbacks: ({ decision }) => ({ text: decision.fallbacks.join('; ') }),
  decision_rejected: ({ decision }) => ({ text: decision.rejected.map(({ candidate, rule }) => `${candidate}: ${rule}`).join('; ') }),
  decision_rules: ({ decision }) => ({ text: decision.rules?.join('; ') }),
  expected_cost_nano_usd: ({ decision }) => ({ number: decision.expectedCostNanoUsd }),
  cost_per_useful_nano_usd: ({ decision }) => ({ number: decision.costPerUsefulNanoUsd }),
  quality_mean: ({ decision }) => ({ number: decision.quality?.mean }),
};

/** The first line. */
export function csvHeader(): string {
  return csvLine(Object.keys(columns));
}

/** One record for each entry. A field that is empty is not known, or does not exist: it is never zero. */
export function csvRows(entries: readonly LedgerEntry[]): string {
  const cells = Object.values(columns);
  return entries.map((entry) => csvLine(cells.map((cellOf) => cellText(cellOf(entry))))).join('');
}

function cellText(cell: Cell): string {
  if ('number' in cell) return cell.number === undefined ? '' : String(cell.number);
  return guardedText(cell.text ?? '');
}

/** All nine decimals: `0.000391200`. */
function exactUsd(amount: NanoUsd): string {
  return `${Math.floor(amount / nanoUsdPerUsd)}.${String(amount % nanoUsdPerUsd).padStart(9, '0')}`;
}
