import { withoutKey } from './harmlessError.ts';

/** As much of a provider's sentence as helps. Errors are shown, logged and kept in the ledger, and servers send whole pages. */
const longestWords = 300;

/**
 * What the body of an error says in so many words: its `error.message`, its `message`, or an `error` that is a sentence. Undefined for anything
 * else: a body without such a sentence is a page of a proxy, or a validation that repeats the request with the user's text in it.
 */
export function saidIn(body: unknown): string | undefined {
  if (typeof body === 'string') return body;
  if (typeof body !== 'object' || body === null) return undefined;
  const { error, message } = body as { readonly error?: unknown; readonly message?: unknown };
  if (typeof message === 'string') return message;
  return typeof error === 'string' || (typeof error === 'object' && error !== null && !('error' in error)) ? saidIn(error) : undefined;
}

/**
 * A provider's words as they may be told: without the key, without markup, without the `input` that pydantic's validations repeat (FastAPI,
 * vLLM), and at most 300 characters.
 */
export function fewWords(words: string, apiKey?: string): string {
  const clean = withoutKey(words, apiKey)
    .replace(/['"]input['"]\s*:.*$/s, '…')
    .replace(/<(script|style)\b.*?(<\/\1>|$)/gis, ' ')
    .replace(/<[/!]?[a-z][^>]*>/gi, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  // Half a surrogate pair is no character.
  return clean.length <= longestWords ? clean : `${clean.slice(0, longestWords - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
