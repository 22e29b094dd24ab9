import type { Candidate, Endpoint, Model } from '../../core/catalogue/index.ts';

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
  /** The ids of those models that it would have to load first. */
  readonly unloaded?: readonly string[];
}

/** llama.cpp's server takes the slot's number with each request. The others keep prefixes too, but have no say and do not tell what they kept. */
function cachingOf(kind: LocalServerKind): Pick<Endpoint, 'caching'> {
  return kind === 'llama-server' ? { caching: { type: 'slot' } } : {};
}

/** The same ones as long as the server stays as it was seen: what is known of a candidate elsewhere is found by it. */
const known = new WeakMap<LocalServer, readonly Candidate[]>();

/**
 * The candidates that a server stands for. Of its unloaded models only the first that fills holes is one: falling back from one to the next
 * would make the server load them all.
 */
export function candidatesOf(server: LocalServer): readonly Candidate[] {
  const before = known.get(server);
  if (before) return before;
  const candidates = candidatesFor(server);
  known.set(server, candidates);
  return candidates;
}

function candidatesFor({ kind, baseUrl, models, unloaded = [] }: LocalServer): readonly Candidate[] {
  const adapter = kind === 'llama-server' || kind === 'ollama' ? kind : 'openai-compatible';
  const endpoint = {
    id: `${kind}@${new URL(baseUrl).host}`,
    provider: kind,
    adapter,
    baseUrl,
    billing: 'local',
    ...cachingOf(kind),
  } as const;
  const worthLoading = models.find(({ id, fillInTheMiddle }) => fillInTheMiddle && unloaded.includes(id));
  return models.filter((model) => model === worthLoading || !unloaded.includes(model.id)).map((model) => ({ model, endpoint }));
}
