import { type Ask, identify } from './identify.ts';
import { type LocalServer, type LocalServerKind, usualAddresses } from './localServer.ts';

export interface FindOptions {
  readonly fetch: typeof globalThis.fetch;
  readonly signal: AbortSignal;
  /** Where to look; the usual ports of this machine unless given. */
  readonly addresses?: readonly string[];
  /** What the last look found. */
  readonly known?: readonly LocalServer[];
  /** How long one server may take to say what it is. */
  readonly timeoutMs?: number;
}

const knownKinds: readonly LocalServerKind[] = ['llama-server', 'ollama', 'lm-studio', 'vllm'];

/** The model servers that answer now, in the order of the addresses. A server that is no model server, or that is still loading, is left out. */
export async function findLocalServers({
  fetch,
  signal,
  addresses,
  known = [],
  timeoutMs = 2000,
}: FindOptions): Promise<readonly LocalServer[]> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  // At an address that the user names, any server that speaks OpenAI's protocol will do; at a usual port it must show what it is.
  const kinds: readonly LocalServerKind[] = addresses ? [...knownKinds, 'openai-compatible'] : knownKinds;
  const asks = (addresses ?? usualAddresses).map((baseUrl): Ask => {
    const models = known.find((server) => server.baseUrl === baseUrl)?.models ?? [];
    return { fetch, baseUrl, signal: limited, known: models };
  });
  const found = await Promise.all(asks.map((ask) => firstKindOf(ask, kinds)));
  return found.filter((server) => server !== undefined);
}

async function firstKindOf(ask: Ask, kinds: readonly LocalServerKind[]): Promise<LocalServer | undefined> {
  for (const kind of kinds) {
    const models = await identify[kind](ask).catch(() => undefined);
    if (models) return { kind, baseUrl: ask.baseUrl, models };
    if (ask.signal.aborted) return undefined;
  }
  return undefined;
}
