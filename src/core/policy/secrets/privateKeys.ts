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

/** Private keys in PEM, whole, or cut by a window of lines: without their end, or without their beginning. */
export function findPrivateKeys(text: string): readonly SecretFinding[] {
  if (!text.includes('PRIVATE KEY')) return [];
  const footers = [...text.matchAll(footer)];
  const findings: SecretFinding[] = [];
  const [first] = footers;
  if (first && first.index <= mostCharacters) {
    const before = text.slice(0, first.index);
    if (lineOfKey.test(before) && beginning.test(before)) findings.push({ kind, start: 0, end: first.index + first[0].length });
  }
  for (const match of text.matchAll(header)) {
    const start = match.index;
    const bodyStart = start + match[0].length;
    const end = footers.find(({ index }) => index >= bodyStart && index - bodyStart <= mostCharacters);
    if (end && lineOfKey.test(text.slice(bodyStart, end.index))) {
      findings.push({ kind, start, end: end.index + end[0].length });
      continue;
    }
    lines.lastIndex = bodyStart;
    if (lines.test(text)) findings.push({ kind, start, end: lines.lastIndex });
  }
  return findings;
}
