import type { EntryFinish } from '../core/ledger/index.ts';
import type { Router, RouterPart } from '../core/router.ts';
import type { EndpointTroubles } from './endpointTroubles.ts';
import type { Observed } from './observed.ts';
import type { HeldBack } from './paidState.ts';

export interface WatchRouterPorts {
  readonly heldBack: Observed<HeldBack | undefined>;
  readonly troubles: Pick<EndpointTroubles, 'report' | 'clear'>;
  /** An endpoint asks to be left alone for so many milliseconds. */
  readonly onAskedToWait: (endpointId: string, ms: number) => void;
}

/** The router, with what its parts say of budgets and endpoints told to the rest of the window. */
export function watchRouter(router: Router, ports: WatchRouterPorts): Router {
  return {
    decide: (task) => router.decide(task),
    async *route(task, signal) {
      let isHeldBack = false;
      for await (const part of router.route(task, signal)) {
        note(part, ports);
        // The first one is what would be asked as soon as the budget can hold it; those after it are its substitutes.
        if (part.type === 'held-back' && !isHeldBack) {
          isHeldBack = true;
          const { candidate, budgetId, neededNanoUsd, leftNanoUsd } = part;
          ports.heldBack.set({
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

function note(part: RouterPart, { heldBack, troubles, onAskedToWait }: WatchRouterPorts): void {
  switch (part.type) {
    case 'attempt':
      if (part.candidate.endpoint.billing === 'metered') heldBack.set(undefined);
      return;
    case 'attempt-failed':
      troubles.report(part.candidate.endpoint, part.error);
      if (part.error.retryAfterMs !== undefined) onAskedToWait(part.candidate.endpoint.id, part.error.retryAfterMs);
      return;
    case 'settled':
      if (isAnswer(part.entry.finish)) troubles.clear(part.entry.endpoint);
      return;
    default:
      return;
  }
}

/** What was given up before its end may have been given up before the provider said a word. */
function isAnswer(finish: EntryFinish): boolean {
  return finish !== 'error' && finish !== 'aborted' && finish !== 'lost';
}
