/**
 * A secret that is known by its shape. No pattern begins with a repetition, and those in the middle are bounded or stop at what follows, so
 * that a text of megabytes takes time in proportion to its length.
 */
export interface Shape {
  readonly kind: string;
  /** The secret is the group `secret`, or all of it. */
  readonly pattern: RegExp;
  /** Undefined: every match is one. */
  readonly isOne?: (match: string) => boolean;
}
