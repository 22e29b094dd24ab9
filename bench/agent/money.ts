import type { ScenarioResult } from './playScenario.ts';

/** The ledger beside the clouds' own invoice, for one scenario. */
export interface BooksBeside {
  /** What the providers told in full: must be 0. */
  readonly errorNanoUsd: number;
  /** Answers that broke off before their usage was told: our estimates, less what the invoice charges. */
  readonly estimatedNanoUsd: number;
}

export function besideInvoice({ entries, invoice }: ScenarioResult): BooksBeside {
  const told = entries.filter(({ isEstimate }) => !isEstimate);
  const estimated = entries.filter(({ isEstimate }) => isEstimate);
  const finished = invoice.filter(({ why }) => why === 'finished');
  const broken = invoice.filter(({ why }) => why !== 'finished');
  const booked = (some: typeof entries): number => some.reduce((sum, { costNanoUsd = 0 }) => sum + costNanoUsd, 0);
  const charged = (some: typeof invoice): number => some.reduce((sum, { amountNanoUsd }) => sum + amountNanoUsd, 0);
  return { errorNanoUsd: booked(told) - charged(finished), estimatedNanoUsd: booked(estimated) - charged(broken) };
}

/** Paid requests that began when the cap was spent, or that spent more than it, by the invoice. */
export function paidAfterCap({ invoice, capNanoUsd, log }: ScenarioResult): number {
  let spent = 0;
  let after = 0;
  for (const { amountNanoUsd } of invoice) {
    spent += amountNanoUsd;
    if (amountNanoUsd > 0 && spent > capNanoUsd) after += 1;
  }
  const stop = log.findIndex((event) => event.type === 'paused' && event.reason === 'cap');
  const answered = stop < 0 ? [] : log.slice(stop).filter((event) => event.type === 'answered' && event.cost.costNanoUsd > 0);
  return after + answered.length;
}
