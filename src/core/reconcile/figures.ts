import type { LedgerEntry } from '../ledger/index.ts';
import { inputTokens } from '../task/index.ts';
import { type Figures, figureNames } from './imported.ts';

const nothing: Figures = { input: 0, cacheRead: 0, cacheWrite: 0, output: 0, requests: 0, costNanoUsd: 0 };

export function sumOf(all: readonly Partial<Figures>[]): Figures {
  const sum: { -readonly [Name in keyof Figures]: number } = { ...nothing };
  for (const each of all) for (const name of figureNames) sum[name] += each[name] ?? 0;
  return sum;
}

/** The others are nothing. */
export function onlyOf(figures: Figures, names: readonly (keyof Figures)[]): Figures {
  return sumOf([Object.fromEntries(names.map((name) => [name, figures[name]]))]);
}

/** The first less the second. */
export function differenceOf(theirs: Figures, ours: Figures): Figures {
  return Object.fromEntries(figureNames.map((name) => [name, theirs[name] - ours[name]])) as unknown as Figures;
}

/** What a bill should say of our attempts. One that used nothing and cost nothing is no request there. */
export function figuresOf(entries: readonly LedgerEntry[]): Figures {
  return sumOf(
    entries.map(({ usage, costNanoUsd = 0 }) => {
      const input = inputTokens(usage);
      const cacheWrite = usage.cacheWrite5m + usage.cacheWrite30m + usage.cacheWrite1h + usage.cacheWrite12h;
      const isBilled = input + usage.output + costNanoUsd > 0;
      return { input, cacheRead: usage.cacheRead, cacheWrite, output: usage.output, requests: isBilled ? 1 : 0, costNanoUsd };
    }),
  );
}
