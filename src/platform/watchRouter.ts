import type { Router, RouterPart } from '../core/router.ts';
import type { ProviderError } from '../core/task/index.ts';
import type { Observed } from './observed.ts';
import type { EndpointTrouble, HeldBack } from './paidState.ts';

export interface WatchRouterPorts {
  readonly heldBack: Observed<HeldBack | undefined>;
  readonly trouble: Observed<EndpointTrouble | undefined>;
  /** An endpoint's attempt failed. */
  readonly onFailed: (endpointId: string, error: ProviderError) => void;
}

/** The router, with what its parts say of budgets and endpoints told to the rest of the window. */
export function watchRouter(router: Router, ports: WatchRouterPorts): Router {
  return {
    decide: (task) => router.decide(task),
    async *route(task, signal) {
      for await (const part of router.route(task, signal)) {
        note(part, ports);
        if (part.type === 'held-back') {
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

function note(part: RouterPart, { heldBack, trouble, onFailed }: WatchRouterPorts): void {
  switch (part.type) {
    case 'attempt':
      if (part.candidate.endpoint.billing === 'metered') heldBack.set(undefined);
      return;
    case 'attempt-failed': {
      const { endpoint } = part.candidate;
      onFailed(endpoint.id, part.error);
      if (isForTheUser(part.error))
        trouble.set({ endpoint: endpoint.id, provider: endpoint.provider, reason: part.error.reason, message: part.error.message });
      return;
    }
    case 'settled':
      if (part.entry.finish !== 'error' && trouble.value?.endpoint === part.entry.endpoint) trouble.set(undefined);
      return;
    default:
      return;
  }
}

/** A key that is refused, an account that is empty: waiting mends neither. */
function isForTheUser({ reason }: ProviderError): boolean {
  return reason === 'unauthorized' || reason === 'payment-required' || reason === 'forbidden';
}
