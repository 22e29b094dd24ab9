import type { LedgerEntry } from '../../core/ledger/index.ts';
import { isFillInTheMiddle } from '../../core/task/index.ts';
import type { LastCompletion } from '../../platform/completionHealth.ts';
import type { TooSlow } from './meterView.ts';

/** The rule of the selection by which a local model is not asked. */
const rule = 'too-slow';

/** The local model that was passed over for its speed: where nobody was asked in its place the engine tells, where somebody was the ledger does. */
export function tooSlow(last: LastCompletion | undefined, entry: LedgerEntry | undefined): TooSlow | undefined {
  if (last?.outcome === 'none' && last.whyNot.reason === 'no-model') {
    const refusal = last.whyNot.refusals.find((each) => each.rule === rule);
    return refusal && { candidate: refusal.candidate, reason: refusal.reason, isReplaced: false };
  }
  if (!entry || !isFillInTheMiddle(entry.kind) || entry.billing === 'local') return undefined;
  const rejection = entry.decision.rejected.find((each) => each.rule === rule);
  return rejection && { candidate: rejection.candidate, reason: rejection.reason, isReplaced: true };
}
