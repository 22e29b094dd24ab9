import type OpenAI from 'openai';
import { cacheRulesOf } from '../../core/catalogue/index.ts';
import { isChatHole, isPlainHole } from '../../core/hole/index.ts';
import type { ProviderCall } from '../../core/provider.ts';
import { holeOf } from '../hole.ts';
import { cacheControlsOf } from '../http/cacheControl.ts';
import { cacheMarksOf } from '../http/cacheMarks.ts';
import { canCarryMark, chatMessagesOf, chatToolsOf } from '../http/chatCompletions/chatMessages.ts';
import { cacheBreakpointsOf, cacheKeyOf, cacheOptionsOf, carriesAt } from '../http/openAiCaching.ts';
import { effortOf, quirkOf, serviceTierOf } from '../http/quirks.ts';
import { samplingFields } from '../sampling.ts';
import type { Dialect } from './dialect.ts';
import { type OpenRouterProvider, openRouterProviderOf } from './preferences.ts';

/** OpenAI takes four; some servers refuse more. */
const maxStops = 4;

/** OpenRouter refuses a longer `session_id`; nobody needs one. */
const mostKeyCharacters = 256;

/** What some of them add to OpenAI's protocol. */
interface Additions {
  /** OpenRouter. */
  readonly usage?: { readonly include: true };
  readonly session_id?: string;
  readonly provider?: OpenRouterProvider;
  readonly reasoning?: { readonly effort: string };
  /** llama.cpp's server. */
  readonly cache_prompt?: boolean;
  readonly id_slot?: number;
}

export interface CompatibleRequest {
  readonly url: string;
  /** What goes beside the body. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: (OpenAI.ChatCompletionCreateParamsStreaming | OpenAI.CompletionCreateParamsStreaming) & Additions;
  /** The stop strings for which the request had no place. */
  readonly unsentStops: readonly string[];
}

/** Throws `unsupported` for a hole that the model cannot fill. */
export function requestOf(call: ProviderCall, dialect: Dialect): CompatibleRequest {
  return isPlainHole(call) ? holeRequest(call, dialect) : chatRequest(call, dialect);
}

function chatRequest(call: ProviderCall, dialect: Dialect): CompatibleRequest {
  const { candidate, segments, tools, stop, maxOutputTokens } = call;
  const tier = serviceTierOf(candidate);
  const body = {
    model: candidate.model.id,
    messages: chatMessagesOf(segments, {
      marks: marksOf(call),
      candidate,
      ...(dialect.wantsReasoning && { wantsReasoning: true }),
      ...(dialect.nameCall && { nameCall: dialect.nameCall }),
      ...(dialect.callSignature !== undefined && { callSignature: dialect.callSignature }),
    }),
    ...(tools.length > 0 && { tools: chatToolsOf(tools) }),
    [dialect.maxTokensField]: maxOutputTokens,
    ...(stop.length > 0 && { stop: stop.slice(0, maxStops) }),
    ...(isChatHole(call) && chatHoleFields(call)),
    ...effortFields(call, dialect),
    // The words are the provider's and pass through.
    ...(tier !== undefined && { service_tier: tier as NonNullable<OpenAI.ChatCompletionCreateParamsStreaming['service_tier']> }),
    ...cacheFields(call, dialect),
    ...preferenceFields(call, dialect, candidate.effort),
    ...streaming(dialect),
  };
  return { url: `${dialect.baseUrl}/chat/completions`, headers: keyHeader(call, dialect), body, unsentStops: stop.slice(maxStops) };
}

/** Servers of one's own take word of the model's template, which says whether it thinks; what else reasons refuses a temperature. */
function chatHoleFields(call: ProviderCall): object {
  const { endpoint } = call.candidate;
  const isReasoning = quirkOf(call.candidate, 'reasoning') === true;
  const takesTemplateWords = endpoint.adapter === 'llama-server' || endpoint.provider === 'vllm';
  return {
    ...(!isReasoning && drawing(call)),
    ...(takesTemplateWords && { chat_template_kwargs: { enable_thinking: false } }),
  };
}

