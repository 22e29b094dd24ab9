import type { SecretFinding } from './finding.ts';

const line =
  /^[ \t]*(?:export[ \t]+)?(?<name>[A-Za-z_][\w.]*)[ \t]*=[ \t]*(?:"(?<double>(?:[^"\\]|\\.)*)"|'(?<single>[^']*)'|(?<bare>[^\s#"'][^\r\n#]*))/dgm;
const sensitive = /pass|pwd|secret|token|key|credential|auth|salt|dsn|private/i;

/**
 * Values in a `.env` file, which is there to hold secrets: all are taken out but those that cannot be one: numbers, switches, single words, addresses
 * without a password; and where the name speaks of a secret, only what is empty stays.
 */
export function findDotenvValues(text: string): readonly SecretFinding[] {
  return [...text.matchAll(line)].flatMap((match) => {
    const { name = '', double, single, bare } = match.groups ?? {};
    const groups = match.indices?.groups;
    const [start, end] = groups?.double ?? groups?.single ?? groups?.bare ?? [0, 0];
    const value = (double ?? single ?? bare ?? '').trim();
    return isHarmless(name, value) ? [] : [{ kind: 'value', start, end: end - ((bare ?? '').length - (bare ?? '').trimEnd().length) }];
  });
}

function isHarmless(name: string, value: string): boolean {
  if (value === '' || /^(?:\[redacted: [^\]]*\])+$/.test(value) || /^\$\{?\w+\}?$/.test(value)) return true;
  if (/^(?:\d{1,5}|true|false|yes|no|on|off)$/i.test(value)) return true;
  return !sensitive.test(name) && /^(?:[a-z]{1,20}|https?:\/\/[\w.:-]+\/?)$/i.test(value);
}
