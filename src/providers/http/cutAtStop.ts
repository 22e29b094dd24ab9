import type { StreamPart } from '../../core/task/index.ts';

/**
 * Ends the text before the first of the stop strings, for APIs that take none (Responses), only some (four at OpenAI, none of white space at
 * Anthropic) or none of a reasoning model. What could be the beginning of a stop string is held back until it is decided. The connection is not
 * closed at the cut, and the rest is swallowed: the usage comes at the end, and what was written until then is billed anyway.
 */
export async function* cutAtStop(parts: AsyncIterable<StreamPart>, stops: readonly string[]): AsyncGenerator<StreamPart> {
  let held = '';
  let isCut = false;
  for await (const part of parts) {
    if (isCut) {
      if (part.type === 'finish') yield { ...part, reason: 'stop' };
      else if (part.type === 'usage' || part.type === 'error') yield part;
      continue;
    }
    if (part.type !== 'text-delta') {
      // Text does not go on behind another part, but usage may come in between.
      if (part.type !== 'usage') yield* textParts(held);
      if (part.type !== 'usage') held = '';
      yield part;
      continue;
    }
    held += part.text;
    const end = firstStop(held, stops);
    isCut = end !== undefined;
    const free = end ?? held.length - longestBeginning(held, stops);
    yield* textParts(held.slice(0, free));
    held = held.slice(free);
  }
}

const textParts = (text: string): readonly StreamPart[] => (text === '' ? [] : [{ type: 'text-delta', text }]);

/** Where the stop string begins that is complete first, as the providers that cut themselves have it; of two that end together, the longer. */
function firstStop(text: string, stops: readonly string[]): number | undefined {
  const found = stops
    .filter((stop) => stop !== '' && text.includes(stop))
    .map((stop) => ({ start: text.indexOf(stop), length: stop.length }));
  const [first] = found.sort((a, b) => a.start + a.length - (b.start + b.length) || a.start - b.start);
  return first?.start;
}

/** How many characters at the end of the text begin a stop string. */
function longestBeginning(text: string, stops: readonly string[]): number {
  const lengths = stops.map((stop) => {
    let length = Math.min(stop.length - 1, text.length);
    while (length > 0 && !text.endsWith(stop.slice(0, length))) length -= 1;
    return Math.max(0, length);
  });
  return Math.max(0, ...lengths);
}
