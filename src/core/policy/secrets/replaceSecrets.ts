import { placeholder, type SecretFinding } from './finding.ts';

export interface Replaced {
  readonly text: string;
  /** How many of each kind were replaced. */
  readonly counts: ReadonlyMap<string, number>;
}

/** The text with a placeholder for each secret. Of findings that overlap one is left, over all that they cover, with the first one's kind. */
export function replaceSecrets(text: string, findings: readonly SecretFinding[]): Replaced {
  const counts = new Map<string, number>();
  let replaced = '';
  let rest = 0;
  for (const { kind, start, end } of merge(findings)) {
    replaced += text.slice(rest, start) + placeholder(kind);
    rest = end;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return { text: replaced + text.slice(rest), counts };
}

function merge(findings: readonly SecretFinding[]): readonly SecretFinding[] {
  const merged: SecretFinding[] = [];
  // Sorting is stable: of two that begin together the one that was found first gives the name, and ours are found first.
  for (const finding of findings.filter(({ start, end }) => end > start).toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last && finding.start < last.end) merged[merged.length - 1] = { ...last, end: Math.max(last.end, finding.end) };
    else merged.push(finding);
  }
  return merged;
}
