/**
 * What a gateway that serves many providers is told, so that it keeps to the user's policy: OpenRouter's `provider` object is filled from it.
 * Prices are nano-dollars per million tokens.
 */
export interface ProviderPreferences {
  readonly zeroRetention?: true;
  readonly noTraining?: true;
  /** Weights at these precisions only, e.g. `fp8`, `bf16`. */
  readonly precisions?: readonly string[];
  readonly only?: readonly string[];
  readonly ignore?: readonly string[];
  readonly maxInputPriceNanoUsd?: number;
  readonly maxOutputPriceNanoUsd?: number;
}
