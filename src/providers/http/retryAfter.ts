const longestBelievedMs = 60_000;

/**
 * How long a provider asks us to wait: `retry-after-ms`, else `retry-after` in seconds or as a date, which is read against the answer's own
 * `date`. Only 0 to 60 s are believed (facts/providers.md).
 */
export function retryAfterMs(headers: Headers | undefined): number | undefined {
  if (!headers) return undefined;
  const seconds = headers.get('retry-after');
  const waits = [
    numberOf(headers.get('retry-after-ms')),
    1000 * numberOf(seconds),
    Date.parse(seconds ?? '') - Date.parse(headers.get('date') ?? ''),
  ];
  return waits.map(Math.ceil).find((wait) => wait >= 0 && wait <= longestBelievedMs);
}

/** An empty text is no number. */
const numberOf = (text: string | null): number => (text?.trim() ? Number(text) : Number.NaN);
