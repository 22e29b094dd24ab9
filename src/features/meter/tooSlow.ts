import * as vscode from 'vscode';
import type { LedgerEntry } from '../../core/ledger/index.ts';
import { isFillInTheMiddle } from '../../core/task/index.ts';
import type { LastCompletion } from '../../platform/completionHealth.ts';
import type { MeterView, TooSlow } from './meterView.ts';

const { t } = vscode.l10n;

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

/** Why the local model is not asked as the user types, with what was measured. */
export function tooSlowInWords({ tooSlow }: Pick<MeterView, 'tooSlow'>): string {
  if (!tooSlow) return '';
  return t(
    'The local model {0} is too slow for suggestions as you type: {1}. It is tried again every two minutes, and whenever you trigger a suggestion.',
    tooSlow.candidate,
    tooSlow.reason,
  );
}
