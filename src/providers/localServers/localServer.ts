import type { Candidate, Model } from '../../core/catalogue/index.ts';

/** The local servers that are known by their answers. `openai-compatible` is any other one, at an address that the user names. */
export type LocalServerKind = 'llama-server' | 'ollama' | 'lm-studio' | 'vllm' | 'openai-compatible';

/** Where each kind listens when nobody says otherwise. */
export const usualAddresses: readonly string[] = [
  'http://127.0.0.1:8080', // llama-server
  'http://127.0.0.1:11434', // Ollama
  'http://127.0.0.1:1234', // LM Studio
  'http://127.0.0.1:8000', // vLLM
];

/** A model server that answers right now. */
export interface LocalServer {
  readonly kind: LocalServerKind;
  /** Scheme, host and port, without a path. */
  readonly baseUrl: string;
  readonly models: readonly Model[];
}

/** The candidates that a server stands for. */
export function candidatesOf({ kind, baseUrl, models }: LocalServer): readonly Candidate[] {
  const provider = kind === 'llama-server' ? 'llama-server' : 'openai-compatible';
  return models.map((model) => ({ model, endpoint: { id: `${kind}@${new URL(baseUrl).host}`, provider, baseUrl, billing: 'local' } }));
}
