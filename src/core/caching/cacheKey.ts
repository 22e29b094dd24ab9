import { type Candidate, cacheRulesOf } from '../catalogue/index.ts';
import type { PromptPath } from './promptPath.ts';
import { hashText } from './textHash.ts';

/**
 * What keeps requests together that should find the same cache: those of a session, else those with the same static beginning. A hash, because it
 * leaves the machine: nothing of the user's can be read from it. Undefined where the provider takes none, or nothing is shared.
 */
export function cacheKeyOf(candidate: Candidate, sessionId: string | undefined, { staticHash }: PromptPath): string | undefined {
  const rules = cacheRulesOf(candidate);
  if ((rules?.type !== 'automatic' && rules?.type !== 'breakpoints') || rules.takesKey !== true) return undefined;
  if (sessionId !== undefined) return `session-${hashText(sessionId).toString(36)}`;
  return staticHash === 0 ? undefined : `prompt-${staticHash.toString(36)}`;
}

/** A name for the cache that a request would find there. What goes by keys is kept apart by them. */
export function cacheNameOf(candidate: Candidate, sessionId: string | undefined, path: PromptPath): string {
  const { model, endpoint } = candidate;
  const key = cacheRulesOf(candidate)?.type === 'automatic' ? cacheKeyOf(candidate, sessionId, path) : undefined;
  return key === undefined ? `${endpoint.id}\n${model.id}` : `${endpoint.id}\n${model.id}\n${key}`;
}
