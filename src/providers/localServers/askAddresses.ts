import { ProviderError } from '../../core/task/index.ts';
import { isListening } from '../http/isListening.ts';
import { onceMore } from '../http/onceMore.ts';
import { type Ask, createAsk, type ModelList } from './ask.ts';
import { identify, type Served } from './identify.ts';
import { type LocalServer, type LocalServerKind, usualAddresses } from './localServer.ts';

export interface AskOptions {
  readonly fetch: typeof globalThis.fetch;
  readonly signal: AbortSignal;
  /** Where to look; the usual ports of this machine unless given. */
  readonly addresses?: readonly string[];
  /** What the last look found. */
  readonly known?: readonly LocalServer[];
  /** Addresses where something else answers: they get no request while somebody listens there. */
  readonly strangers?: readonly string[];
  /** How long one server may take to say what it is. */
  readonly timeoutMs?: number;
}

/** What an address turned out to be. */
export type AddressAnswer =
  | { readonly status: 'server'; readonly server: LocalServer }
  /** Something answers there that is no model server, or none that can be used. */
  | { readonly status: 'stranger'; readonly baseUrl: string }
  /** It listens, but did not answer in time, or is loading its model. */
  | { readonly status: 'silent'; readonly baseUrl: string }
  /** Nobody listens there, or the connection broke. */
  | { readonly status: 'closed'; readonly baseUrl: string };

const knownKinds: readonly LocalServerKind[] = ['llama-server', 'ollama', 'lm-studio', 'vllm'];

/** Asks all addresses at once, in as few requests as it takes, and gives their answers in the same order. It does not reject. */
export function askAddresses(options: AskOptions): Promise<readonly AddressAnswer[]> {
  const { addresses, known = [], strangers = [], timeoutMs = 2000 } = options;
  // llama-server closes connections that it said it would keep: that is no server that went away.
  const fetch = onceMore(options.fetch);
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(timeoutMs)]);
  // At an address that the user names, any server that speaks OpenAI's protocol will do; at a usual port it must show what it is.
  const kinds: readonly LocalServerKind[] = addresses ? [...knownKinds, 'openai-compatible'] : knownKinds;
  return Promise.all(
    (addresses ?? usualAddresses).map(async (baseUrl): Promise<AddressAnswer> => {
      if (strangers.includes(baseUrl)) return { status: (await isListening(baseUrl, signal)) ? 'stranger' : 'closed', baseUrl };
      const before = known.find((server) => server.baseUrl === baseUrl);
      const unprobed = before?.unprobed ?? [];
      const knownModels = (before?.models ?? []).filter(({ id }) => unprobed.every(({ model }) => model !== id));
      return askAddress(createAsk({ fetch, baseUrl, signal, known: knownModels, unprobed }), before?.kind, kinds);
    }),
  );
}

async function askAddress(ask: Ask, before: LocalServerKind | undefined, kinds: readonly LocalServerKind[]): Promise<AddressAnswer> {
  const { baseUrl } = ask;
  try {
    const still = before && (await servedBy(before, ask));
    if (still) return { status: 'server', server: { kind: before, baseUrl, ...still } };
    // Every kind has this list: whoever has not is no model server, and is told from one by a single request.
    for (const kind of likeliestFirst(kinds, await ask.modelList())) {
      const served = await servedBy(kind, ask);
      if (served) return { status: 'server', server: { kind, baseUrl, ...served } };
    }
    return { status: 'stranger', baseUrl };
  } catch (error) {
    return { status: statusOf(error, ask.signal), baseUrl };
  }
}

/** What a server of that kind serves; undefined when it answers as another. */
async function servedBy(kind: LocalServerKind, ask: Ask): Promise<Served | undefined> {
  try {
    return await identify[kind](ask);
  } catch (error) {
    if (statusOf(error, ask.signal) === 'stranger') return undefined;
    throw error;
  }
}

/** Whom each kind names as the owner of its models. */
const kindsByOwner: Readonly<Record<string, LocalServerKind>> = {
  llamacpp: 'llama-server',
  library: 'ollama',
  organization_owner: 'lm-studio',
  vllm: 'vllm',
};

function likeliestFirst(kinds: readonly LocalServerKind[], [model]: ModelList): readonly LocalServerKind[] {
  const likeliest = kindsByOwner[model?.owned_by ?? ''];
  return kinds.toSorted((a, b) => Number(b === likeliest) - Number(a === likeliest));
}

/** What a failed request says about its address. */
function statusOf(error: unknown, signal: AbortSignal): Exclude<AddressAnswer['status'], 'server'> {
  if (signal.aborted) return 'silent';
  if (!(error instanceof ProviderError)) throw error;
  // llama-server says so while it reads its model.
  if (error.reason === 'overloaded') return 'silent';
  return error.reason === 'unreachable' && !speaksNoHttp(error.cause) ? 'closed' : 'stranger';
}

/** The error of Node's HTTP parser is known by its name only; `fetch` wraps it once. */
function speaksNoHttp(error: unknown): boolean {
  return error instanceof Error && error.cause instanceof Error && error.cause.name === 'HTTPParserError';
}
