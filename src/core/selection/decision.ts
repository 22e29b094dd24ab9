import { type Candidate, candidateName } from '../catalogue/index.ts';
import type { DecisionRecord } from '../ledger/index.ts';
import type { NanoUsd } from '../money/index.ts';
import type { QualityEstimate } from '../outcome/index.ts';
import type { Redaction } from '../policy/index.ts';

/** A candidate that could answer, with what it is expected to cost. */
export interface PricedCandidate {
  readonly candidate: Candidate;
  /** Undefined for an unpriced model. */
  readonly expectedCostNanoUsd: NanoUsd | undefined;
  /** That, and what the choice costs later, for each useful answer: what candidates are compared by. */
  readonly costPerUsefulNanoUsd: NanoUsd | undefined;
  /** How likely its answer is useful, from 0 to 1, and who says so. */
  readonly quality: QualityEstimate;
}

/** A candidate that was not taken, with the rule that says why. */
export interface Rejection {
  readonly candidate: Candidate;
  readonly rule: string;
  readonly reason: string;
}

interface Considered {
  readonly rejected: readonly Rejection[];
  /** The rules of the user and of the workspace that took the request, and what they could not do. */
  readonly rules: readonly string[];
  readonly reason: string;
  /** In tokens, by the estimate that holds for every model. */
  readonly predicted: { readonly inputTokens: number; readonly outputTokens: number };
}

/** Which candidate answers, and why. Page, log and tests read this same value. */
export type Decision = Considered &
  (
    | {
        readonly outcome: 'chosen';
        readonly chosen: PricedCandidate;
        /** Tried in this order when the one before fails before its first token. */
        readonly fallbacks: readonly PricedCandidate[];
        readonly rule: string;
      }
    | { readonly outcome: 'refused'; readonly rule: 'no-candidate' | 'none-suitable' }
  );

export type ChosenDecision = Extract<Decision, { outcome: 'chosen' }>;

/** What happened on the way of a decision that the ledger keeps with it. */
export interface Course {
  /** Who was asked in this attempt; missing means the first choice. */
  readonly asked?: PricedCandidate;
  /** Candidates that were chosen or stood by, and were given up on the way, with the reason. */
  readonly passedOver?: readonly Rejection[];
  readonly redactions?: readonly Redaction[];
  /** What was asked of the prompt cache. */
  readonly cache?: string;
}

/** What the ledger keeps of a decision. */
export function recordOf(decision: ChosenDecision, { asked, passedOver = [], redactions = [], cache }: Course = {}): DecisionRecord {
  const { chosen, rule, reason, rules, predicted } = decision;
  const { expectedCostNanoUsd, costPerUsefulNanoUsd, quality } = asked ?? chosen;
  const { fallbacks, rejected } = othersOf(decision);
  return {
    rule,
    reason,
    chosen: candidateName(chosen.candidate),
    fallbacks,
    rejected: [...grouped(passedOver), ...rejected],
    ...(expectedCostNanoUsd !== undefined && { expectedCostNanoUsd }),
    ...(costPerUsefulNanoUsd !== undefined && { costPerUsefulNanoUsd }),
    quality: { mean: quality.mean, source: quality.source },
    predicted,
    ...(rules.length > 0 && { rules }),
    ...(cache !== undefined && { cache }),
    ...(redactions.length > 0 && { redactions: redactions.map(({ kind, count }) => ({ kind, count })) }),
  };
}

type Others = Pick<DecisionRecord, 'fallbacks' | 'rejected'>;

/** An attempt's estimate and its entry tell of the same decision. */
const others = new WeakMap<ChosenDecision, Others>();

/** More fallbacks than these are kept as a number: nobody comes so far down. */
const mostFallbacks = 8;

function othersOf(decision: ChosenDecision): Others {
  const known = others.get(decision);
  if (known) return known;
  const { fallbacks, rejected } = decision;
  const names = fallbacks.slice(0, mostFallbacks).map(({ candidate }) => candidateName(candidate));
  const left = fallbacks.length - names.length;
  const told = { fallbacks: left > 0 ? [...names, `${left} more`] : names, rejected: grouped(rejected) };
  others.set(decision, told);
  return told;
}

type RejectionRecord = DecisionRecord['rejected'][number];

function inWords({ candidate, rule, reason }: Rejection): RejectionRecord {
  return { candidate: candidateName(candidate), rule, reason };
}

/** More than these of one rule are kept as a number: a whole catalogue stays out of every decision, and every entry keeps its decision. */
const mostOfOneRule = 3;

interface RuleGroup {
  readonly rule: string;
  readonly first: Rejection[];
  count: number;
}

/** There are a handful of rules: a list of them is looked through sooner than a map. */
function groupOf(groups: RuleGroup[], rule: string): RuleGroup {
  for (const group of groups) if (group.rule === rule) return group;
  const made = { rule, first: [], count: 0 };
  groups.push(made);
  return made;
}

function grouped(rejected: readonly Rejection[]): readonly RejectionRecord[] {
  const groups: RuleGroup[] = [];
  for (const rejection of rejected) {
    const alike = groupOf(groups, rejection.rule);
    alike.count += 1;
    if (alike.count <= mostOfOneRule) alike.first.push(rejection);
  }
  return groups.flatMap(({ first, count }) => {
    if (count <= mostOfOneRule) return first.map(inWords);
    return first.slice(0, 1).map((one) => ({ ...inWords(one), candidate: `${count} models, such as ${candidateName(one.candidate)}` }));
  });
}
