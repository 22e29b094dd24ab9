export type PolicyVerdict = { readonly allowed: true } | Refused;

export interface Refused {
  readonly allowed: false;
  /** In kebab-case, for statistics and tests. */
  readonly rule: string;
  /** In words for the user. */
  readonly reason: string;
}

export function refused(rule: string, reason: string): Refused {
  return { allowed: false, rule, reason };
}
