import { promptTokens } from '../buckets.ts';
import { Refusal } from '../errors.ts';
import type { InvoiceLine } from '../invoice.ts';
import type { JsonObject } from '../json.ts';
import { type EmulatedModel, findModel, models } from '../models.ts';
import { cacheDiscount } from '../pricing.ts';
import { customerOf, get, type Route, reply, type Visit } from './route.ts';

/** What the gateway tells about its models, its customer and a request that it settled. */
export const openrouterRoutes = (): readonly Route[] => [
  get(/^\/api\/v1\/models$/, (visit) => {
    const sold = models.filter((model) => model.provider === 'openrouter');
    reply(visit.exchange.response, { data: sold.map(listing) });
  }),
  get(/^\/api\/v1\/generation$/, (visit) => {
    const account = customerOf(visit);
    const id = visit.query.get('id');
    const line = visit.cloud.invoice.lines().find((entry) => entry.id === id && entry.account === account.name);
    if (!line) throw new Refusal(404, `Generation ${id} not found`);
    reply(visit.exchange.response, { data: settled(line, account) });
  }),
  get(/^\/api\/v1\/credits$/, (visit) => {
    customerOf(visit);
    reply(visit.exchange.response, { data: { total_credits: visit.cloud.creditsUsd, total_usage: spentUsd(visit) } });
  }),
  get(/^\/api\/v1\/key$/, (visit) => {
    const account = customerOf(visit);
    const spent = spentUsd(visit);
    reply(visit.exchange.response, {
      data: {
        label: `${account.key.slice(0, 12)}...`,
        limit: visit.cloud.creditsUsd,
        limit_remaining: visit.cloud.creditsUsd - spent,
        limit_reset: null,
        usage: spent,
        usage_daily: spent,
        usage_weekly: spent,
        usage_monthly: spent,
        byok_usage: 0,
        is_free_tier: false,
        is_management_key: false,
      },
    });
  }),
];

function spentUsd(visit: Visit): number {
  const { name } = customerOf(visit);
  const lines = visit.cloud.invoice.lines().filter((line) => line.account === name);
  return lines.reduce((sum, line) => sum + line.gatewayNanoUsd, 0) / 1e9;
}

function listing(model: EmulatedModel): JsonObject {
  const { input, output, cacheRead, perRequest } = model.prices;
  return {
    id: model.id,
    canonical_slug: model.id,
    name: model.id,
    created: 1_767_225_600,
    context_length: model.contextTokens,
    architecture: { modality: 'text->text', input_modalities: ['text'], output_modalities: ['text'], tokenizer: 'Other' },
    pricing: {
      prompt: perToken(input),
      completion: perToken(output),
      request: perRequest ?? '0',
      image: '0',
      ...(cacheRead && { input_cache_read: perToken(cacheRead) }),
    },
    top_provider: { context_length: model.contextTokens, max_completion_tokens: model.maxOutputTokens, is_moderated: false },
    supported_parameters: ['max_tokens', 'stop', 'tools', 'reasoning'],
  };
}

/** USD per million tokens as USD per token, in decimals and not in floating point: `0.71` -> `0.00000071`. */
function perToken(perMillion: string): string {
  const [whole = '0', fraction = ''] = perMillion.split('.');
  const digits = `${whole.padStart(7, '0')}${fraction}`;
  const at = digits.length - fraction.length - 6;
  return `${digits.slice(0, at).replace(/^0+(?=\d)/, '')}.${digits.slice(at)}`;
}

function settled(line: InvoiceLine, account: ReturnType<typeof customerOf>): JsonObject {
  const model = findModel(line.model);
  return {
    id: line.id,
    model: line.model,
    created_at: line.at,
    streamed: line.streamed,
    cancelled: line.why === 'client left',
    finish_reason: line.why === 'finished' ? 'stop' : null,
    total_cost: line.gatewayNanoUsd / 1e9,
    usage: line.gatewayNanoUsd / 1e9,
    upstream_inference_cost: line.bringsOwnKey ? line.upstreamNanoUsd / 1e9 : 0,
    cache_discount: model && line.buckets.cacheRead > 0 ? cacheDiscount(model, account, line.buckets) / 1e9 : null,
    is_byok: line.bringsOwnKey,
    provider_name: 'Emulated Upstream',
    tokens_prompt: promptTokens(line.buckets),
    tokens_completion: line.buckets.output,
    native_tokens_prompt: promptTokens(line.buckets),
    native_tokens_completion: line.buckets.output,
    native_tokens_reasoning: line.reasoningTokens,
    native_tokens_cached: line.buckets.cacheRead,
  };
}
