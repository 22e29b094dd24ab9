export { combine, type Effect } from './combine.ts';
export { type ApprovalNeed, approvalNeeds } from './effect.ts';
export { areExcluded, isExcluded } from './exclusion.ts';
export type { RuleProblem } from './problem.ts';
export {
  type Exclusion,
  type ExclusionLists,
  type MatchRules,
  type Rule,
  type RuleFacts,
  type RuleMatch,
  type RuleSource,
  type RuleUse,
  type Sort,
  sorts,
} from './rule.ts';
