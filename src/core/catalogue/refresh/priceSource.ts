/** A source of prices as the setting names it: a word, or the https address of the user's own list. */
export type PriceSource = string;

const addresses: Readonly<Record<string, string>> = {
  // The second layout: prices/data.json is kept for old clients and no longer updated since July 2026 (pydantic/genai-prices#512).
  'genai-prices': 'https://raw.githubusercontent.com/pydantic/genai-prices/main/prices/new_data/v2/data.json',
  openrouter: 'https://openrouter.ai/api/v1/models',
};

export interface SourcesReading {
  readonly sources: readonly PriceSource[];
  /** One line for each entry of the setting that is of no use. */
  readonly problems: readonly string[];
}

/** The sources that the setting names, each once. */
export function readSources(values: readonly unknown[]): SourcesReading {
  const isSource = (value: unknown): value is PriceSource => typeof value === 'string' && addressOf(value) !== undefined;
  return {
    sources: [...new Set(values.filter(isSource))],
    problems: values.flatMap((value, index) =>
      isSource(value) ? [] : [`[${index}]: must be genai-prices, openrouter or an https address`],
    ),
  };
}

/** Where a source is fetched. Undefined where it is no source. */
export function addressOf(source: PriceSource): URL | undefined {
  const url = URL.parse(Object.hasOwn(addresses, source) ? (addresses[source] ?? '') : source);
  return url?.protocol === 'https:' && url.username === '' && url.password === '' ? url : undefined;
}

/** Whose address is Farthing's own and known never to send elsewhere. */
export const isOwnList = (source: PriceSource): boolean => !Object.hasOwn(addresses, source);

/** For logs and pages: an address without its query, which may hold a secret. */
export function sourceName(source: PriceSource): string {
  const url = isOwnList(source) ? addressOf(source) : undefined;
  return url ? `${url.host}${url.pathname}` : source;
}
