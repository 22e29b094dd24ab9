import type OpenAI from 'openai';
import { isChatHole } from '../../core/hole/index.ts';
import type { ProviderCall } from '../../core/provider.ts';
import { samplingOf } from '../sampling.ts';
import { type ChatDialect, canCarryMark as canCarryInChat, chatMessagesOf, chatToolsOf } from './chatCompletions/chatMessages.ts';
import { type CacheBreakpoint, cacheBreakpointsOf, cacheWishesOf } from './openAiCaching.ts';
import { effortOf, quirkOf, serviceTierOf, textQuirkOf } from './quirks.ts';
import { canCarryMark as canCarryInResponses, responsesInputOf, responsesToolsOf } from './responses/responsesInput.ts';

type ChatRequest = OpenAI.ChatCompletionCreateParamsStreaming;
type ResponsesRequest = OpenAI.Responses.ResponseCreateParamsStreaming;

export interface Wishes {
  /** Asked for unless the candidate, or its quirk `serviceTier`, says otherwise. */
  readonly serviceTier?: string;
}

/** OpenAI takes four stop strings. */
const mostStops = 4;

/**
 * A request to Chat Completions as OpenAI itself has it. Quirks: `maxTokensField` (`max_completion_tokens`), `reasoning` (true: the model takes
 * no stop strings), `reasoningEffort`, `serviceTier`.
 */
export function chatRequest(call: ProviderCall, { serviceTier, systemRole }: ChatDialect & Wishes): ChatRequest {
  const { candidate, segments, tools, stop, maxOutputTokens } = call;
  const effort = effortOf(candidate);
  const takesStops = stop.length > 0 && quirkOf(candidate, 'reasoning') !== true;
  const tier = serviceTierOf(candidate) ?? serviceTier;
  const marks = cacheBreakpointsOf(call, canCarryInChat);
  return {
    model: candidate.model.id,
    messages: chatMessagesOf(segments, { ...(systemRole && { systemRole }), marks, candidate }),
    ...(tools.length > 0 && { tools: chatToolsOf(tools) }),
    [textQuirkOf(candidate, 'maxTokensField') ?? 'max_completion_tokens']: maxOutputTokens,
    ...(takesStops && { stop: stop.slice(0, mostStops) }),
    ...temperatureOf(call),
    // The words are the provider's and pass through: which there are changes faster than the SDK's types.
    ...(effort !== undefined && { reasoning_effort: effort as NonNullable<ChatRequest['reasoning_effort']> }),
    ...(tier !== undefined && { service_tier: tier as NonNullable<ChatRequest['service_tier']> }),
    ...cacheWishesOf(call),
    stream: true,
    stream_options: { include_usage: true },
  };
}

/** Of holes alone, which are drawn as evenly as can be; reasoning models refuse one. Responses takes no seed. */
function temperatureOf(call: ProviderCall): { readonly temperature?: number; readonly top_p?: number } {
  if (!isChatHole(call) || quirkOf(call.candidate, 'reasoning') === true) return {};
  const { temperature, topP } = samplingOf(call);
  return { temperature, ...(topP !== undefined && { top_p: topP }) };
}

/** What is asked and what counts as input: the same for the answer and for the free count, which knows nothing of caches. */
export function responsesQuestion(
  { candidate, segments, tools }: ProviderCall,
  marks?: ReadonlyMap<number, CacheBreakpoint>,
): Pick<ResponsesRequest, 'model' | 'input' | 'tools'> {
  return {
    model: candidate.model.id,
    input: responsesInputOf(segments, candidate, marks),
    ...(tools.length > 0 && { tools: responsesToolsOf(tools) }),
  };
}

/** A request to Responses; nothing is stored there. Quirks: `reasoningEffort`, `reasoningSummary`, `serviceTier`. There are no stop strings. */
export function responsesRequest(call: ProviderCall, { serviceTier }: Wishes): ResponsesRequest {
  const effort = effortOf(call.candidate);
  const summary = textQuirkOf(call.candidate, 'reasoningSummary');
  const tier = serviceTierOf(call.candidate) ?? serviceTier;
  const reasoning = { ...(effort !== undefined && { effort }), ...(summary !== undefined && { summary }) } as OpenAI.Reasoning;
  return {
    ...responsesQuestion(call, cacheBreakpointsOf(call, canCarryInResponses)),
    max_output_tokens: call.maxOutputTokens,
    ...temperatureOf(call),
    ...(Object.keys(reasoning).length > 0 && { reasoning }),
    ...(tier !== undefined && { service_tier: tier as NonNullable<ResponsesRequest['service_tier']> }),
    ...cacheWishesOf(call),
    // Nothing is stored, so thoughts come along, for us to give back. A model that never thinks refuses to be asked.
    ...(call.tools.length > 0 && mayThink(call) && { include: ['reasoning.encrypted_content'] }),
    store: false,
    stream: true,
  };
}

const mayThink = ({ candidate }: ProviderCall): boolean => quirkOf(candidate, 'reasoning') === true || effortOf(candidate) !== undefined;
