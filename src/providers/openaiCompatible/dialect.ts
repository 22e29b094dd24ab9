import type { Endpoint, Quirks } from '../../core/catalogue/index.ts';
import type { ChargeStyle } from '../http/chatCompletions/chatUsage.ts';

/**
 * What tells one server of OpenAI's protocol from another, read from the quirks of its endpoint and of the model: `fimPath` and `modelsPath`
 * (paths on the endpoint's origin), `maxTokensField`, `usageStyle` and `streamUsage`. A word that is not known changes nothing.
 */
export interface Dialect {
  /** What the SDK appends its paths to. */
  readonly baseUrl: string;
  readonly completionsUrl: string;
  /** Answers whoever has a good key, and costs nothing. */
  readonly modelsUrl: string;
  readonly maxTokensField: 'max_tokens' | 'max_completion_tokens';
  /** OpenRouter tells what it charged when it is asked to. */
  readonly asksForCost: boolean;
  /** Whose word about what it charged is believed; anybody else's is only a number. */
  readonly chargeStyle?: ChargeStyle;
  /** Mistral refuses `stream_options`, and sends the usage unasked. */
  readonly asksForUsage: boolean;
}

export function dialectOf(endpoint: Endpoint, modelQuirks: Quirks = {}): Dialect {
  const { fimPath, modelsPath, maxTokensField, usageStyle, streamUsage }: Quirks = { ...endpoint.quirks, ...modelQuirks };
  // A local server is known by scheme, host and port alone.
  const baseUrl = endpoint.billing === 'local' ? onOrigin(endpoint, '/v1') : endpoint.baseUrl.replace(/\/+$/, '');
  return {
    baseUrl,
    completionsUrl: typeof fimPath === 'string' ? onOrigin(endpoint, fimPath) : `${baseUrl}/completions`,
    modelsUrl: typeof modelsPath === 'string' ? onOrigin(endpoint, modelsPath) : `${baseUrl}/models`,
    maxTokensField: maxTokensField === 'max_completion_tokens' ? maxTokensField : 'max_tokens',
    asksForCost: usageStyle === 'openrouter',
    ...chargeStyleOf(endpoint, usageStyle),
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
