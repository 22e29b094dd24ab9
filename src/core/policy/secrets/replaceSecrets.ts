import { placeholder, type SecretFinding } from './finding.ts';

export interface Replaced {
  readonly text: string;
  /** How many of each kind were replaced. */
  readonly counts: ReadonlyMap<string, number>;
}

/** The text with a placeholder for each secret. */
export function replaceSecrets(text: string, findings: readonly SecretFinding[]): Replaced {
  const merged = mergeFindings(findings);
  let replaced = '';
  let rest = 0;
  for (const { kind, start, end } of merged) {
    replaced += text.slice(rest, start) + placeholder(kind);
    rest = end;
  }
  return { text: replaced + text.slice(rest), counts: countKinds(merged) };
}

/** Of findings that overlap one is left, over all that they cover, with the first one's kind. In order; empty ones are none. */
export function mergeFindings(findings: readonly SecretFinding[]): readonly SecretFinding[] {
  const merged: SecretFinding[] = [];
  // Sorting is stable: of two that begin together the one that was found first gives the name, and ours are found first.
  for (const finding of findings.filter(({ start, end }) => end > start).toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last && finding.start < last.end) merged[merged.length - 1] = { ...last, end: Math.max(last.end, finding.end) };
    else merged.push(finding);
  }
  return merged;
}

export function countKinds(findings: readonly SecretFinding[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { kind } of findings) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

/** So many of each kind in all. */
export function sumCounts(all: readonly ReadonlyMap<string, number>[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const counts of all) for (const [kind, count] of counts) sums.set(kind, (sums.get(kind) ?? 0) + count);
  return sums;
}
