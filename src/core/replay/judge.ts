import { type CascadePlan, cascadeOf } from '../cascade/index.ts';
import type { ModelOutcome } from './outcomeTable.ts';
import type { TaskResult } from './taskResult.ts';

/** A simulated judge: it reads the outcome of a model that was tried, and errs so often. */
export interface SimulatedJudge {
  /** How likely it accepts an answer that is not useful. */
  readonly falseAccept: number;
  /** How likely it rejects one that is. */
  readonly falseReject: number;
}

export const perfectJudge: SimulatedJudge = { falseAccept: 0, falseReject: 0 };

export function acceptance({ falseAccept, falseReject }: SimulatedJudge, { isUseful }: ModelOutcome): number {
  return isUseful ? 1 - falseReject : falseAccept;
}

/**
 * What a cascade makes of a task, exactly on average over the judge's errors: after each answer both verdicts are followed, weighted by how
 * likely they are. The rungs' ids are places among the task's outcomes. The cascade learns the cost and the verdict of what it asked, and of
 * nothing else. Where it ends without an accepted answer, the last one is what the user is left with.
 */
export function cascadeRunner(plan: CascadePlan, judge: SimulatedJudge): (outcomes: readonly ModelOutcome[]) => TaskResult {
  const cascade = cascadeOf(plan);
  return (outcomes) => {
    let turn = cascade({ phase: 'ready' }, { type: 'start' });
    let last: ModelOutcome | undefined;
    let weight = 1;
    let useful = 0;
    let costNanoUsd = 0;
    while (turn.action.type === 'ask' && weight > 0) {
      const asked = outcomes[Number(plan.rungs[turn.action.rung]?.id)];
      if (!asked) throw new RangeError(`the plan's rung ${turn.action.rung} is no model of the outcomes`);
      const accepted = acceptance(judge, asked);
      costNanoUsd += weight * asked.costNanoUsd;
      if (asked.isUseful) useful += weight * accepted;
      weight *= 1 - accepted;
      last = asked;
      // Where an accepted answer leads is known: the cascade is done with it. The rejected one goes on.
      turn = cascade(turn.state, { type: 'answered', costNanoUsd: asked.costNanoUsd, verdict: 'rejected' });
    }
    return { useful: last?.isUseful ? useful + weight : useful, costNanoUsd };
  };
}
