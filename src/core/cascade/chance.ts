/** How often a try was made after everything before it had failed, and how often it succeeded then. Whole tasks, or shares of them. */
export interface AttemptCounts {
  readonly tried: number;
  readonly succeeded: number;
}

/**
 * P(success | failed so far), by the rule of succession (the mean of a Beta posterior over a flat prior): one half where nothing was seen, and
 * never quite 0 or 1, so that a few bad samples do not close a rung for ever.
 */
export function chanceOf({ tried, succeeded }: AttemptCounts): number {
  return (succeeded + 1) / (tried + 2);
}
