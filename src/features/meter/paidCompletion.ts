import type { Candidate } from '../../core/catalogue/index.ts';
import { ladderTiers, type Pin } from '../../core/selection/index.ts';
import type { TaskKind } from '../../core/task/index.ts';
import { readRouting } from '../../platform/routing.ts';

/** Whether a paid model completes code. `not-chosen`: there are such, but the user's choice of models, or their tier, leaves them out. */
export type PaidCompletion = 'available' | 'not-chosen' | 'missing';

export function paidCompletion(candidates: readonly Candidate[]): PaidCompletion {
  const completing = candidates.filter(({ model, endpoint }) => endpoint.billing !== 'local' && model.fillInTheMiddle !== undefined);
  if (completing.length === 0) return 'missing';
  const { pins } = readRouting();
  const isChosen = (candidate: Candidate): boolean =>
    (['completion.line', 'completion.block'] as const).some((kind) => isTaken(candidate, pins[kind], kind));
  return completing.some(isChosen) ? 'available' : 'not-chosen';
}

function isTaken({ model, endpoint }: Candidate, pin: Pin | undefined, kind: TaskKind): boolean {
  if (!pin) return ladderTiers(kind).includes(model.tier);
  return 'tier' in pin ? pin.tier === model.tier : pin.model === model.id && pin.endpoint === endpoint.id;
}
