import { stripInvisible } from '../../policy/index.ts';
import type { CallResult, ResultFacts } from '../call.ts';
import type { PreparedCall } from '../ports.ts';
import { trimResult } from './trimResult.ts';

/** What cannot be done, and is not asked for: the model is told why, which may quote a file. */
export function cannot(reason: string, rule = 'cannot-be-done'): PreparedCall {
  const result = failed(reason);
  return { content: undefined, verdict: { verdict: 'refuse', rule, reason: result.text }, run: async () => result };
}

/** A result as the model may see it: nothing that a reader of it would not see, and no more than `limit` characters. */
export function told(text: string, limit: number, facts?: ResultFacts): CallResult {
  return { isError: false, text: trimResult(stripInvisible(text), limit), ...(facts && { facts }) };
}

export function failed(text: string, facts?: ResultFacts): CallResult {
  return { isError: true, text: trimResult(stripInvisible(text), mostWords), ...(facts && { facts }) };
}

/** Characters of an error. */
const mostWords = 4_000;
