/** ISO dates, with a time behind them or without; a time without a zone is one of UTC, as all these providers book. */
const isoDate = /^(20\d{2}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)\s*(Z|UTC|[+-]\d{2}:?\d{2})?)?$/i;

/**
 * The day of UTC that a date, a time or seconds since the epoch lie in, `YYYY-MM-DD`; undefined for anything else: a day that no calendar has, or
 * one outside this century, as milliseconds taken for seconds give.
 */
export function readDay(value: unknown): string | undefined {
  if (typeof value === 'number' || (typeof value === 'string' && /^\d{9,11}(?:\.0+)?$/.test(value.trim())))
    return dayOf(Number(value) * 1000);
  const [, date, time, zone = 'Z'] = typeof value === 'string' ? (isoDate.exec(value.trim()) ?? []) : [];
  if (date === undefined || dayOf(Date.parse(`${date}T00:00Z`)) !== date) return undefined;
  const offset = /^(?:Z|UTC)$/i.test(zone) ? 'Z' : zone;
  return dayOf(Date.parse(`${date}T${time ?? '00:00'}${offset}`));
}

function dayOf(atMs: number): string | undefined {
  const date = new Date(atMs);
  if (Number.isNaN(date.getTime())) return undefined;
  const day = date.toISOString().slice(0, 10);
  return day.startsWith('20') ? day : undefined;
}
