import * as v from 'valibot';
import type { RuleProblem } from '../problem.ts';
import type { Rule } from '../rule.ts';
import { type Condition, type ConditionReading, readCondition } from './condition.ts';
import type { CelFacts } from './facts.ts';
import { ruleRow } from './ruleRow.ts';

/** A list of rules of which every one was checked. */
export interface CompiledRules {
  readonly rules: readonly Rule[];
  /** The first one that matches. */
  match(facts: CelFacts): Rule | undefined;
}

export type Compilation =
  | { readonly outcome: 'compiled'; readonly compiled: CompiledRules }
  | { readonly outcome: 'refused'; readonly problems: readonly RuleProblem[] };

/** A rule that could not be evaluated for a request counts as not matching. Told once for each rule. */
export type ReportFailure = (rule: Rule, error: unknown) => void;

const mostRules = 100;

/** All conditions of a list together; those that people write take some hundred steps each at the most. An assumption. */
const mostSteps = 100_000;

/** Reads rules out of settings or a file. A single mistake refuses the whole list, because what it shields may be what it was written for. */
export function compileRules(rows: unknown, report: ReportFailure): Compilation {
  if (!Array.isArray(rows)) return refused([ofList('must be a list of rules')]);
  if (rows.length > mostRules) return refused([ofList(`must not have more than ${mostRules} rules, and has ${rows.length}`)]);
  const readings = rows.map(readRow);
  const problems = readings.flatMap((reading) => (reading.outcome === 'refused' ? reading.problems : []));
  const checked = readings.flatMap((reading) => (reading.outcome === 'checked' ? [reading] : []));
  const all = [...problems, ...repeatedNames(checked), ...tooManySteps(checked)];
  if (all.length > 0) return refused(all.toSorted((a, b) => (a.index ?? -1) - (b.index ?? -1)));
  return { outcome: 'compiled', compiled: { rules: checked.map(({ rule }) => rule), match: matcher(checked, report) } };
}

interface CheckedRule {
  readonly outcome: 'checked';
  readonly index: number;
  readonly rule: Rule;
  readonly condition: Condition;
}

function readRow(row: unknown, index: number): CheckedRule | { readonly outcome: 'refused'; readonly problems: readonly RuleProblem[] } {
  const result = v.safeParse(ruleRow, row);
  const shape = result.success ? [] : result.issues.map((issue) => problemOfShape(index, issue));
  // The condition is checked even where another field is wrong, so that all mistakes are seen at once.
  const reading = shape.some(({ path }) => path[1] === 'when') ? undefined : conditionOf(row);
  if (reading?.outcome === 'refused') shape.push({ index, path: [index, 'when'], ...reading.mistake });
  if (!result.success || reading?.outcome !== 'checked') return { outcome: 'refused', problems: shape };
  return { outcome: 'checked', index, rule: result.output, condition: reading.condition };
}

function conditionOf(row: unknown): ConditionReading | undefined {
  const condition = v.safeParse(v.object({ when: v.string() }), row);
  return condition.success ? readCondition(condition.output.when) : undefined;
}

function problemOfShape(index: number, { path, expected, message }: v.BaseIssue<unknown>): RuleProblem {
  const keys = (path ?? []).map(({ key }) => (typeof key === 'number' ? key : String(key)));
  // So valibot calls what an object must not have.
  return { index, path: [index, ...keys], message, ...(expected === 'never' && { isName: true }) };
}

/** Whoever reads which rule took a request must know which one is meant. */
function repeatedNames(checked: readonly CheckedRule[]): readonly RuleProblem[] {
  return checked
    .filter(({ rule }, position) => checked.findIndex((other) => other.rule.name === rule.name) < position)
    .map(({ index }) => ({ index, path: [index, 'name'], message: 'another rule has this name: each needs its own' }));
}

function tooManySteps(checked: readonly CheckedRule[]): readonly RuleProblem[] {
  let steps = 0;
  const first = checked.find(({ condition }) => {
    steps += condition.steps;
    return steps > mostSteps;
  });
  if (!first) return [];
  const message = 'the conditions up to this one could take too long: loop over fewer things within a loop';
  return [{ index: first.index, path: [first.index, 'when'], message }];
}

function matcher(checked: readonly CheckedRule[], report: ReportFailure): CompiledRules['match'] {
  const failed = new Set<Rule>();
  return (facts) => {
    for (const { rule, condition } of checked) {
      try {
        if (condition.holds(facts)) return rule;
      } catch (error) {
        if (failed.has(rule)) continue;
        failed.add(rule);
        report(rule, condition.failureOf(facts) ?? error);
      }
    }
    return undefined;
  };
}

function ofList(message: string): RuleProblem {
  return { index: undefined, path: [], message };
}

function refused(problems: readonly RuleProblem[]): Compilation {
  return { outcome: 'refused', problems };
}
