/** Where in a text a secret stands, and what it looks like. */
export interface SecretFinding {
  /** In words, e.g. `AWS access key`. */
  readonly kind: string;
  readonly start: number;
  /** After its last character. */
  readonly end: number;
}

/** What stands in a secret's place. Nothing in it looks like a secret, and it needs no escaping in a string of any language. */
export function placeholder(kind: string): string {
  return `[redacted: ${kind}]`;
}
