import * as vscode from 'vscode';
import type { Offer } from '../../core/catalogue/refresh/index.ts';
import type { TokenPrices } from '../../core/money/index.ts';

const { t } = vscode.l10n;

/** One price of a list, old and new, in words. */
export interface PriceLine {
  readonly label: string;
  readonly before?: string;
  readonly after: string;
}

/** The prices of an offer that differ from those in force; of a new model all. In dollars per million tokens. */
export function changedLines({ before, prices, kind }: Pick<Offer, 'before' | 'prices' | 'kind'>): readonly PriceLine[] {
  if (kind === 'facts') return [];
  const then = before ? amountsOf(before) : undefined;
  const now = amountsOf(prices);
  const labels = [...new Set([...(then?.keys() ?? []), ...now.keys()])];
  const lines = labels.map((label): PriceLine => {
    const old = then?.get(label);
    return { label, ...(then && { before: old ?? '–' }), after: now.get(label) ?? '–' };
  });
  return lines.filter((line) => line.before !== line.after);
}

type Prices = Offer['prices'];

/** By label, every price that a list states. */
function amountsOf(list: Prices): ReadonlyMap<string, string> {
  const cliffs = list.longContext ?? [];
  return new Map([
    ...tokenAmounts(list),
    ...cliffs.flatMap(({ abovePromptTokens, prices }) =>
      tokenAmounts(prices, t('above {0} prompt tokens', abovePromptTokens.toLocaleString('en'))),
    ),
    ...(list.hours ?? []).flatMap(({ utcFromMinute, utcToMinute, weekdays, prices }) => {
      const days = weekdays ? ` ${weekdays.join(',')}` : '';
      return tokenAmounts(prices, t('{0} to {1} UTC', clock(utcFromMinute), clock(utcToMinute)) + days);
    }),
    ...(list.perRequest === undefined ? [] : [[t('each request'), dollars(list.perRequest)] as const]),
    ...[list.serviceTiers, list.inferenceGeo, list.speeds].flatMap((factors) =>
      Object.entries(factors ?? {}).map(([term, factor]) => [t('factor of {0}', term), String(factor / 1000)] as const),
    ),
  ]);
}

function tokenAmounts(prices: TokenPrices, when?: string): readonly (readonly [string, string])[] {
  const buckets: readonly (readonly [string, number | undefined])[] = [
    [t('input'), prices.uncachedInput],
    [t('output'), prices.output],
    [t('cache read'), prices.cacheRead],
    [t('cache write, 5 min'), prices.cacheWrite5m],
    [t('cache write, 30 min'), prices.cacheWrite30m],
    [t('cache write, 1 h'), prices.cacheWrite1h],
    [t('cache write, 12 h'), prices.cacheWrite12h],
  ];
  return buckets.flatMap(([label, price]) =>
    price === undefined ? [] : [[when === undefined ? label : `${label}, ${when}`, dollars(price)] as const],
  );
}

/** All its digits: a price is compared, not estimated. */
function dollars(nanoUsd: number): string {
  const digits = (nanoUsd / 1e9).toFixed(9).replace(/0+$/, '');
  const [whole, fraction = ''] = digits.split('.');
  return `$${whole}.${fraction.padEnd(2, '0')}`;
}

const clock = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
