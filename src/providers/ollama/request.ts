import { isChatHole, isPlainHole } from '../../core/hole/index.ts';
import type { ProviderCall } from '../../core/provider.ts';
import { ownReasoning, type Segment, type ToolCall } from '../../core/task/index.ts';
import { holeOf } from '../hole.ts';
import { samplingFields } from '../sampling.ts';
import { loadingOf } from './common.ts';

/** Where a call goes and what it says there. */
export interface OllamaRequest {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Throws `unsupported` for a hole that the model cannot fill. */
export function requestOf(call: ProviderCall): OllamaRequest {
  return isPlainHole(call)
    ? { path: '/api/generate', body: { ...generateBody(call), ...common(call) } }
    : { path: '/api/chat', body: { ...chatBody(call), ...common(call) } };
}

/**
 * The same hole for one token, because none at all is no limit to some versions; a model that is asked in conversations is only loaded, which is most
 * of what its first answer would wait for.
 */
export function warmUpOf(call: ProviderCall): OllamaRequest {
  const { model, keep_alive, options } = loadingOf(call.candidate);
  if (!isPlainHole(call)) return { path: '/api/generate', body: { model, stream: false, keep_alive, options } };
  const { path, body } = requestOf({ ...call, maxOutputTokens: 1 });
  return { path, body: { ...body, stream: false } };
}

function common(call: ProviderCall): Readonly<Record<string, unknown>> {
  const { candidate } = call;
  // Models with a choice take its name instead of true. Nobody waits for thoughts in front of a suggestion, and every model takes a false.
  const think = candidate.effort ?? candidate.model.quirks?.think ?? (isChatHole(call) ? false : undefined);
  const { model, keep_alive } = loadingOf(candidate);
  return { model, ...(think !== undefined && { think }), stream: true, keep_alive };
}

function generateBody(call: ProviderCall): Readonly<Record<string, unknown>> {
  const { prompt, suffix, stop } = holeOf(call);
  const options = { ...optionsOf(call, stop), ...samplingFields(call) };
  if (suffix === undefined) return { prompt, raw: true, options };
  // Without a prompt Ollama only loads the model, and without a suffix it writes the prompt into the template of a conversation
  // (server/routes.go, GenerateHandler, read 2026-11): where a file begins or ends, a line's end stands for the nothing.
  return { prompt: prompt || '\n', suffix: suffix || '\n', options };
}

function chatBody(call: ProviderCall): Readonly<Record<string, unknown>> {
  const { segments, tools } = call;
  const calls = segments.flatMap(({ toolCalls }) => toolCalls ?? []);
  return {
    messages: segments.map((segment) => ({ ...messageOf(segment, calls), ...thinkingOf(segment, call) })),
    ...(tools.length > 0 && {
      tools: tools.map(({ name, description, inputSchema }) => ({
        type: 'function',
        function: { name, description, parameters: inputSchema },
      })),
    }),
    options: { ...optionsOf(call), ...(isChatHole(call) && samplingFields(call)) },
  };
}

function optionsOf({ candidate, maxOutputTokens, stop }: ProviderCall, alsoStop: readonly string[] = []): Record<string, unknown> {
  const allStops = [...stop, ...alsoStop];
  return {
    ...loadingOf(candidate).options,
    num_predict: maxOutputTokens,
    ...(allStops.length > 0 && { stop: allStops }),
  };
}

function messageOf({ role, text, images, toolCalls, toolCallId }: Segment, calls: readonly ToolCall[]): Record<string, unknown> {
  const answered = calls.find(({ id }) => id === toolCallId);
  return {
    role: role === 'system' || role === 'assistant' || role === 'tool' ? role : 'user',
    content: text,
    ...(images && images.length > 0 && { images: images.map(({ base64 }) => base64) }),
    ...(toolCalls &&
      toolCalls.length > 0 && {
        tool_calls: toolCalls.map(({ id, name, argumentsText }) => ({ id, function: { name, arguments: argumentsOf(argumentsText) } })),
      }),
    ...(toolCallId !== undefined && { tool_call_id: toolCallId }),
    ...(answered && { tool_name: answered.name }),
  };
}

/** A template that knows of thoughts wants those of the round of calls that is under way, and leaves out the others by itself. */
function thinkingOf(segment: Segment, { candidate }: ProviderCall): { readonly thinking?: string } {
  const blocks = ownReasoning(segment, candidate);
  return blocks.length > 0 ? { thinking: blocks.flatMap(({ texts }) => texts).join('') } : {};
}

/** Ollama wants an object. What another model wrote wrongly is told as it was. */
function argumentsOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Not even JSON.
  }
  return text.trim() === '' ? {} : { unreadable: text };
}
