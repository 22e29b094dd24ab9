import type { Tier } from '../catalogue/index.ts';
import type { Task } from '../task/index.ts';
import { withinPaidRoom } from '../tokens/index.ts';
import type { CompletionResult, WhyNot } from './offer.ts';
import type { CompletionPorts } from './ports.ts';
import { type Leaving, verdictAgainst } from './worthLeaving.ts';

/** Later than this after the request left nobody looks at the place any more: an answer of no use is left at that. */
const escalationDeadlineMs = 1500;

/** What became of a request. */
export interface Escalated {
  readonly result: CompletionResult;
  readonly answeredBy: Tier;
  readonly elapsedMs: number;
}

/**
 * The same question for the next tier, a task of its own in the books. Undefined where the answer was of use, where it is too late, and where
 * nobody of the next tier may be asked or is worth it.
 */
export function escalationOf(ports: CompletionPorts, { request, task }: Leaving, asked: Escalated): Leaving | undefined {
  const { result, answeredBy, elapsedMs } = asked;
  if (!ports.isEscalating?.() || result.outcome !== 'none' || !isOfNoUse(result.whyNot)) return undefined;
  const leastTier = tierAbove(answeredBy);
  if (!leastTier || elapsedMs >= escalationDeadlineMs) return undefined;
  // As it will be sent, so that it is judged by that: what was gathered for this machine is too much to be paid.
  const segments = withinPaidRoom(task.segments);
  const higher: Task = { ...task, id: ports.newId(), segments, leastTier, deadlineMs: escalationDeadlineMs - elapsedMs };
  const decision = ports.router.decide(higher);
  if (decision.outcome === 'refused' || decision.chosen.candidate.model.tier !== leastTier) return undefined;
  const leaving = { request, task: higher, decision };
  return verdictAgainst(ports, leaving) ? undefined : leaving;
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
function isOfNoUse({ reason }: WhyNot): boolean {
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
