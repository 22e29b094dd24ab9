import type { Candidate } from '../../core/catalogue/index.ts';
import { paidCompleting } from '../../platform/paidReadiness.ts';

/** Whether a paid model completes code. `not-chosen`: there are such, but the user's choice of models, or their tier, leaves them out. */
export type PaidCompletion = 'available' | 'not-chosen' | 'missing';

export function paidCompletion(candidates: readonly Candidate[]): PaidCompletion {
  if (paidCompleting(candidates).length > 0) return 'available';
  return candidates.some(({ model, endpoint }) => endpoint.billing !== 'local' && model.fillInTheMiddle !== undefined)
    ? 'not-chosen'
    : 'missing';
}
