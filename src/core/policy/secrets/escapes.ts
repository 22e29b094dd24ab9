import type { SecretFinding } from './finding.ts';

/**
 * Escapes of a string in JSON or code, also of one in another: a run of backslashes with the letter that it gives a meaning to. A quote belongs
 * to it only behind an odd number of them, for behind an even one it ends the string.
 */
const escapes = /(?:\\\\)*\\["'`]|\\+(?:u[\da-fA-F]{4}|[nrtbfv])|\\{2,}/g;

/**
 * The same text, of the same length, with spaces for its escapes and line ends for escaped ones. Behind `\n` a key at a line's start seems to be
 * the end of a word that begins with `n`; here it stands alone. Undefined: there is no escape.
 */
export function blankEscapes(text: string): string | undefined {
  if (!text.includes('\\')) return undefined;
  const blanked = text.replace(escapes, (found) => (found.endsWith('n') ? '\n' : ' ').padStart(found.length));
  return blanked === text ? undefined : blanked;
}

/** The findings with whole escapes: with half of one left, what was valid JSON would be no more. */
export function withWholeEscapes(text: string, findings: readonly SecretFinding[]): readonly SecretFinding[] {
  if (findings.length === 0 || !text.includes('\\')) return findings;
  const inside = new Map<number, { readonly start: number; readonly end: number }>();
  for (const { 0: found, index: start } of text.matchAll(escapes)) {
    const unit = { start, end: start + found.length };
    for (let place = start + 1; place < unit.end; place += 1) inside.set(place, unit);
  }
  return findings.map(({ kind, start, end }) => ({ kind, start: inside.get(start)?.start ?? start, end: inside.get(end)?.end ?? end }));
}
