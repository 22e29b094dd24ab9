import * as v from 'valibot';
import { controlTokens } from '../../core/catalogue/index.ts';
import type { ProviderCall } from '../../core/provider.ts';
import { type FinishReason, noUsage, type Segment, type StreamPart, textOf } from '../../core/task/index.ts';
import { estimateTokens } from '../../core/tokens/index.ts';
import { samplingOf } from '../sampling.ts';

/**
 * The body of `POST /infill`. Whole lines go into `input_prefix` and the cursor's line into `prompt` (the server appends it to the prefix), so
 * that the tokens of the lines above stay the same while the user types and the slot's cache hits. Sampling is greedy: the same place gives
 * the same text, unless another answer is asked for.
 *
 * One line comes in one piece where the server is quick: llama-server (v0.5.0) keeps the connection after that, and closes it after each stream. The
 * price is paid by who types on: of an answer that is not streamed the server looks only once a second (its HTTP_POLLING_SECONDS) whether
 * somebody still waits, and its slot is taken until then, or until the line is written. So slow servers stream. Of several lines the first is
 * shown at once: they are streamed everywhere.
 *
 * Left out on purpose: `n_indent`, which cuts at indentation what our own filters judge with the whole document in hand, and `t_max_predict_ms`,
 * which would end a slow server's block at a random token where the engine already closes the connection of what nobody waits for.
 */
export function infillBody(call: ProviderCall, isSlow = false): Record<string, unknown> {
  return {
    ...prefixOf(textOf(call.segments, 'prefix')),
    input_suffix: textOf(call.segments, 'suffix'),
    input_extra: extraOf(call).map(({ name, text }) => ({ ...(name !== undefined && { filename: name }), text })),
    n_predict: call.maxOutputTokens,
    stop: call.stop,
    ...samplersOf(call),
    ...(isOneLine(call) && !isSlow ? inOnePiece : { stream: true }),
    cache_prompt: call.cachePlan.type === 'slot',
    ...(call.cachePlan.type === 'slot' && { id_slot: call.cachePlan.slot }),
  };
}

/**
 * The server reads special tokens in `prompt`, and in no other text: a line that says one, which is the user's own text, goes with the lines above.
 * https://github.com/ggml-org/llama.cpp/blob/master/tools/server/server-context.cpp (the route's `tokenize_input_prompts` with `parse_special`).
 */
function prefixOf(prefix: string): { readonly input_prefix: string; readonly prompt: string } {
  const lineStart = prefix.lastIndexOf('\n') + 1;
  const line = prefix.slice(lineStart);
  if (likeToken.test(line) || controlTokens.some((token) => line.includes(token))) return { input_prefix: prefix, prompt: '' };
  return { input_prefix: prefix.slice(0, lineStart), prompt: line };
}

/** As most families write theirs; of a model nobody has heard of it is not known which. */
const likeToken = /<[|｜[][^<>]*[|｜\]]>/;

export const isOneLine = ({ stop }: ProviderCall): boolean => stop.includes('\n');

/** Without the prompt, which the server would send back in an answer that is not streamed. */
const inOnePiece = { stream: false, response_fields: ['content', 'stop', 'stop_type', 'timings'] };

/** The same request for nobody: the server reads the prompt into the slot's cache and writes nothing. */
export function warmUpBody(call: ProviderCall): Record<string, unknown> {
  return { ...infillBody(call), n_predict: 0, samplers: [], ...inOnePiece };
}

/** llama-server's own `-b` where the user gave none (common/common.h). It tells nobody what it is. */
const usualBatchTokens = 2048;
/** The longest answer that completions ask for, twice: the same for a warm-up, so that it reads what the next request will begin with. */
const answerTokens = 2 * 256;

/**
 * Other files, without the first ones where the server would cut them: it keeps the end of what fits beside a batch and twice the answer, so that a
 * further file would push the first one out bit by bit, and all that is cached behind it. Where not even a batch fits, it takes none with its usual
 * settings; with smaller ones it may, so that they are sent.
 */
function extraOf({ candidate, segments }: ProviderCall): readonly Segment[] {
  const files = segments.filter(({ role }) => role === 'context');
  const room = (candidate.model.contextTokens ?? Number.POSITIVE_INFINITY) - usualBatchTokens - answerTokens;
  if (room <= 0) return files;
  let tokens = 0;
  const first = files.findLastIndex(({ text }) => {
    tokens += estimateTokens(text);
    return tokens > room;
  });
  return files.slice(first + 1);
}

/** `infill` is llama.cpp's own sampler for holes: it merges tokens with a common beginning, so that chance does not tear words apart. */
function samplersOf(call: ProviderCall): Record<string, unknown> {
  const { temperature, topP, seed } = samplingOf(call);
  if (temperature === 0) return { temperature, samplers: ['top_k'], top_k: 1 };
  return { temperature, samplers: ['top_k', 'top_p', 'infill', 'temperature'], top_k: 40, top_p: topP, seed };
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** One event of the stream, or an answer in one piece; the last one has `stop: true` and the timings. */
const infillEvent = v.object({
  content: v.string(),
  stop: v.boolean(),
  stop_type: v.optional(v.string()),
  timings: v.optional(
    v.object({ cache_n: v.optional(count, 0), prompt_n: count, prompt_ms: v.number(), predicted_n: count, predicted_ms: v.number() }),
  ),
});

/** The parts that one event, or an answer in one piece, stands for; undefined when it is none of `/infill`. */
export function partsOfInfillEvent(data: string): readonly StreamPart[] | undefined {
  const checked = v.safeParse(v.pipe(v.string(), v.parseJson(), infillEvent), data);
  if (!checked.success) return undefined;
  const { content, stop, stop_type, timings } = checked.output;
  const parts: StreamPart[] = content === '' ? [] : [{ type: 'text-delta', text: content }];
  if (!stop) return parts;
  if (timings) {
    parts.push({
      type: 'usage',
      // `prompt_n` counts the tokens evaluated now, `cache_n` those found in the slot: disjoint already.
      usage: { ...noUsage, uncachedInput: timings.prompt_n, cacheRead: timings.cache_n, output: timings.predicted_n },
      timings: { promptMs: timings.prompt_ms, outputMs: timings.predicted_ms },
    });
  }
  return [...parts, { type: 'finish', reason: finishOf(stop_type) }];
}

function finishOf(stopType: string | undefined): FinishReason {
  return stopType === 'limit' ? 'length' : 'stop';
}
