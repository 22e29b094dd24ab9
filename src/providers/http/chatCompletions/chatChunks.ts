import type OpenAI from 'openai';
import type { FinishReason, StreamPart } from '../../../core/task/index.ts';
import { reasoningDelta, textDelta } from '../deltas.ts';
import { type UsageReading, untold } from '../tokenCounts.ts';
import { assembleToolCalls, type ToolCallsUnderWay } from '../toolCalls.ts';
import { type CallSignatures, collectSignatures } from './callSignatures.ts';
import { assembleReasoning, type ReasoningDelta } from './chatReasoning.ts';
import { type BilledChunk, type ChargeStyle, readChatUsage } from './chatUsage.ts';

type Delta = OpenAI.ChatCompletionChunk.Choice.Delta;
type ToolCallDelta = OpenAI.ChatCompletionChunk.Choice.Delta.ToolCall;

/**
 * The parts of a Chat Completions stream, in its order. `finish` comes where the server says the reason, usage may follow. The SDK does not
 * check what it parses: a chunk may be without choices, without a delta, or something else.
 *
 * Gemini and vLLM count up in every chunk, so a usage is a partial one until the end is told. The last one is told again as the final one, unless
 * more was said after it.
 */
export async function* partsOfChatChunks(
  chunks: AsyncIterable<OpenAI.ChatCompletionChunk>,
  chargeStyle?: ChargeStyle,
): AsyncGenerator<StreamPart> {
  const calls = assembleToolCalls();
  const reasoning = assembleReasoning();
  const signatures = collectSignatures();
  let reason: string | undefined;
  let latest: UsageReading = untold;
  /** Whether the latest usage came in a chunk without an answer in it, which is where OpenAI has the final one. */
  let isAlone = false;
  try {
    for await (const chunk of chunks) {
      if (!chunk) continue;
      const choice = chunk.choices?.[0];
      reasoning.add((choice?.delta ?? {}) as ReasoningDelta);
      const said = partsOfDelta(choice?.delta ?? {}, { calls, signatures, answerId: chunk.id });
      if (said.length > 0) latest = untold;
      yield* said;
      // Some servers send an empty reason with every chunk.
      reason = choice?.finish_reason || reason;
      if (!(chunk as BilledChunk).usage) continue;
      latest = readChatUsage(chunk as BilledChunk, chargeStyle);
      isAlone = choice === undefined;
      if (reason === undefined) yield* latest.parts.map((part) => ({ ...part, isPartial: true }));
    }
  } catch (thrown) {
    // Behind the end, or alone before an error event, it was the whole bill.
    if (reason !== undefined || isAlone) yield* latest.parts;
    throw thrown;
  }
  if (reason !== undefined || isAlone) yield* latest.parts;
  if (reason === undefined) return;
  // Parallel calls may take turns: they end together, with the answer.
  yield* reasoning.end();
  yield* signatures.end();
  yield* calls.endAll();
  const { usageDoubt } = latest;
  const finish = calls.count() > 0 && reason === 'stop' ? 'tool-calls' : finishReasonOf(reason);
  yield { type: 'finish', reason: finish, ...(usageDoubt !== undefined && { usageDoubt }) };
}

interface UnderWay {
  readonly calls: ToolCallsUnderWay;
  readonly signatures: CallSignatures;
  readonly answerId: string;
}

function partsOfDelta(delta: Partial<Delta> & ReasoningDelta, underWay: UnderWay): readonly StreamPart[] {
  const toolCalls = Array.isArray(delta.tool_calls) ? delta.tool_calls : [];
  return [
    ...reasoningDelta(delta.reasoning_content ?? delta.reasoning),
    ...texts(delta),
    ...toolCalls.flatMap((call) => [...callParts(underWay, call)]),
  ];
}

/** What the servers call the end. Unknown words are a plain end. */
function finishReasonOf(reason: string): FinishReason {
  switch (reason) {
    case 'length':
      return 'length';
    case 'content_filter':
      return 'content-filter';
    case 'tool_calls':
    case 'function_call':
      return 'tool-calls';
    default:
      return 'stop';
  }
}

/** A refusal is an answer too: it is what the user is to read. */
function texts(delta: Partial<Delta>): readonly StreamPart[] {
  const content: unknown = delta.content;
  return [...(Array.isArray(content) ? content.flatMap(pieceParts) : textDelta(content)), ...textDelta(delta.refusal)];
}

/** Mistral's reasoning models: `{type: 'text', text}` or `{type: 'thinking', thinking: [{type: 'text', text}]}`. */
function pieceParts(piece: { readonly text?: unknown; readonly thinking?: unknown } | null): readonly StreamPart[] {
  const thinking: unknown = piece?.thinking;
  if (!Array.isArray(thinking)) return textDelta(piece?.text);
  return thinking.flatMap((thought: { readonly text?: unknown } | null) => reasoningDelta(thought?.text));
}

/**
 * A call begins with its name. Some servers number every call 0, or none at all, and tell calls apart by id; some repeat id and name in every
 * delta; some give no id.
 */
function* callParts({ calls, signatures, answerId }: UnderWay, call: ToolCallDelta | null): Generator<StreamPart> {
  const key = call?.index ?? 'latest';
  const open = calls.idOf(key);
  const isNew = open === undefined || (Boolean(call?.id) && call?.id !== open);
  if (isNew) yield* calls.start(key, call?.id || `${answerId}-call-${calls.count()}`, call?.function?.name);
  yield* calls.add(key, call?.function?.arguments);
  const id = calls.idOf(key);
  if (id !== undefined) signatures.add(id, (call as { readonly extra_content?: unknown } | null)?.extra_content);
}
