import type { SecretFinding } from './finding.ts';
import { isWordy } from './randomness.ts';

/**
 * A secret that is known by its shape. No pattern begins with a repetition, and those in the middle are bounded or stop at what follows, so
 * that a text of megabytes takes time in proportion to its length.
 */
interface Shape {
  readonly kind: string;
  /** The secret is the group `secret`, or all of it. */
  readonly pattern: RegExp;
  /** Undefined: every match is one. */
  readonly isOne?: (match: string) => boolean;
}

const hasDigit = (text: string): boolean => /\d/.test(text);

const shapes: readonly Shape[] = [
  // The scanner knows them only together with account numbers, which are no secret. Amazon's documentation ends its own in EXAMPLE.
  {
    kind: 'AWS access key',
    pattern: /(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])/dg,
    isOne: (match) => !match.endsWith('EXAMPLE'),
  },
  { kind: 'Google API key', pattern: /(?<![\w-])AIza[\w-]{35}(?![\w-])/dg },
  { kind: 'Google OAuth secret', pattern: /(?<![\w-])GOCSPX-[\w-]{28}(?![\w-])/dg },
  { kind: 'Google access token', pattern: /(?<![\w.-])ya29\.[\w-]{20,2048}/dg },
  {
    kind: 'Google service account key',
    pattern: /private_key_id\\{0,4}["']\s{0,9}:\s{0,9}\\{0,4}["'](?<secret>[0-9a-f]{40})(?![0-9a-f])/dg,
  },
  // Its header and payload are JSON objects: `{"` in base64 is `eyJ`.
  { kind: 'JSON web token', pattern: /(?<![\w-])eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{16,}/dg },
  // OpenAI, Anthropic (sk-ant-), OpenRouter (sk-or-), DeepSeek and others. Class names of style sheets begin like that too.
  { kind: 'API key', pattern: /(?<![\w-])sk-[\w-]{20,}/dg, isOne: (match) => hasDigit(match) && !isWordy(match) },
  {
    kind: 'API key',
    pattern: /(?<![\w-])(?:gsk_|xai-|tgp_v1_|csk-|fw_|r8_)[\w-]{24,}/dg,
    isOne: (match) => hasDigit(match) && !isWordy(match),
  },
  { kind: 'Azure account key', pattern: /(?:AccountKey|SharedAccessKey)=(?<secret>[A-Za-z0-9+/]{40,}={0,2})/dg },
  {
    kind: 'authorization',
    pattern: /\bauthorization\\{0,4}["']?\s{0,9}[:=,]\s{0,9}\\{0,4}["'`]?(?:bearer|basic|token)\s{1,9}(?<secret>[\w.~+/=-]{16,})/dgi,
    isOne: (match) => !isWordy(match),
  },
  // A password in an address. What stands for one (`${password}`, `<password>`, `%s`, `***`) is none.
  {
    kind: 'password',
    pattern: /:\/\/[^\s:/@"'`<>\\]{0,200}:(?<secret>[^\s/@"'`<>{}\\[\]]{3,200})@(?=[\w[])/dg,
    isOne: (match) => !/^(?:pass(?:word)?|secret|pwd|x+|\*+|%s|\$\w+|\$\(\w+\)|\.{3})$/i.test(match),
  },
  // ADO.NET, ODBC and JDBC: `Server=...;Password=...;`
  { kind: 'password', pattern: /;\s{0,9}(?:password|pwd)\s{0,9}=\s{0,9}(?<secret>[^\s;"'`<>{}$*\\[\]]{3,200})(?=[;"'`\s]|$)/dgi },
];

export function findShapes(text: string): readonly SecretFinding[] {
  return shapes.flatMap(({ kind, pattern, isOne }) =>
    [...text.matchAll(pattern)].flatMap((match) => {
      const secret = match.groups?.secret ?? match[0];
      const [start, end] = match.indices?.groups?.secret ?? [match.index, match.index + match[0].length];
      return isOne && !isOne(secret) ? [] : [{ kind, start, end }];
    }),
  );
}
