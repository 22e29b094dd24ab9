export { type MatchRules, type Rule, type RuleFacts, type RuleMatch, type RuleSource, type RuleUse, type Sort, sorts } from './rule.ts';
