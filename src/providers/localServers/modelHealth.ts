/** How a model of a local server is doing, as far as its server tells. */
export interface ModelHealth {
  /** The model's id. */
  readonly model: string;
  /** In memory, so that it answers at once. Any other one is read from disk first, which takes seconds to minutes. */
  readonly isLoaded: boolean;
  /** The part of a loaded model that lies on the graphics card, from 0 (the processor works alone) to 1 (all of it). Only Ollama tells. */
  readonly gpuShare?: number;
  /** Tokens of an answer per second: the median of the last ones that this window saw. */
  readonly tokensPerSecond?: number;
}

/** A loaded model in Ollama's `/api/ps`, in bytes: all of it, and what of it is on the graphics card. */
export interface LoadedSize {
  readonly size?: number | undefined;
  readonly size_vram?: number | undefined;
}

/**
 * size_vram / size. Undefined where that says nothing: no size, or a part below zero. A part that is larger than the whole is all of it, because
 * what it needs beside the weights may be counted to the card alone.
 */
export function gpuShareOf({ size = 0, size_vram = -1 }: LoadedSize): number | undefined {
  const share = size_vram / size;
  return size > 0 && size_vram >= 0 && Number.isFinite(share) ? Math.min(1, share) : undefined;
}
