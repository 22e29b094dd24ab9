import type { Router } from '../core/router.ts';
import type { Observed } from './observed.ts';
import type { HeldBack } from './paidState.ts';

export interface WatchRouterPorts {
  readonly heldBack: Observed<HeldBack | undefined>;
}

/** The router, with what its parts say of budgets told to the rest of the window. How endpoints do, it tells their health itself. */
export function watchRouter(router: Router, { heldBack }: WatchRouterPorts): Router {
  return {
    decide: (task) => router.decide(task),
    async *route(task, signal) {
      let isHeldBack = false;
      for await (const part of router.route(task, signal)) {
        if (part.type === 'attempt' && part.candidate.endpoint.billing === 'metered') heldBack.set(undefined);
        // The first one is what would be asked as soon as the budget can hold it; those after it are its substitutes.
        if (part.type === 'held-back' && !isHeldBack) {
          isHeldBack = true;
          const { candidate, budgetId, neededNanoUsd, leftNanoUsd } = part;
          heldBack.set({
            kind: task.kind,
            model: candidate.model.id,
            endpoint: candidate.endpoint.id,
            budgetId,
            neededNanoUsd,
            leftNanoUsd,
          });
        }
        yield part;
      }
    },
  };
}
