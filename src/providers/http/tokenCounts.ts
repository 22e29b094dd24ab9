import { noUsage, type StreamPart, totalTokens, type Usage, usageBuckets } from '../../core/task/index.ts';

/**
 * More tokens than this in one request are a fault of the sender: the largest contexts hold a few million. A count that is believed is booked
 * against the user's budget, so nonsense is better estimated.
 */
const mostTokensInOneRequest = 100_000_000;

/** A count as it came, for what an SDK passes on unchecked: what is missing is 0, what is no number is NaN and makes its usage impossible. */
export function countOf(value: unknown): number {
  if (value === undefined || value === null) return 0;
  return typeof value === 'number' ? value : Number.NaN;
}

/** The same for a count without which there is no usage. */
export function requiredCountOf(value: unknown): number {
  return value === undefined || value === null ? Number.NaN : countOf(value);
}

export type UsagePart = Extract<StreamPart, { readonly type: 'usage' }>;

/** What came of a reported usage: its part, or, where it cannot be true however it is read, none and the words for why. */
export interface UsageReading {
  readonly parts: readonly UsagePart[];
  /** For the `finish` part. Whoever meters it estimates. */
  readonly usageDoubt?: string;
}

/** Nothing was reported, which is no reason for doubt. */
export const untold: UsageReading = { parts: [] };

/** Is any of the counts there, whatever it says? */
export function isTold(...counts: readonly unknown[]): boolean {
  return counts.some((count) => count !== undefined && count !== null);
}

/**
 * The usage as a part, unless it cannot be true: a bucket that is negative, no integer or no number, or a sum that no request has. `doubts`: what
 * else is wrong with it, though it can be read.
 */
export function readingOf(usage: Usage, more: Omit<UsagePart, 'type' | 'usage' | 'doubt'>, doubts: readonly string[] = []): UsageReading {
  const usageDoubt = impossibilityIn(usage);
  if (usageDoubt !== undefined) return { parts: [], usageDoubt };
  return { parts: [{ type: 'usage', usage, ...more, ...(doubts.length > 0 && { doubt: doubts.join('; ') }) }] };
}

function impossibilityIn(usage: Usage): string | undefined {
  const wrong = usageBuckets.filter((bucket) => !Number.isSafeInteger(usage[bucket]) || usage[bucket] < 0);
  // What is no number is not repeated: it may be any text.
  if (wrong.length > 0)
    return wrong.map((bucket) => `${bucket} is ${Number.isFinite(usage[bucket]) ? usage[bucket] : 'no number'}`).join(', ');
  const sum = totalTokens(usage);
  return sum > mostTokensInOneRequest ? `${sum} tokens in one request` : undefined;
}

/** The input that a provider counted in advance; undefined where what it says is no count, so that nobody reserves by it. */
export function believableInput(count: unknown): number | undefined {
  const usage = { ...noUsage, uncachedInput: requiredCountOf(count) };
  return impossibilityIn(usage) === undefined ? usage.uncachedInput : undefined;
}

/** The part of an output that was reasoning, where it is told and can be true. */
export function reasoningTokensOf(value: unknown, output: number): { readonly reasoningTokens?: number } {
  return Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= output ? { reasoningTokens: Number(value) } : {};
}
