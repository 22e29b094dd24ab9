import type { NanoUsd } from '../money/index.ts';

/** What the judge (a test run, a check, the user) made of an answer. `unsure`: it cannot tell. */
export type Verdict = 'accepted' | 'rejected' | 'unsure';

export type CascadeEvent =
  | { readonly type: 'start' }
  /** The try that was asked for came back and was judged. */
  | { readonly type: 'answered'; readonly costNanoUsd: NanoUsd; readonly verdict: Verdict }
  /** It brought no answer that could be judged: no provider of that model is left. It may have cost something all the same. */
  | { readonly type: 'failed'; readonly costNanoUsd: NanoUsd };

/** A try, by the place of its rung in the plan. */
export interface TryName {
  readonly rung: number;
  readonly effort?: string;
}

export type CascadeAction =
  | ({ readonly type: 'ask' } & TryName)
  /** That try's answer is the cascade's. `unsure`: no judge accepted it, but none that could tell rejected it. */
  | ({ readonly type: 'done'; readonly verdict: 'accepted' | 'unsure' } & TryName)
  | { readonly type: 'give-up'; readonly reason: 'not-worth-it' | 'ladder-ended' }
  /** The next try's worst case does not fit below the cap any more. */
  | { readonly type: 'stop-at-cap'; readonly reason: 'cap' };

/** Plain data: it can be stored, and made again from the events. */
export type CascadeState =
  | { readonly phase: 'ready' }
  | ({ readonly phase: 'asking'; readonly place: number } & CascadeProgress)
  | ({ readonly phase: 'over'; readonly action: CascadeAction } & CascadeProgress);

export interface CascadeProgress {
  readonly spentNanoUsd: NanoUsd;
  /** What the plan expected of the tries that were made. */
  readonly expectedNanoUsd: NanoUsd;
  /** The last answer that the judge was unsure of: better than none. */
  readonly unsure?: TryName;
}
