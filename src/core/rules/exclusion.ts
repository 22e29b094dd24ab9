import type { Candidate, Endpoint, Model } from '../catalogue/index.ts';
import { ofEach } from '../policy/index.ts';
import { oncePer } from './oncePer.ts';
import type { Exclusion, ExclusionLists } from './rule.ts';

export function isExcluded({ model, endpoint }: Pick<Candidate, 'model' | 'endpoint'>, exclude: Exclusion): boolean {
  if (isNamedIn(exclude, model, endpoint)) return true;
  return exclude.butLocal !== undefined && endpoint.billing !== 'local' && isNamedIn(exclude.butLocal, model, endpoint);
}

/** The same of each of them, in their order: known without asking as long as the candidates and the exclusion are the very same ones. */
export function areExcluded(candidates: readonly Candidate[], exclude: Exclusion): readonly boolean[] {
  return exclusionsBy(exclude)(candidates);
}

const exclusionsBy = oncePer((exclude: Exclusion) => ofEach((candidate: Candidate) => isExcluded(candidate, exclude)));

function isNamedIn(lists: ExclusionLists, model: Model, endpoint: Endpoint): boolean {
  return lists.tiers?.includes(model.tier) || namesModel(lists)(model) || namesEndpoint(lists)(endpoint);
}

/** Remembered, because each request asks of hundreds of candidates, and they and the rules are the same from one request to the next. */
const namesModel = oncePer(({ models = [] }: ExclusionLists) =>
  oncePer(({ id }: Model): boolean => models.some((glob) => matchesGlob(id, glob))),
);
const namesEndpoint = oncePer(({ providers = [] }: ExclusionLists) =>
  oncePer(({ id, provider }: Endpoint): boolean => providers.some((glob) => matchesGlob(id, glob) || matchesGlob(provider, glob))),
);

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
