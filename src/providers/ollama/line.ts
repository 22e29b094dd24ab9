import * as v from 'valibot';
import { type FinishReason, noUsage, ProviderError, type StreamPart } from '../../core/task/index.ts';
import { countOf, isTold, readingOf, type UsageReading, untold } from '../http/tokenCounts.ts';

const nanoseconds = v.fallback(v.optional(v.pipe(v.number(), v.minValue(0)), 0), 0);
const said = v.optional(v.string(), '');

/** One line of `/api/chat` or `/api/generate`. The last one has `done: true`, the counts and the times. */
const line = v.object({
  message: v.optional(
    v.object({
      content: said,
      thinking: said,
      tool_calls: v.optional(
        v.array(
          v.object({
            id: v.optional(v.string()),
            function: v.object({ name: v.string(), arguments: v.optional(v.record(v.string(), v.unknown()), {}) }),
          }),
        ),
        [],
      ),
    }),
  ),
  response: said,
  thinking: said,
  done: v.boolean(),
  done_reason: v.optional(v.string()),
  // Zeros are left out, and older versions leave the prompt out when all of it was cached.
  prompt_eval_count: v.optional(v.unknown()),
  eval_count: v.optional(v.unknown()),
  prompt_eval_duration: nanoseconds,
  eval_duration: nanoseconds,
});

const failure = v.object({ error: v.string() });

/**
 * The parts that one line stands for, where it is the answer's next. `newId` names calls that come without a name of their own, which older
 * versions' do. Throws a `ProviderError` for a line that tells of one, or that is none.
 */
export function partsOfLine(text: string, newId: () => string): readonly StreamPart[] {
  const value = v.safeParse(v.pipe(v.string(), v.parseJson()), text).output;
  const failed = v.safeParse(failure, value);
  // The status was told before: it stays 200 whatever happens later.
  if (failed.success) throw new ProviderError('server-error', failed.output.error);
  const checked = v.safeParse(line, value);
  if (!checked.success) throw new ProviderError('bad-response', 'it sent something that is no answer');
  const { message, response, thinking, done } = checked.output;
  const [thought, answer] = [message?.thinking || thinking, message?.content || response];
  return [
    ...(thought ? [{ type: 'reasoning-delta', text: thought } as const] : []),
    ...(answer ? [{ type: 'text-delta', text: answer } as const] : []),
    ...(message?.tool_calls ?? []).flatMap((call) =>
      callParts(call.id || newId(), call.function.name, JSON.stringify(call.function.arguments)),
    ),
    ...(done ? endOf(checked.output) : []),
  ];
}

/** Did one of its lines tell of the failure? Nothing else that comes after the headers is the server's own fault. */
export const isToldFailure = (thrown: unknown): boolean => thrown instanceof ProviderError && thrown.reason === 'server-error';

/** A call comes in one piece. */
function callParts(id: string, name: string, argumentsText: string): readonly StreamPart[] {
  return [
    { type: 'tool-call-start', id, name },
    { type: 'tool-call-delta', id, argumentsText },
    { type: 'tool-call-end', call: { id, name, argumentsText } },
  ];
}

function endOf(last: v.InferOutput<typeof line>): readonly StreamPart[] {
  const { parts, usageDoubt } = usageOf(last);
  return [...parts, { type: 'finish', reason: finishOf(last.done_reason), ...(usageDoubt !== undefined && { usageDoubt }) }];
}

function usageOf({ prompt_eval_count, eval_count, prompt_eval_duration, eval_duration }: v.InferOutput<typeof line>): UsageReading {
  if (!isTold(prompt_eval_count)) return untold;
  const usage = { ...noUsage, uncachedInput: countOf(prompt_eval_count), output: countOf(eval_count) };
  return readingOf(usage, { timings: { promptMs: prompt_eval_duration / 1e6, outputMs: eval_duration / 1e6 } });
}

function finishOf(doneReason: string | undefined): FinishReason {
  return doneReason === 'length' ? 'length' : 'stop';
}
