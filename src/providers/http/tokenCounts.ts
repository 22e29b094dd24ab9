import { noUsage, type Usage } from '../../core/task/index.ts';

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

/**
 * The usage, unless it cannot be true: a bucket that is negative (more cached than there was prompt), no integer or no number, or a sum that
 * no request has. Undefined then, and whoever meters it estimates and says so.
 */
export function believable(usage: Usage): Usage | undefined {
  const counts = Object.values(usage);
  if (!counts.every((count) => Number.isSafeInteger(count) && count >= 0)) return undefined;
  return counts.reduce((sum, count) => sum + count, 0) <= mostTokensInOneRequest ? usage : undefined;
}

/** The input that a provider counted in advance; undefined where what it says is no count, so that nobody reserves by it. */
export function believableInput(count: unknown): number | undefined {
  return believable({ ...noUsage, uncachedInput: requiredCountOf(count) })?.uncachedInput;
}

/** The part of an output that was reasoning, where it is told and can be true. */
export function reasoningTokensOf(value: unknown, output: number): { readonly reasoningTokens?: number } {
  return Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= output ? { reasoningTokens: Number(value) } : {};
}
