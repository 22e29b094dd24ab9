import type { CacheMissCause, CachePlan } from './caching/index.ts';
import type { Candidate } from './catalogue/index.ts';
import type { LimitUnit } from './ledger/index.ts';
import type { NanoUsd } from './money/index.ts';
import type { Redaction } from './policy/index.ts';
import type { ChosenDecision, PricedCandidate, Profile, Rejection } from './selection/index.ts';
import type { Task } from './task/index.ts';

/** One candidate's turn to answer a task. */
export interface Attempt {
  readonly task: Task;
  /** Of what is sent: redacted where it leaves the machine. */
  readonly profile: Profile;
  readonly decision: ChosenDecision;
  readonly candidate: Candidate;
  /** The same, with what is expected of it. */
  readonly priced: PricedCandidate;
  /** After this moment (milliseconds since the epoch) nobody waits for the first part of an answer any more; missing: no such moment. */
  readonly endsAtMs?: number;
  /** Whether the provider may be asked for its free count, where the bound by bytes does not fit: that takes time, and not for everyone. */
  readonly mayCount: boolean;
  /** No more may be held for it: nobody agreed to more. Missing: nobody is asked. */
  readonly consentedNanoUsd?: NanoUsd;
  readonly number: number;
  /** The candidates before it, and why they did not answer. */
  readonly passedOver: readonly Rejection[];
  /** What was taken out of the prompt. */
  readonly redactions: readonly Redaction[];
}

/** What was asked of the prompt cache, and, once it is over, why it held less than expected. */
export interface AttemptCaching {
  readonly plan: CachePlan;
  readonly miss?: CacheMissCause;
}

/** Which budget could not hold how much, in its unit. */
export interface Shortage {
  readonly budgetId: string;
  readonly unit: LimitUnit;
  readonly needed: number;
  readonly left: number;
}
