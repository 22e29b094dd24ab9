import type { Tier } from '../catalogue/index.ts';
import type { Task } from '../task/index.ts';
import type { WhyNot } from './offer.ts';

/** Later than this after the request left nobody looks at the place any more: an answer of no use is left at that. */
const escalationDeadlineMs = 1500;

/** An answer that was of no use: by whom, and how long ago it was asked for. */
export interface UselessAnswer {
  readonly newId: () => string;
  readonly answeredBy: Tier;
  readonly elapsedMs: number;
}

/** The same question for the next tier, a task of its own in the books; undefined where it is too late, or no better tier is worth a completion. */
export function escalationOf(task: Task, { newId, answeredBy, elapsedMs }: UselessAnswer): Task | undefined {
  const leastTier = tierAbove(answeredBy);
  if (!leastTier || elapsedMs >= escalationDeadlineMs) return undefined;
  return { ...task, id: newId(), leastTier, deadlineMs: escalationDeadlineMs - elapsedMs };
}

function tierAbove(tier: Tier): 'small' | 'medium' | undefined {
  switch (tier) {
    case 'local':
      return 'small';
    case 'small':
      return 'medium';
    case 'medium':
    case 'frontier':
      return undefined;
  }
}

/** The model answered, and what it said cannot be shown: a better one may do better. */
export function isOfNoUse({ reason }: WhyNot): boolean {
  switch (reason) {
    case 'model-had-nothing':
    case 'nothing-new':
    case 'nonsense':
    case 'breaks-syntax':
    case 'repetition':
      return true;
    case 'superseded':
    case 'inside-word':
    case 'just-accepted':
    case 'not-worth':
    case 'no-model':
    case 'failed':
      return false;
  }
}
