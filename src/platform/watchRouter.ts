import { isCapId } from '../core/budget/index.ts';
import { type Candidate, candidateName, type Endpoint } from '../core/catalogue/index.ts';
import type { Redaction } from '../core/policy/index.ts';
import type { Router, RouterPart } from '../core/router.ts';
import type { Decision } from '../core/selection/index.ts';
import type { Log } from './log.ts';
import type { Observed } from './observed.ts';
import type { HeldBack } from './paidState.ts';

export interface WatchRouterPorts {
  readonly heldBack: Observed<HeldBack | undefined>;
  /** A request would have gone to this endpoint, whose account was empty. */
  readonly checkCredits: (endpoint: Endpoint) => void;
  readonly log: Pick<Log, 'info' | 'warn'>;
}

/**
 * The router, with what its parts say of budgets, empty accounts, redactions and usage that cannot be true told to the rest of the window. How
 * endpoints do, it tells their health itself.
 */
export function watchRouter(router: Router, { heldBack, checkCredits, log }: WatchRouterPorts): Router {
  const lookAtAccounts = (decision: Decision): void => {
    for (const endpoint of emptyAccounts(decision)) checkCredits(endpoint);
  };
  return {
    decide(task) {
      const decision = router.decide(task);
      // Who is refused asks no further: where the only account is empty, nothing would ever find it filled.
      if (decision.outcome === 'refused') lookAtAccounts(decision);
      return decision;
    },
    async *route(task, signal) {
      let isHeldBack = false;
      let isRedactionTold = false;
      const doubts = doubtsTold(log);
      for await (const part of router.route(task, signal)) {
        doubts.observe(part);
        if (part.type === 'decision') lookAtAccounts(part.decision);
        if (part.type === 'attempt' && part.candidate.endpoint.billing === 'metered') heldBack.set(undefined);
        // Other candidates get the same prompt.
        if (part.type === 'redacted' && !isRedactionTold) {
          isRedactionTold = true;
          log.info(`taken out of the prompt of a request to ${part.candidate.model.id}: ${redactedText(part.redactions)}`);
        }
        // The first one is what would be asked as soon as the budget can hold it; those after it are its substitutes. A task's cap is no budget.
        if (part.type === 'held-back' && !isHeldBack && !isCapId(part.budgetId)) {
          isHeldBack = true;
          const { candidate, budgetId, unit, needed, left } = part;
          const { model, endpoint } = candidate;
          const { workspace } = task.origin;
          heldBack.set({
            kind: task.kind,
            ...(workspace !== undefined && { workspace }),
            taskId: task.sessionId ?? task.id,
            ...{ model: model.id, tier: model.tier, provider: endpoint.provider, endpoint: endpoint.id },
            ...{ budgetId, unit, needed, left },
          });
        }
        yield part;
      }
    },
  };
}

/**
 * Tells once an attempt, when it is settled, why its usage is an estimate though some was reported. Some providers count up: what they said last
 * is what is told.
 */
function doubtsTold(log: Pick<Log, 'warn'>): { observe(part: RouterPart): void } {
  let candidate: Candidate | undefined;
  let words: string | undefined;
  return {
    observe(part) {
      if (part.type === 'attempt') {
        candidate = part.candidate;
        words = undefined;
      } else if (part.type === 'usage') {
        words = part.doubt && `${part.doubt}: counted at the dearer reading`;
      } else if (part.type === 'finish' && part.usageDoubt !== undefined) {
        words = `${part.usageDoubt}: estimated`;
      } else if (part.type === 'settled' && candidate && words !== undefined) {
        log.warn(`the usage that ${candidateName(candidate)} reported cannot be true: ${words}`);
      }
    },
  };
}

function redactedText(redactions: readonly Redaction[]): string {
  return redactions
    .map(({ kind, count, name }) => [kind, ...(count > 1 ? [`x ${count}`] : []), ...(name === undefined ? [] : [`in ${name}`])].join(' '))
    .join(', ');
}

/** Those that nothing else keeps from being asked: their health is looked at last. */
function emptyAccounts({ rejected }: Decision): Iterable<Endpoint> {
  const empty = rejected.filter(({ rule }) => rule === 'account-empty');
  return new Map(empty.map(({ candidate: { endpoint } }) => [endpoint.id, endpoint])).values();
}
