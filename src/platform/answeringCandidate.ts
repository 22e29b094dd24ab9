import type { Candidate } from '../core/catalogue/index.ts';
import type { Router } from '../core/router.ts';
import { isFillInTheMiddle } from '../core/task/index.ts';

/** Remembers who was to answer the last completion: how much may be told of other files depends on what that costs, and on the model's room. */
export class AnsweringCandidate {
  #candidate: Candidate | undefined;

  /** Undefined before the first completion, and where nobody would answer. */
  readonly current = (): Candidate | undefined => this.#candidate;

  watching(router: Router): Router {
    return {
      decide: (task) => {
        const decision = router.decide(task);
        if (isFillInTheMiddle(task.kind)) this.#candidate = decision.outcome === 'refused' ? undefined : decision.chosen.candidate;
        return decision;
      },
      route: (task, signal) => router.route(task, signal),
    };
  }
}
