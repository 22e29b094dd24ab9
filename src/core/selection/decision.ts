import { type Candidate, candidateName } from '../catalogue/index.ts';
import type { DecisionRecord } from '../ledger/index.ts';
import type { NanoUsd } from '../money/index.ts';

/** A candidate that could answer, with what it is expected to cost. */
export interface PricedCandidate {
  readonly candidate: Candidate;
  /** Undefined for an unpriced model. */
  readonly expectedCostNanoUsd: NanoUsd | undefined;
}

/** A candidate that was not taken, with the rule that says why. */
export interface Rejection {
  readonly candidate: Candidate;
  readonly rule: string;
  readonly reason: string;
}

/** Which candidate answers, and why. Page, log and tests read this same value. */
export type Decision =
  | {
      readonly outcome: 'chosen';
      readonly chosen: PricedCandidate;
      /** Tried in this order when the one before fails before its first token. */
      readonly fallbacks: readonly PricedCandidate[];
      readonly rejected: readonly Rejection[];
      readonly rule: string;
      readonly reason: string;
    }
  | {
      readonly outcome: 'refused';
      readonly rejected: readonly Rejection[];
      readonly rule: 'no-candidate' | 'none-suitable';
      readonly reason: string;
    };

export type ChosenDecision = Extract<Decision, { outcome: 'chosen' }>;

/** What the ledger keeps of a decision. `passedOver`: candidates that were chosen or stood by, and were given up on the way, with the reason. */
export function recordOf(
  { chosen, fallbacks, rejected, rule, reason }: ChosenDecision,
  passedOver: readonly Rejection[] = [],
): DecisionRecord {
  const { expectedCostNanoUsd } = chosen;
  return {
    rule,
    reason,
    chosen: candidateName(chosen.candidate),
    fallbacks: fallbacks.map(({ candidate }) => candidateName(candidate)),
    rejected: [...passedOver.map(inWords), ...grouped(rejected)],
    ...(expectedCostNanoUsd !== undefined && { expectedCostNanoUsd }),
  };
}

type RejectionRecord = DecisionRecord['rejected'][number];

function inWords({ candidate, rule, reason }: Rejection): RejectionRecord {
  return { candidate: candidateName(candidate), rule, reason };
}

/** More than these of one rule are kept as a number: a whole catalogue stays out of every decision, and every entry keeps its decision. */
const mostOfOneRule = 3;

function grouped(rejected: readonly Rejection[]): readonly RejectionRecord[] {
  return Object.values(Object.groupBy(rejected, ({ rule }) => rule)).flatMap((alike = []) => {
    const [first] = alike;
    if (!first || alike.length <= mostOfOneRule) return alike.map(inWords);
    return [{ ...inWords(first), candidate: `${alike.length} models, such as ${candidateName(first.candidate)}` }];
  });
}
