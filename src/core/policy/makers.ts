import type { Candidate } from '../catalogue/index.ts';

/**
 * Models whose weights were never given away: wherever they are served they are as their maker made them, and gateways list their precision as
 * unknown. By the ids that makers and gateways use.
 */
const closedWeights: readonly RegExp[] = [
  /^(?:anthropic\/)?claude-/i,
  /^(?:openai\/)?(?:gpt-\d|chatgpt-|o\d(?:-|$)|codex-)/i,
  /^(?:google\/)?gemini-/i,
];

/** Who serves models of its own making at its own address: the provider's name, and its models. */
const makers: Readonly<Record<string, RegExp>> = {
  alibaba_cloud: /^(?:qwen|qwq|qvq)/i,
  anthropic: /^claude-/i,
  deepseek: /^deepseek-/i,
  'gcp.gemini': /^(?:gemini|gemma)-/i,
  mistral_ai: /^(?:open-)?(?:mistral|mixtral|ministral|codestral|devstral|magistral|pixtral)-/i,
  moonshot_ai: /^(?:kimi|moonshot)-/i,
  openai: /^(?:gpt|chatgpt|codex|o\d)(?:-|$)/i,
  x_ai: /^grok-/i,
  zai: /^glm-/i,
};

export function hasClosedWeights({ model }: Pick<Candidate, 'model'>): boolean {
  return closedWeights.some((ids) => ids.test(model.id));
}

/** A model as its maker runs it is the model: that nobody states its precision hides no coarser copy. */
export function isServedByItsMaker({ model, endpoint }: Candidate): boolean {
  const { provider } = endpoint;
  return Object.hasOwn(makers, provider) && (makers[provider]?.test(model.id) ?? false);
}
