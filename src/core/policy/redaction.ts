import type { Segment, Tool } from '../task/index.ts';

/** Something that was taken out of a prompt. The secret itself is nowhere. */
export interface Redaction {
  /** What it looked like, e.g. `AWS access key`. */
  readonly kind: string;
  readonly count: number;
  /** The segment's or the tool's name, where it has one. */
  readonly name?: string;
}

export interface RedactedSegment {
  /** The very same object where nothing was found. */
  readonly segment: Segment;
  readonly redactions: readonly Redaction[];
}

export interface RedactedSegments {
  /** The very same array where nothing was found. */
  readonly segments: readonly Segment[];
  readonly redactions: readonly Redaction[];
}

export interface RedactedTools {
  /** The very same array where nothing was found, and each tool the very same object where nothing was found in it. */
  readonly tools: readonly Tool[];
  readonly redactions: readonly Redaction[];
}

/**
 * Replaces what must not leave the machine, in the text and in the arguments of tool calls. The same text gives the same bytes in every turn,
 * and what was redacted stays as it is when it is redacted again. Scans are kept per text: only what is new takes time, and then it is a
 * promise. Local models see the text as it is, for it does not leave.
 */
export type Redact = (segment: Segment) => RedactedSegment | Promise<RedactedSegment>;

/** Segments by themselves, and all that belongs to a prompt. Everything holds for the others that holds for a segment. */
export interface Redactor extends Redact {
  /** A whole prompt's segments. Those on both sides of the cursor are read as the one text that they are: it may stand inside a secret. */
  readonly all: (segments: readonly Segment[]) => RedactedSegments | Promise<RedactedSegments>;
  /** Names, descriptions and schemas, which a repository's own server may have written. */
  readonly tools: (tools: readonly Tool[]) => RedactedTools | Promise<RedactedTools>;
}

export const redactNothing: Redactor = Object.assign((segment: Segment) => ({ segment, redactions: [] }), {
  all: (segments: readonly Segment[]) => ({ segments, redactions: [] }),
  tools: (tools: readonly Tool[]) => ({ tools, redactions: [] }),
});
