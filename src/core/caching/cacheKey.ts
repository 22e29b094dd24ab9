import { type Candidate, cacheRulesOf } from '../catalogue/index.ts';
import { pairName } from './pairName.ts';
import type { PromptPath } from './promptPath.ts';
import { RecentMap } from './recentMap.ts';
import { hashText } from './textHash.ts';

/**
 * What keeps requests together that should find the same cache: those of a session, else those with the same static beginning. A hash, because it
 * leaves the machine: nothing of the user's can be read from it. Undefined where nothing is shared.
 */
export function requestKey(sessionId: string | undefined, { staticName }: PromptPath): string | undefined {
  if (sessionId === undefined) return staticName === undefined ? undefined : `prompt-${staticName}`;
  const before = ofSessions.get(sessionId);
  if (before !== undefined) return before;
  const key = `session-${hashText(sessionId).toString(36)}`;
  ofSessions.set(sessionId, key);
  return key;
}

const mostSessions = 500;
/** Writing a number in letters takes longer than finding it. */
const ofSessions = new RecentMap<string, string>(mostSessions);

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
  const own = cacheRulesOf(candidate)?.type === 'automatic' ? cacheKeyOf(candidate, key) : undefined;
  return own === undefined ? served : pairName(served, own);
}
