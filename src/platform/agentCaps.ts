import { capLimit } from '../core/budget/index.ts';
import { type ReservationLimit, sessionsAbove } from '../core/ledger/index.ts';
import type { NanoUsd } from '../core/money/index.ts';

/**
 * What the agent's tasks may cost, as the user set it: limits that refuse, beside those of the budgets. They are kept for as long as the window lives;
 * a task's log has them, and whoever goes on with a task sets them again before anything is asked. Nothing raises one but `set`: what is allowed on
 * top of budgets does not count here.
 */
export class AgentCaps {
  readonly #limits = new Map<string, ReservationLimit>();

  /** By what the user did; of a subtask by the loop, where its parent's cap still holds besides. Throws where it is no amount. */
  set(sessionId: string, capNanoUsd: NanoUsd): void {
    if (!Number.isSafeInteger(capNanoUsd) || capNanoUsd < 0) throw new TypeError(`a cap of ${capNanoUsd} nano-dollars`);
    this.#limits.set(sessionId, capLimit(sessionId, capNanoUsd));
  }

  /** Those of the session and of all above it; none where nobody set one. */
  limits(taskId: string | undefined): readonly ReservationLimit[] {
    if (taskId === undefined || this.#limits.size === 0) return [];
    return sessionsAbove(taskId).flatMap((sessionId) => this.#limits.get(sessionId) ?? []);
  }
}
