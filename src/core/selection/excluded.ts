import picomatch from 'picomatch/posix';
import type { Candidate } from '../catalogue/index.ts';
import type { RuleUse } from '../rules/index.ts';

type Exclude = NonNullable<RuleUse['exclude']>;
type Matches = (candidate: Candidate) => boolean;

/** Rules are kept while they do not change, and asked of a whole catalogue for each request. */
const compiled = new WeakMap<Exclude, Matches>();

/** Whether a rule leaves it out: by the globs of endpoints' ids or providers and of models' ids, or by its tier. */
export function isExcluded(candidate: Candidate, exclude: Exclude): boolean {
  const known = compiled.get(exclude);
  if (known) return known(candidate);
  const matches = compile(exclude);
  compiled.set(exclude, matches);
  return matches(candidate);
}

function compile({ providers = [], models = [], tiers = [] }: Exclude): Matches {
  const isProvider = globs(providers);
  const isModel = globs(models);
  return ({ model, endpoint }) =>
    isProvider(endpoint.id) || isProvider(endpoint.provider) || isModel(model.id) || tiers.includes(model.tier);
}

/** `*` matches a slash too: the ids of gateways hold one. */
function globs(patterns: readonly string[]): (text: string) => boolean {
  return patterns.length === 0 ? () => false : picomatch([...patterns], { nocase: true, bash: true, dot: true });
}
