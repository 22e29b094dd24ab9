import { type Candidate, cacheRulesOf } from '../catalogue/index.ts';
import type { PromptPath } from './promptPath.ts';
import { hashText } from './textHash.ts';

/**
 * What keeps requests together that should find the same cache: those of a session, else those with the same static beginning. A hash, because it
 * leaves the machine: nothing of the user's can be read from it. Undefined where nothing is shared.
 */
export function requestKey(sessionId: string | undefined, { staticName }: PromptPath): string | undefined {
  if (sessionId !== undefined) return `session-${hashText(sessionId).toString(36)}`;
  return staticName === undefined ? undefined : `prompt-${staticName}`;
}

/** The key, where the provider takes one. */
export function cacheKeyOf(candidate: Candidate, key: string | undefined): string | undefined {
  const rules = cacheRulesOf(candidate);
  const isTaken = (rules?.type === 'automatic' || rules?.type === 'breakpoints') && rules.takesKey === true;
  return isTaken ? key : undefined;
}

/** A name for the cache that a request would find there. What an automatic cache holds is kept apart by keys. */
export function cacheNameOf(candidate: Candidate, key: string | undefined): string {
  const { model, endpoint } = candidate;
  const name = `${endpoint.id}\n${model.id}`;
  return cacheRulesOf(candidate)?.type === 'automatic' && cacheKeyOf(candidate, key) !== undefined ? `${name}\n${key}` : name;
}
