import type { Candidate } from '../catalogue/index.ts';
import type { RuleUse } from '../rules/index.ts';
import type { TaskKind } from '../task/index.ts';
import { effortFor, type Trouble, troubleOf } from './effort.ts';
import type { Profile } from './profile.ts';

/** Kinds for which nobody waits: a tier that is cheaper because it is slower may serve them. */
const patient: ReadonlySet<TaskKind> = new Set(['title', 'compaction']);

/** The same ones each time: what is known of a candidate elsewhere is found by it. A few for each candidate: kinds, and the rules' own words. */
const known = new WeakMap<Candidate, Map<string, readonly Candidate[]>>();

/**
 * The ways in which a model at an endpoint may be asked for a task: its effort, by the rule, else by kind and state, and the service tiers that
 * come into question. What the user's own row says of either holds, and leaves no choice.
 */
export function variantsFor({ kind, state }: Profile, use: RuleUse): (candidate: Candidate) => readonly Candidate[] {
  const trouble = troubleOf(state);
  const question = theSame(`${kind} ${trouble} ${use.effort ?? ''} ${use.serviceTier ?? ''}`);
  return (candidate) => {
    const ofCandidate = known.get(candidate);
    const before = ofCandidate?.get(question);
    if (before) return before;
    const variants = variantsOf(candidate, kind, trouble, use);
    known.set(candidate, (ofCandidate ?? new Map<string, readonly Candidate[]>()).set(question, variants));
    return variants;
  };
}

const questions = new Map<string, string>();

/** The very same string each time, which a map finds without reading it, for each of hundreds of candidates. */
function theSame(question: string): string {
  const before = questions.get(question);
  if (before !== undefined) return before;
  questions.set(question, question);
  return question;
}

function variantsOf(candidate: Candidate, kind: TaskKind, trouble: Trouble, use: RuleUse): readonly Candidate[] {
  const { model, endpoint } = candidate;
  const isFixed = (quirk: string): boolean => (model.quirks?.[quirk] ?? endpoint.quirks?.[quirk]) !== undefined;
  const effort = isFixed('reasoningEffort') ? undefined : (effortByRule(candidate, use) ?? effortFor(kind, model, trouble));
  const withEffort = effort === undefined ? candidate : { ...candidate, effort };
  const tiers = isFixed('serviceTier') ? [] : serviceTiersOf(candidate, kind, use);
  if (use.serviceTier !== undefined && tiers.length > 0) return tiers.map((serviceTier) => ({ ...withEffort, serviceTier }));
  return [withEffort, ...tiers.map((serviceTier) => ({ ...withEffort, serviceTier }))];
}

function effortByRule({ model }: Candidate, { effort }: RuleUse): string | undefined {
  return effort !== undefined && model.efforts?.includes(effort) ? effort : undefined;
}

/** A tier is asked for only where the price list names it: what it costs must be known before. */
function serviceTiersOf({ model }: Candidate, kind: TaskKind, { serviceTier }: RuleUse): readonly string[] {
  const { serviceTiers = {} } = model.price ?? {};
  if (serviceTier !== undefined) return Object.hasOwn(serviceTiers, serviceTier) ? [serviceTier] : [];
  const { flex } = serviceTiers;
  return patient.has(kind) && flex !== undefined && flex < 1000 ? ['flex'] : [];
}
