import type { DecisionRecord } from '../core/ledger/index.ts';

const texts = new WeakMap<DecisionRecord, string>();

/** As JSON. An attempt's estimate and its entry tell of the very same decision, which is most of what either says. */
export function decisionText(decision: DecisionRecord): string {
  const before = texts.get(decision);
  if (before !== undefined) return before;
  const text = JSON.stringify(decision);
  texts.set(decision, text);
  return text;
}
