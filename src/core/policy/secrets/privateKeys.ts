import type { SecretFinding } from './finding.ts';

const kind = 'private key';
const header = /-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----/g;
const footer = /-----END (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----/g;

/** Longer than any key: a footer further on belongs to something else. */
const mostCharacters = 32_000;
/** What a line of a key is told by: code that only speaks of keys has none. */
const lineOfKey = /[A-Za-z0-9+/]{40,}/;
/** Lines of base64 with what stands between them in a file, in a JSON string or in code. */
const lines =
  /(?:(?:\s|\\{1,4}[nr]|["'+,>#*]){0,80}(?:[\w-]{3,20}: [^\n]{1,200}\n)?[A-Za-z0-9+/]{40,}={0,2}){1,400}(?:(?:\s|\\{1,4}[nr]|["'+,>#*]){0,80}[A-Za-z0-9+/]{1,80}={0,2}(?![\w+/=]))?/y;
const beginning = /^(?:[A-Za-z0-9+/=\s"',>#*]|\\{1,4}[nr])*$/;

/**
 * Private keys in PEM, whole, or cut by a window of lines: without their end, or without their beginning. Each character between a header and
 * the next footer is looked at once, however many headers there are.
 */
export function findPrivateKeys(text: string): readonly SecretFinding[] {
  if (!text.includes('PRIVATE KEY')) return [];
  const footers = [...text.matchAll(footer)].map(({ 0: found, index }) => ({ start: index, end: index + found.length }));
  const findings: SecretFinding[] = [...cutKey(text, footers[0])];
  let next = 0;
  /** The footer before which no key was found: nor is there one behind a header that comes closer to it. */
  let without: number | undefined;
  let rest = 0;
  for (const { 0: found, index: start } of text.matchAll(header)) {
    if (start < rest) continue;
    const bodyStart = start + found.length;
    while ((footers[next]?.start ?? Number.POSITIVE_INFINITY) < bodyStart) next += 1;
    const end = footers[next];
    if (end && without !== next && end.start - bodyStart <= mostCharacters) {
      if (lineOfKey.test(text.slice(bodyStart, end.start))) {
        findings.push({ kind, start, end: end.end });
        rest = end.end;
        continue;
      }
      without = next;
    }
    lines.lastIndex = bodyStart;
    if (!lines.test(text)) continue;
    findings.push({ kind, start, end: lines.lastIndex });
    rest = lines.lastIndex;
  }
  return findings;
}

/** The end of a key whose header is not in the window: from its first character, behind the quote or the sign that its line begins with. */
function cutKey(text: string, footer: { readonly start: number; readonly end: number } | undefined): readonly SecretFinding[] {
  if (!footer || footer.start > mostCharacters) return [];
  const before = text.slice(0, footer.start);
  if (!lineOfKey.test(before) || !beginning.test(before)) return [];
  return [{ kind, start: before.search(/[A-Za-z0-9+/\\]/), end: footer.end }];
}
