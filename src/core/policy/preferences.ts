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
  /** Only at such prices or below, as they are listed. */
  readonly maxInputPriceNanoUsd?: number;
  readonly maxOutputPriceNanoUsd?: number;
}

/**
 * What gateways call a provider that we call otherwise: OpenRouter's slugs for OpenTelemetry's names and for endpoints of our catalogue.
 * https://openrouter.ai/docs/features/provider-routing
 */
const slugs: Readonly<Record<string, readonly string[]>> = {
  alibaba_cloud: ['alibaba'],
  qwen: ['alibaba'],
  'aws.bedrock': ['amazon-bedrock'],
  'azure.ai.openai': ['azure'],
  'azure.ai.inference': ['azure'],
  gemini: ['google-ai-studio'],
  'gcp.gemini': ['google-ai-studio'],
  'gcp.vertex_ai': ['google-vertex'],
  google: ['google-ai-studio', 'google-vertex'],
  mistral_ai: ['mistral'],
  moonshot_ai: ['moonshotai'],
  together_ai: ['together'],
  x_ai: ['xai'],
  zai: ['z-ai'],
};

/** A provider's name as it stands and as gateways write it: both are told, for one that they do not know changes nothing. */
export function gatewayNames(name: string): readonly string[] {
  const key = name.normalize('NFC').toLowerCase();
  return [key, ...(Object.hasOwn(slugs, key) ? (slugs[key] ?? []) : [])];
}
