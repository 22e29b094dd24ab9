import * as vscode from 'vscode';
import { dayAfter } from '../../core/budget/index.ts';
import { type Tier, tiers } from '../../core/catalogue/index.ts';
import type { RollUp } from '../../core/ledger/index.ts';
import { formatUsd, type NanoUsd } from '../../core/money/index.ts';
import { tierInWords } from '../../platform/entryWords.ts';
import { daysBetween, mondayOf } from './calendar.ts';
import type { Formats } from './formats.ts';
import type { BarState, ChartState } from './protocol.ts';
import { scaleFor } from './scale.ts';

const { t } = vscode.l10n;

export interface ChartFacts {
  /** Of the days shown, and of what is shown of them. */
  readonly rollUps: readonly RollUp[];
  readonly fromDay: string;
  readonly toDay: string;
  /** Of everything on one day, with what was allowed on top; undefined where the chart shows a part. */
  readonly dayLimitNanoUsd?: NanoUsd | undefined;
}

/** More bars than these are no bars any more but a texture: then each is a week. */
const mostDays = 100;

/** Spend by day, stacked by tier. */
export function chartState({ rollUps, fromDay, toDay, dayLimitNanoUsd: limit }: ChartFacts, formats: Formats): ChartState {
  const stretches = stretchesOf(fromDay, toDay);
  const isByDay = stretches.length === daysBetween(fromDay, toDay).length;
  const shown = tiers.filter((tier) => rollUps.some((rollUp) => rollUp.tier === tier && rollUp.costNanoUsd > 0));
  const startOf = new Map(stretches.flatMap(({ from, to }) => daysBetween(from, to).map((day) => [day, from] as const)));
  const byStart = Map.groupBy(rollUps, ({ localDay }) => startOf.get(localDay) ?? fromDay);
  const bars = stretches.map((stretch) => barOf(stretch, byStart.get(stretch.from) ?? [], shown, formats));
  const highest = Math.max(0, ...bars.map(({ nanoUsd }) => nanoUsd.reduce((sum, amount) => sum + amount, 0)));
  // A limit far above all bars would press them to the ground.
  const shownLimit = isByDay && limit !== undefined && limit <= 2 * highest ? limit : undefined;
  return {
    caption: isByDay ? t('Spend by day') : t('Spend by week'),
    summary: summaryOf(bars, highest),
    heading: isByDay ? t('Day') : t('Week'),
    ...(highest === 0 && {
      nothing: rollUps.length === 0 ? t('Nothing was asked on these days.') : t('All answers of these days were free of charge.'),
    }),
    tiers: shown.map((tier) => ({ tier, name: tierInWords(tier) })),
    bars,
    ...scaleFor(Math.max(highest, shownLimit ?? 0)),
    ...(shownLimit !== undefined && { limit: { nanoUsd: shownLimit, text: t('Budget per day {0}', formatUsd(shownLimit)) } }),
  };
}

interface Stretch {
  readonly from: string;
  readonly to: string;
}

function stretchesOf(fromDay: string, toDay: string): readonly Stretch[] {
  const days = daysBetween(fromDay, toDay);
  if (days.length <= mostDays) return days.map((day) => ({ from: day, to: day }));
  return [...new Set(days.map(mondayOf))].map((monday) => {
    const sunday = dayAfter(monday, 6);
    return { from: monday < fromDay ? fromDay : monday, to: sunday > toDay ? toDay : sunday };
  });
}

function barOf({ from, to }: Stretch, rollUps: readonly RollUp[], shown: readonly Tier[], formats: Formats): BarState {
  const nanoUsd = shown.map(() => 0);
  let attempts = 0;
  for (const rollUp of rollUps) {
    const place = shown.indexOf(rollUp.tier);
    if (place >= 0) nanoUsd[place] = (nanoUsd[place] ?? 0) + rollUp.costNanoUsd;
    attempts += rollUp.attempts;
  }
  const total = formatUsd(nanoUsd.reduce((sum, amount) => sum + amount, 0));
  const amounts = nanoUsd.map(formatUsd);
  const name = formats.days(from, to);
  const requests = formats.count(attempts);
  const parts = shown.flatMap((tier, index) => (nanoUsd[index] ? [`${tierInWords(tier)} ${amounts[index]}`] : []));
  const asked = attempts === 1 ? t('1 request') : t('{0} requests', requests);
  return {
    id: from,
    label: formats.shortDay(from),
    name,
    nanoUsd,
    amounts,
    total,
    requests,
    text: [name, total, ...(parts.length > 1 ? parts : []), asked].join(' · '),
  };
}

function summaryOf(bars: readonly BarState[], highest: NanoUsd): string {
  if (highest === 0) return '';
  const sumOf = ({ nanoUsd }: BarState): NanoUsd => nanoUsd.reduce((sum, amount) => sum + amount, 0);
  const peak = bars.find((bar) => sumOf(bar) === highest);
  const total = bars.reduce((sum, bar) => sum + sumOf(bar), 0);
  return t('{0} in all, the most on {1}: {2}.', formatUsd(total), peak?.name ?? '', formatUsd(highest));
}
