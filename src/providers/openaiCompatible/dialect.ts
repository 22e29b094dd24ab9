import type { Endpoint, Quirks } from '../../core/catalogue/index.ts';
import type { ChargeStyle } from '../http/chatCompletions/chatUsage.ts';
import { nineCharacters } from './nineCharacters.ts';

/**
 * What tells one server of OpenAI's protocol from another, read from the quirks of its endpoint and of the model: `fimPath`, `modelsPath` and
 * `creditsPath` (paths on the endpoint's origin), `maxTokensField`, `usageStyle`, `streamUsage`, `cacheKeyField`,
 * `cacheKeyHeader`, `effortField`, `callSignature` and
 * `preferences`, which is the endpoint's alone. A word that is not known changes nothing.
 */
export interface Dialect {
  /** What the SDK appends its paths to. */
  readonly baseUrl: string;
  readonly completionsUrl: string;
  /** Answers whoever has a good key, and costs nothing. */
  readonly modelsUrl: string;
  /** Tells what is left in the account. */
  readonly creditsUrl?: string;
  readonly maxTokensField: 'max_tokens' | 'max_completion_tokens';
  /** What keeps requests together that build on each other; OpenRouter sends those of one session to one host. */
  readonly cacheKeyField: 'prompt_cache_key' | 'session_id';
  /** Where it is a header instead: xAI's `x-grok-conv-id`. */
  readonly cacheKeyHeader?: string;
  /** Where the reasoning effort is said: in a field of its own, or in OpenRouter's object `reasoning`. */
  readonly effortField: 'reasoning_effort' | 'reasoning';
  /** It takes OpenRouter's object `provider`, which keeps it to the user's policy: a model's row has no say in that. */
  readonly takesPreferences: boolean;
  /** OpenRouter tells what it charged when it is asked to. */
  readonly asksForCost: boolean;
  /** Whose word about what it charged is believed; anybody else's is only a number. */
  readonly chargeStyle?: ChargeStyle;
  /**
   * DeepSeek refuses a prompt in which a turn of the assistant does not say what was thought before it, were it nothing
   * (https://api-docs.deepseek.com/guides/thinking_mode).
   */
  readonly wantsReasoning?: true;
  /** Mistral refuses ids of calls that are not made as its own are ("must be a-z, A-Z, 0-9, with a length of 9"). */
  readonly nameCall?: (id: string) => string;
  /** What a call of another model gets where the server wants all calls signed. */
  readonly callSignature?: string;
  /** Mistral refuses `stream_options`, and sends the usage unasked. */
  readonly asksForUsage: boolean;
}

/** A header that no standard has a meaning for. */
const ownHeader = /^x-[a-z0-9-]{1,60}$/;

export function dialectOf(endpoint: Endpoint, modelQuirks: Quirks = {}): Dialect {
  const quirks: Quirks = { ...endpoint.quirks, ...modelQuirks };
  const { fimPath, modelsPath, creditsPath, maxTokensField, usageStyle, streamUsage } = quirks;
  // A local server is known by scheme, host and port alone.
  const baseUrl = endpoint.billing === 'local' ? onOrigin(endpoint, '/v1') : endpoint.baseUrl.replace(/\/+$/, '');
  return {
    baseUrl,
    completionsUrl: typeof fimPath === 'string' ? onOrigin(endpoint, fimPath) : `${baseUrl}/completions`,
    modelsUrl: typeof modelsPath === 'string' ? onOrigin(endpoint, modelsPath) : `${baseUrl}/models`,
    ...(typeof creditsPath === 'string' && { creditsUrl: onOrigin(endpoint, creditsPath) }),
    ...(typeof quirks.cacheKeyHeader === 'string' && ownHeader.test(quirks.cacheKeyHeader) && { cacheKeyHeader: quirks.cacheKeyHeader }),
    cacheKeyField: quirks.cacheKeyField === 'session_id' ? 'session_id' : 'prompt_cache_key',
    effortField: quirks.effortField === 'reasoning' ? 'reasoning' : 'reasoning_effort',
    takesPreferences: endpoint.quirks?.preferences === 'openrouter',
    maxTokensField: maxTokensField === 'max_completion_tokens' ? maxTokensField : 'max_tokens',
    asksForCost: usageStyle === 'openrouter',
    ...chargeStyleOf(endpoint, usageStyle),
    ...(endpoint.provider === 'deepseek' && { wantsReasoning: true }),
    ...(endpoint.provider === 'mistral' && { nameCall: nineCharacters }),
    ...(typeof quirks.callSignature === 'string' && { callSignature: quirks.callSignature }),
    asksForUsage: streamUsage !== false,
  };
}

/** xAI tells its ticks to everybody, and has no usage style of its own. */
function chargeStyleOf({ provider }: Endpoint, usageStyle: unknown): Pick<Dialect, 'chargeStyle'> {
  if (usageStyle === 'openrouter') return { chargeStyle: 'openrouter' };
  return provider === 'x_ai' ? { chargeStyle: 'xai' } : {};
}

/** A path never leads to another host, because the key goes where it leads. */
function onOrigin({ baseUrl }: Endpoint, path: string): string {
  const url = new URL(baseUrl);
  url.search = '';
  url.pathname = path;
  return url.href;
}
