import type { Candidate } from '../catalogue/index.ts';
import type { Exclusion, ExclusionLists } from './rule.ts';

export function isExcluded({ model, endpoint }: Pick<Candidate, 'model' | 'endpoint'>, exclude: Exclusion): boolean {
  const isNamedIn = ({ providers = [], models = [], tiers = [] }: ExclusionLists): boolean =>
    tiers.includes(model.tier) ||
    models.some((glob) => matchesGlob(model.id, glob)) ||
    providers.some((glob) => matchesGlob(endpoint.id, glob) || matchesGlob(endpoint.provider, glob));
  if (isNamedIn(exclude)) return true;
  return exclude.butLocal !== undefined && endpoint.billing !== 'local' && isNamedIn(exclude.butLocal);
}

/**
 * Whatever the case. `*` passes over `/` too, because it is a part of names here (`deepseek/deepseek-chat`), not of paths. Goes back to the
 * last `*` only, so that no glob of a repository's file can take more than text times glob steps.
 */
export function matchesGlob(text: string, glob: string): boolean {
  const [name, pattern] = [text.toLowerCase(), glob.toLowerCase()];
  let at = 0;
  let next = 0;
  let starAt = -1;
  let resumeAt = 0;
  while (at < name.length) {
    if (pattern[next] === '*') {
      starAt = next;
      next += 1;
      resumeAt = at;
    } else if (next < pattern.length && (pattern[next] === '?' || pattern[next] === name[at])) {
      at += 1;
      next += 1;
    } else if (starAt >= 0) {
      resumeAt += 1;
      at = resumeAt;
      next = starAt + 1;
    } else {
      return false;
    }
  }
  while (pattern[next] === '*') next += 1;
  return next === pattern.length;
}
