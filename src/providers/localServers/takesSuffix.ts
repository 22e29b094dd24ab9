import * as v from 'valibot';
import { ProviderError, type ProviderErrorReason } from '../../core/task/index.ts';
import { type Ask, post } from './ask.ts';

const counted = v.object({ usage: v.object({ prompt_tokens: v.number() }) });

/** Both questions together; a server that is busy with an answer is asked another time. */
const probeMs = 1000;

/** Not what a server says that takes no suffix, but what it says, or does not say, while it is busy or out of order. */
const saysNothing: ReadonlySet<ProviderErrorReason> = new Set([
  'unreachable',
  'overloaded',
  'rate-limited',
  'server-error',
  'timeout',
] as const);

/**
 * Does `/v1/completions` of this server look at `suffix`? Some ignore it without a word (llama-server), some refuse it (vLLM answers 400): a token
 * is asked for with one and without, and who looks at it counts a longer prompt. Two tiny requests at the most, of a server on this machine.
 * Undefined where it could not be found out now.
 */
export async function takesSuffix(ask: Ask, model: string): Promise<boolean | undefined> {
  const asked = { ...ask, signal: AbortSignal.any([ask.signal, AbortSignal.timeout(probeMs)]) };
  const promptTokens = async (more: object): Promise<number> => {
    const body = { model, prompt: 'def add(a, b):\n', max_tokens: 1, temperature: 0, stream: false, ...more };
    return (await post(asked, '/v1/completions', body, counted)).usage.prompt_tokens;
  };
  try {
    const without = await promptTokens({});
    return (await promptTokens({ suffix: '\n\nprint(add(1, 2))\nprint(add(3, 4))\n' })) > without;
  } catch (error) {
    if (asked.signal.aborted) return undefined;
    if (!(error instanceof ProviderError)) throw error;
    return saysNothing.has(error.reason) ? undefined : false;
  }
}
