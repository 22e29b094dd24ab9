/** Why the user decides about a command. */
export interface CommandDoubt {
  /** In kebab-case, for statistics and tests. */
  readonly rule: string;
  /** In words for the user. */
  readonly reason: string;
}

export function doubt(rule: string, reason: string): CommandDoubt {
  return { rule, reason };
}
