import type { Candidate } from '../../core/catalogue/index.ts';
import { defaultLadders, type Pin } from '../../core/selection/index.ts';
import { readRouting } from '../../platform/routing.ts';

/** Is among these candidates a paid one that completes code, and lets the user's choice of models take it? */
export function paidCompletion(candidates: readonly Candidate[]): 'available' | 'missing' {
  const { pins } = readRouting();
  const completes = (candidate: Candidate): boolean =>
    candidate.endpoint.billing !== 'local' &&
    candidate.model.fillInTheMiddle !== undefined &&
    (['completion.line', 'completion.block'] as const).some((kind) => isTaken(candidate, pins[kind], kind));
  return candidates.some(completes) ? 'available' : 'missing';
}

function isTaken({ model, endpoint }: Candidate, pin: Pin | undefined, kind: keyof typeof defaultLadders): boolean {
  if (!pin) return defaultLadders[kind].includes(model.tier);
  return 'tier' in pin ? pin.tier === model.tier : pin.model === model.id && pin.endpoint === endpoint.id;
}
