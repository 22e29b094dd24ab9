import { LRUCache } from 'lru-cache';
import { bytesPerToken, utf8Bytes } from './estimateTokens.ts';

/** What bounds and estimates are made from. */
export interface TextMeasure {
  /** In UTF-8. */
  readonly bytes: number;
  /** The estimate of `estimateTokens`. */
  readonly tokens: number;
}

/** Shorter texts are counted faster than they are found. */
const leastCharacters = 1000;

/** All in all so many characters are remembered. */
const mostCharacters = 4_000_000;

/** Most of a prompt is the same as in the turn before: it is counted once. */
const known = new LRUCache<string, TextMeasure>({ maxSize: mostCharacters, sizeCalculation: (_measure, text) => text.length });

export function measureText(text: string): TextMeasure {
  if (text.length < leastCharacters) return measure(text);
  const before = known.get(text);
  if (before) return before;
  const measured = measure(text);
  known.set(text, measured);
  return measured;
}

function measure(text: string): TextMeasure {
  const bytes = utf8Bytes(text);
  return { bytes, tokens: Math.ceil(bytes / bytesPerToken) };
}
