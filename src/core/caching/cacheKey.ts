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

/**
 * A name for all the caches behind a candidate. Another effort finds nothing of what was written with the one before, and another service tier may
 * be served elsewhere.
 */
export function servedName({ model, endpoint, effort = '', serviceTier = '' }: Candidate): string {
  return `${endpoint.id}\n${model.id}\n${effort}\n${serviceTier}`;
}

/** A name for the one of them that a request would find. What an automatic cache holds is kept apart by keys. */
export function cacheNameOf(candidate: Candidate, served: string, key: string | undefined): string {
  return cacheRulesOf(candidate)?.type === 'automatic' && cacheKeyOf(candidate, key) !== undefined ? `${served}\n${key}` : served;
}
