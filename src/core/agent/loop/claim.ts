import type { TaskOutcome } from '../event.ts';
import { isFailure } from '../prompt/conversation.ts';
import { notProvedWords } from '../prompt/words.ts';
import type { AgentTaskState, TaskCall, TaskStep } from './state.ts';

/** What becomes of it that the model says that it is done. */
export type ClaimVerdict =
  | { readonly verdict: 'accepted'; readonly outcome: TaskOutcome; readonly reason: string }
  /** First the tests are run. */
  | { readonly verdict: 'unproved'; readonly reason: string }
  | { readonly verdict: 'refuted'; readonly words: string; readonly reason: string };

/**
 * It is not believed: where something was or may have been changed, where tests failed, or where it is said by a call, the tests are run, unless they
 * passed after the last change. Where they cannot be run, it is accepted as what it is: unproved.
 */
export function verdictOnClaim(state: AgentTaskState, { verification }: TaskStep, finish: TaskCall | undefined): ClaimVerdict {
  if (state.mode === 'ask') return accepted('answered', 'it is an answer');
  if (state.mode === 'plan') return accepted('planned', 'the plan is ready');
  if (state.subtaskOf) return accepted('unproved', 'whoever delegated it runs the tests');
  const { failingTests = 0, isUnproved, hasActed } = state.progress;
  if (!finish && state.changes.length === 0 && !hasActed && failingTests === 0) return accepted('answered', 'nothing was to be done');
  if (!isUnproved) return accepted('done', 'the tests passed after the last change');
  if (!verification) return { verdict: 'unproved', reason: 'it says that it is done: the tests say whether it is' };
  const { result } = verification;
  if (result?.facts?.tests?.failed === 0) return accepted('done', 'the tests pass');
  if (result && (result.facts?.tests || verification.isUnknown) && isFailure(result))
    return { verdict: 'refuted', words: notProvedWords(result), reason: 'the tests do not pass' };
  if (failingTests > 0) return accepted('gave-up', 'the tests could not be run again, and failed the last time');
  return accepted('unproved', 'the tests could not be run');
}

function accepted(outcome: TaskOutcome, reason: string): ClaimVerdict {
  return { verdict: 'accepted', outcome, reason };
}
