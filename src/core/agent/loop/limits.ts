/** What may be done while nobody looks: a hostile repository that makes the agent spin is an attack on the bill. Dollars have the cap. */
export interface UnattendedLimits {
  readonly mostSteps: number;
  readonly mostMs: number;
  /** Input of every kind and output. */
  readonly mostTokens: number;
}

/** Assumptions: an hour, and what two hundred steps of 100,000 tokens come to. */
export const usualLimits = { mostMs: 60 * 60_000, mostTokens: 20_000_000 } as const;
