import type { Weight } from './acceptanceModel.ts';
import type { Length } from './acceptedLengths.ts';
import type { Past } from './past.ts';

/** Another meaning of features or weights is another version: what was learned of the old one is forgotten. */
export const learnedWorthVersion = 1;

/** All that was learned of a user, as JSON: names of places and languages, and numbers. Nothing of what was written. */
export interface LearnedWorth {
  readonly version: typeof learnedWorthVersion;
  /** How many outcomes. */
  readonly learned: number;
  readonly weights: Readonly<Record<string, Weight>>;
  readonly lengths: Readonly<Record<string, Length>>;
  readonly past: Past;
}
