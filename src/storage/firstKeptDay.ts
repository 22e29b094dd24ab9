import { localDay } from '../core/ledger/index.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** The first local day whose entries are kept, where so many days are, today among them; undefined where all are (0). */
export function firstKeptDay(days: number, nowMs: number): string | undefined {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return days > 0 ? localDay(nowMs - (days - 1) * dayMs, timeZone) : undefined;
}
