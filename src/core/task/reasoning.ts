import type { Segment } from './segment.ts';

/**
 * A stretch of what a model thought, as its provider wants it back beside the calls that came of it. Some sign it, and refuse it when a byte has
 * changed: nobody writes into it, and who does not want a word of it to leave leaves out all of it.
 */
export interface ReasoningBlock {
  /** What can be read of it, in the adapter's order. It may be none: some providers show nothing. */
  readonly texts: readonly string[];
  /** The rest, in the words of the adapter that made it: a signature, an encrypted item, the name of a field. */
  readonly opaque: string;
  /** What of its answer came before it. */
  readonly isBehindText: boolean;
  readonly callsBefore: number;
}

/** An answer's reasoning, in order, with who may be told it: a signature is good at the endpoint and for the model that made it. */
export interface Reasoning {
  readonly endpoint: string;
  readonly model: string;
  readonly blocks: readonly ReasoningBlock[];
}

/** Who is asked. */
interface Asked {
  readonly endpoint: { readonly id: string };
  readonly model: { readonly id: string };
}

/** What of the segment's reasoning may go there: nothing that somebody else thought. */
export function ownReasoning({ reasoning }: Segment, { endpoint, model }: Asked): readonly ReasoningBlock[] {
  return reasoning?.endpoint === endpoint.id && reasoning.model === model.id ? reasoning.blocks : [];
}

/** All that may be sent of it, to measure: each text, and what cannot be read. */
export function textsOfReasoning({ reasoning }: Segment): readonly string[] {
  return reasoning?.blocks.flatMap(({ texts, opaque }) => [...texts, opaque]) ?? [];
}
