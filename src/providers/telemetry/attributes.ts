import type { Attributes } from '@opentelemetry/api';
import type { Candidate } from '../../core/catalogue/index.ts';
import { isChatHole } from '../../core/hole/index.ts';
import type { LedgerEntry } from '../../core/ledger/index.ts';
import { nanoUsdPerUsd } from '../../core/money/index.ts';
import { inputTokens, isFillInTheMiddle, type Usage } from '../../core/task/index.ts';

/** Who was asked: an entry has its names only. */
export type Asked = Pick<Candidate, 'model'>;

/** `chat`, or `text_completion` where a hole was filled on a route of its own: some models are asked for that in a conversation. */
export function operationOf({ kind }: Pick<LedgerEntry, 'kind'>, candidate?: Asked): string {
  const isChat = candidate ? isChatHole({ kind, candidate }) : false;
  return isFillInTheMiddle(kind) && !isChat ? 'text_completion' : 'chat';
}

/**
 * The model as others may read of it. A local server's id may be the path of its file, with the user's name and a client's: only the file's own
 * name is told of what runs here, and of any absolute path.
 */
export function toldModel({ billing, model }: Pick<LedgerEntry, 'billing' | 'model'>): string {
  const isPath = billing === 'local' || /^(?:[/\\~]|file:|[a-z]:[/\\])/i.test(model);
  return isPath ? (model.split(/[/\\]/).findLast((part) => part !== '') ?? '') : model;
}

/**
 * What metrics are told apart by: few values each, and none of them the user's own words. The names are those of
 * https://opentelemetry.io/docs/specs/semconv/gen-ai/ (read 2026-11-22); what they do not have is under `farthing.`.
 */
export function metricAttributes(entry: LedgerEntry, candidate?: Asked): Attributes {
  return {
    'gen_ai.operation.name': operationOf(entry, candidate),
    'gen_ai.provider.name': entry.provider,
    'gen_ai.request.model': toldModel(entry),
    'farthing.kind': entry.kind,
    'farthing.tier': entry.tier,
    'farthing.billing': entry.billing,
  };
}

/** `error.type`, for an attempt that failed. */
export function errorAttributes({ finish, errorReason }: LedgerEntry): Attributes {
  return finish === 'error' || finish === 'lost' ? { 'error.type': errorReason ?? finish } : {};
}

/** One attempt's own: amounts and reasons, nothing of the prompt, the answer, the workspace or a file. */
export function spanAttributes(entry: LedgerEntry, candidate?: Asked): Attributes {
  const { usage, reasoningTokens, sessionId, costNanoUsd, listPriceNanoUsd, countedNanoUsd, energyWh, firstTokenMs } = entry;
  return {
    ...metricAttributes(entry, candidate),
    ...errorAttributes(entry),
    'gen_ai.usage.input_tokens': inputTokens(usage),
    'gen_ai.usage.output_tokens': usage.output,
    'gen_ai.usage.cache_read.input_tokens': usage.cacheRead,
    'gen_ai.usage.cache_creation.input_tokens': cacheWriteTokens(usage),
    ...(reasoningTokens !== undefined && { 'gen_ai.usage.reasoning.output_tokens': reasoningTokens }),
    ...(sessionId !== undefined && { 'gen_ai.conversation.id': sessionId }),
    'gen_ai.response.finish_reasons': [entry.finish],
    'farthing.entry.id': entry.id,
    'farthing.task.id': entry.taskId,
    'farthing.attempt': entry.attempt,
    'farthing.endpoint': entry.endpoint,
    'farthing.decision.rule': entry.decision.rule,
    'farthing.is_estimate': entry.isEstimate,
    // What has no known price has no cost here, and counts at the dearest known one.
    'farthing.is_unpriced': costNanoUsd === undefined,
    ...(costNanoUsd !== undefined && { 'farthing.cost.usd': usdOf(costNanoUsd) }),
    ...(listPriceNanoUsd !== undefined && { 'farthing.list_price.usd': usdOf(listPriceNanoUsd) }),
    'farthing.counted.usd': usdOf(countedNanoUsd),
    ...(energyWh !== undefined && { 'farthing.energy.watt_hours': energyWh }),
    ...(firstTokenMs !== undefined && { 'farthing.time_to_first_token.seconds': firstTokenMs / 1000 }),
  };
}

/** OTLP has no integers of nano-dollars for sums that everybody reads in dollars; books are kept in the ledger. */
export const usdOf = (nanoUsd: number): number => nanoUsd / nanoUsdPerUsd;

const cacheWriteTokens = ({ cacheWrite5m, cacheWrite30m, cacheWrite1h, cacheWrite12h }: Usage): number =>
  cacheWrite5m + cacheWrite30m + cacheWrite1h + cacheWrite12h;
