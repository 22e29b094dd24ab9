import type { Candidate, Endpoint, Model } from '../../core/catalogue/index.ts';
import type { ModelHealth } from './modelHealth.ts';

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
  /** Of those models of which the server tells something. */
  readonly health?: readonly ModelHealth[];
  /** How many requests it answers at a time; one, where it does not tell. */
  readonly slots?: number;
  /** Of which it could not be found out yet how they fill holes: they are asked again with the next look. */
  readonly unprobed?: readonly Unprobed[];
}

export interface Unprobed {
  /** The model's id. */
  readonly model: string;
  /** How often it was tried in vain. */
  readonly tries: number;
}

export function healthOf({ health = [] }: LocalServer, modelId: string): ModelHealth | undefined {
  return health.find(({ model }) => model === modelId);
}

export function endpointIdOf({ kind, baseUrl }: Pick<LocalServer, 'kind' | 'baseUrl'>): string {
  return `${kind}@${new URL(baseUrl).host}`;
}

/** Was it trained to fill holes, or asked in a conversation? */
export function isTrainedToFill({ fillInTheMiddle }: Pick<Model, 'fillInTheMiddle'>): boolean {
  return fillInTheMiddle !== undefined && fillInTheMiddle.type !== 'chat';
}

/** llama.cpp's server takes the slot's number with each request. The others keep prefixes too, but have no say and do not tell what they kept. */
function cachingOf(kind: LocalServerKind): Pick<Endpoint, 'caching'> {
  return kind === 'llama-server' ? { caching: { type: 'slot' } } : {};
}

/** The same ones as long as the server stays as it was seen: what is known of a candidate elsewhere is found by it. */
const known = new WeakMap<LocalServer, readonly Candidate[]>();

/**
 * The candidates that a server stands for. Of its unloaded models only the first that was trained to fill holes is one: falling back from one to the next
 * would make the server load them all.
 */
export function candidatesOf(server: LocalServer): readonly Candidate[] {
  const before = known.get(server);
  if (before) return before;
  const candidates = candidatesFor(server);
  known.set(server, candidates);
  return candidates;
}

function candidatesFor({ kind, baseUrl, models, unloaded = [], slots = 1 }: LocalServer): readonly Candidate[] {
  const adapter = kind === 'llama-server' || kind === 'ollama' ? kind : 'openai-compatible';
  const endpoint = {
    id: endpointIdOf({ kind, baseUrl }),
    provider: kind,
    adapter,
    baseUrl,
    billing: 'local',
    ...cachingOf(kind),
    ...(slots > 1 && { quirks: { slots } }),
  } as const;
  const worthLoading = models.find((model) => isTrainedToFill(model) && unloaded.includes(model.id));
  return models.filter((model) => model === worthLoading || !unloaded.includes(model.id)).map((model) => ({ model, endpoint }));
}
