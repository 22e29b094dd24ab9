import type { NanoUsd } from '../money/index.ts';
import type { DayRange } from './dayRange.ts';

/** Whose bills can be read, in the words of `LedgerEntry.provider`. */
export type BillingProvider = 'anthropic' | 'openai' | 'openrouter';

/** What is compared of one day and model. `input` is all input, however it was billed; the cache's figures are parts of it. */
export interface Figures {
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly output: number;
  readonly requests: number;
  readonly costNanoUsd: NanoUsd;
}

export const figureNames = [
  'input',
  'cacheRead',
  'cacheWrite',
  'output',
  'requests',
  'costNanoUsd',
] as const satisfies readonly (keyof Figures)[];

/** One row of a provider's export. Figures that the export has no column for are missing. */
export interface ImportedRow extends Partial<Figures> {
  /** As the provider books it: a day of UTC, `YYYY-MM-DD`. */
  readonly day: string;
  /** In the provider's words; empty where the export is not split by model. */
  readonly model: string;
  /** The service tier that was billed, where it is told and is not the ordinary one: `batch`, `flex`, `priority`. */
  readonly serviceTier?: string;
}

/** Something of a file that was not taken, or that is odd. `line` counts from 1. */
export interface ImportProblem {
  readonly line?: number;
  readonly text: string;
}

/** What a provider's export says. */
export interface ImportedUsage {
  readonly provider: BillingProvider;
  /** The first and the last day that it speaks of, both included; empty where it has no day. */
  readonly fromDay: string;
  readonly toDay: string;
  /** What of these days it speaks of, where it was made of several files; missing: all of them. */
  readonly ranges?: readonly DayRange[];
  /** Whether it has everything that it was made with: false where it was cut off, has more pages, or lines that could not be read. */
  readonly isWhole: boolean;
  /** Which figures it tells. */
  readonly tells: readonly (keyof Figures)[];
  /** Its amounts are whole cents, each rounded. */
  readonly isInCents: boolean;
  readonly rows: readonly ImportedRow[];
  readonly problems: readonly ImportProblem[];
}
