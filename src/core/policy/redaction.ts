import type { Segment } from '../task/index.ts';

/** Something that was taken out of a prompt. The secret itself is nowhere. */
export interface Redaction {
  /** What it looked like, e.g. `AWS access key`. */
  readonly kind: string;
  readonly count: number;
  /** The segment's name, where it has one. */
  readonly name?: string;
}

export interface RedactedSegment {
  /** The very same object where nothing was found. */
  readonly segment: Segment;
  readonly redactions: readonly Redaction[];
}

/**
 * Replaces what must not leave the machine, in the text and in the arguments of tool calls. The same text gives the same bytes in every turn,
 * and what was redacted stays as it is when it is redacted again. Scans are kept per text: only what is new takes time, and then it is a
 * promise. Local models see the text as it is, for it does not leave.
 */
export type Redact = (segment: Segment) => RedactedSegment | Promise<RedactedSegment>;

export const redactNothing: Redact = (segment) => ({ segment, redactions: [] });
