import { candidateName, type Endpoint } from '../catalogue/index.ts';
import type { Rejection } from '../selection/index.ts';

/** What one rule kept from completing code. */
export interface Refusal {
  readonly rule: string;
  /** The first one that it kept out, as `candidateName` has it, with its endpoint, and why. */
  readonly candidate: string;
  readonly endpoint: Endpoint['id'];
  readonly reason: string;
  /** How many it kept out. */
  readonly candidates: number;
}

/**
 * Why nobody was asked who could complete code: a refusal for each rule, the nearest one first. Those that cannot fill in the middle anyway are
 * left out: what else keeps them away does not matter.
 */
export function refusalsOf(rejected: readonly Rejection[]): readonly Refusal[] {
  const able = rejected.filter(({ candidate }) => candidate.model.fillInTheMiddle !== undefined);
  return Object.values(Object.groupBy(able, ({ rule }) => rule))
    .flatMap((alike = []) => {
      const [first] = alike;
      if (!first) return [];
      const { candidate, rule, reason } = first;
      return { rule, candidate: candidateName(candidate), endpoint: candidate.endpoint.id, reason, candidates: alike.length };
    })
    .toSorted((a, b) => distanceOf(a.rule) - distanceOf(b.rule));
}

/** What is looked at last is nearest: all else was passed. What the user can mend comes before what passes by itself. */
const nearest: readonly string[] = [
  ...['too-slow', 'key-refused', 'account-empty', 'breaker-open', 'asked-to-wait', 'probing', 'price-limit', 'context-too-small'],
  ...['budget-economy', 'budget-local-only', 'budget-stop', 'rule-exclude', 'rule-max-tier', 'rule-local-only'],
];

/** Nobody meant these models for code, or no paid one is asked at all. */
const farthest: readonly string[] = ['not-on-ladder', 'rules-unknown', 'untrusted', 'paused', 'no-budget'];

/** The data policy has rules of many names: they stand between. */
function distanceOf(rule: string): number {
  const near = nearest.indexOf(rule);
  return near >= 0 ? near : nearest.length + 1 + farthest.indexOf(rule);
}
