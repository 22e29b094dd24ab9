import type { ReplayTask } from './outcomeTable.ts';

/** Words are told apart by a hash of so many values: enough for a hint, few enough to learn from hundreds of tasks. */
const wordBuckets = 64;

/** What the prompt shows: its kind, how long it is, of how many numbers, sentences and lines, and which words. All about 0 to 10. */
export function promptFeatures({ kind, prompt = '' }: ReplayTask): readonly number[] {
  const words = prompt.toLowerCase().match(/[a-z]{3,}/g) ?? [];
  const buckets = Array.from({ length: wordBuckets }, () => 0);
  for (const word of words) buckets[hashOf(word) % wordBuckets] = 1;
  const counts = [prompt.length, words.length, countOf(prompt, /\d+/g), countOf(prompt, /[.?!]/g), countOf(prompt, /\n/g)];
  return [...counts.map((count) => Math.log1p(count)), (hashOf(kind) % 7) / 6, ...buckets];
}

const countOf = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return hash;
}
