import type { Candidate } from '../../core/catalogue/index.ts';

/** How long Ollama keeps the model in memory after an answer. Its own 5 minutes are shorter than a pause for coffee. */
const keepAlive = '30m';

/** What decides how a model is loaded. */
interface OllamaLoading {
  readonly model: string;
  readonly keep_alive: string;
  readonly options: { readonly num_ctx?: number; readonly num_gpu?: number };
}

/**
 * Ollama loads a model anew when it is asked for with another context or another share of the GPU: every call says the same of them, a hole, a
 * conversation and a warm-up alike. Quirk: `numGpu`, the layers that go to the GPU; Ollama decides where it is missing.
 */
export function loadingOf({ model }: Candidate): OllamaLoading {
  const { contextTokens, quirks } = model;
  const numGpu = quirks?.numGpu;
  return {
    model: model.id,
    keep_alive: keepAlive,
    options: { ...(contextTokens !== undefined && { num_ctx: contextTokens }), ...(typeof numGpu === 'number' && { num_gpu: numGpu }) },
  };
}