/** Mistral refuses a `seed`, whose name for it is another: only servers of one's own are told one. */
function drawing(call: ProviderCall): object {
  const { seed, ...fields } = samplingFields(call);
  return { ...fields, ...(seed !== undefined && call.candidate.endpoint.billing === 'local' && { seed }) };
}

/** OpenAI's marks, or Anthropic's, which gateways pass on to its models. */
function marksOf(call: ProviderCall): ReadonlyMap<number, object> {
  const { candidate, cachePlan, segments } = call;
  if (cacheRulesOf(candidate)?.type !== 'breakpoints') return cacheBreakpointsOf(call, canCarryMark);
  const marks = cacheMarksOf(cachePlan, (place) => carriesAt(segments, place, canCarryMark));
  return cacheControlsOf(marks, [...segments.keys()]);
}

function effortFields({ candidate }: ProviderCall, { effortField }: Dialect): object {
  const effort = effortOf(candidate);
  if (effort === undefined) return {};
  return effortField === 'reasoning' ? { reasoning: { effort } } : { reasoning_effort: effort };
}

/** llama.cpp's server keeps what a slot has seen; everybody else has a cache behind the address, which a key may keep together. */
function cacheFields(call: ProviderCall, dialect: Dialect): object {
  const { candidate, cachePlan } = call;
  if (cachePlan.type === 'slot')
    return candidate.endpoint.adapter === 'llama-server' ? { cache_prompt: true, id_slot: cachePlan.slot } : {};
  return { ...keyField(call, dialect), ...cacheOptionsOf(call) };
}

function keyField(call: ProviderCall, { cacheKeyField, cacheKeyHeader }: Dialect): object {
  const key = cacheKeyHeader === undefined ? cacheKeyOf(call) : undefined;
  return key === undefined ? {} : { [cacheKeyField]: key.slice(0, mostKeyCharacters) };
}

function keyHeader(call: ProviderCall, { cacheKeyHeader }: Dialect): Readonly<Record<string, string>> {
  const key = cacheKeyHeader === undefined ? undefined : cacheKeyOf(call);
  return cacheKeyHeader === undefined || key === undefined ? {} : { [cacheKeyHeader]: key.slice(0, mostKeyCharacters) };
}

/** Without `require_parameters` OpenRouter may choose a host that leaves out what it does not know, such as the effort that was decided and priced. */
function preferenceFields(
  { preferences }: ProviderCall,
  { takesPreferences }: Dialect,
  decidedEffort: string | undefined,
): Pick<Additions, 'provider'> {
  if (!takesPreferences) return {};
  const provider = {
    ...(preferences && openRouterProviderOf(preferences)),
    ...(decidedEffort !== undefined && { require_parameters: true as const }),
  };
  return Object.keys(provider).length > 0 ? { provider } : {};
}

function holeRequest(call: ProviderCall, dialect: Dialect): CompatibleRequest {
  const { stop, ...hole } = holeOf(call);
  const stops = [...call.stop, ...stop];
  const body = {
    model: call.candidate.model.id,
    ...hole,
    max_tokens: call.maxOutputTokens,
    ...drawing(call),
    stop: stops.slice(0, maxStops),
    ...keyField(call, dialect),
    ...preferenceFields(call, dialect, undefined),
    ...streaming(dialect),
  };
  return { url: dialect.completionsUrl, headers: keyHeader(call, dialect), body, unsentStops: stops.slice(maxStops) };
}

function streaming({
  asksForUsage,
  asksForCost,
}: Dialect): { readonly stream: true; stream_options?: { include_usage: true } } & Pick<Additions, 'usage'> {
  return {
    stream: true,
    ...(asksForUsage && { stream_options: { include_usage: true } }),
    ...(asksForCost && { usage: { include: true } }),
  };
}
