import type { NanoUsd } from '../money/index.ts';
import type { TaskKind } from '../task/index.ts';

/** A request whose worst case passes what the user lets leave unasked. */
export interface AskQuestion {
  readonly kind: TaskKind;
  readonly candidateName: string;
  readonly worstCaseNanoUsd: NanoUsd;
  readonly thresholdNanoUsd: NanoUsd;
  /** Why this candidate was chosen, as the decision says it. */
  readonly reason: string;
  /** The first of those after it that may leave unasked, or else the cheapest; missing where nobody else can answer. */
  readonly cheaper?: { readonly candidateName: string; readonly worstCaseNanoUsd: NanoUsd };
}

export type AskAnswer = 'send' | 'cheaper' | 'cancel';

/** Asks the user before the bytes leave. `cancel` where the signal is aborted, or the user answers nothing. */
export type AskBefore = (question: AskQuestion, signal: AbortSignal) => Promise<AskAnswer>;
