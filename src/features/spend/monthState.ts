import * as vscode from 'vscode';
import type { Forecast } from '../../core/forecast/index.ts';
import type { RollUp } from '../../core/ledger/index.ts';
import { formatUsd, type NanoUsd } from '../../core/money/index.ts';
import { daysBetween, firstOfMonth, lastOfMonth } from './calendar.ts';
import type { Formats } from './formats.ts';
import type { MonthPoint, MonthState } from './protocol.ts';
import { scaleFor } from './scale.ts';

const { t } = vscode.l10n;

export interface MonthFacts {
  readonly rollUps: readonly RollUp[];
  readonly forecast: Forecast;
  readonly today: string;
  /** Of the month's budget for everything. */
  readonly limitNanoUsd?: NanoUsd | undefined;
}

/** How this month's spend grew, and how it will go on. It counts as budgets do, with what is unpriced at its highest. */
export function monthState({ rollUps, forecast, today, limitNanoUsd }: MonthFacts, formats: Formats): MonthState {
  const points = monthPoints(rollUps, forecast, today, formats);
  const scale = scaleFor(Math.max(forecast.spent, forecast.high, shownLimit(limitNanoUsd, forecast) ?? 0));
  return {
    caption: formats.month(today),
    summary: t(
      '{0} spent so far; {1} expected by {2}, between {3} and {4} in eight of ten cases.',
      formatUsd(forecast.spent),
      formatUsd(round(forecast.median)),
      formats.day(lastOfMonth(today)),
      formatUsd(round(forecast.low)),
      formatUsd(round(forecast.high)),
    ),
    points,
    ...scale,
    ...(limitNanoUsd !== undefined &&
      limitNanoUsd <= scale.topNanoUsd && { limit: { nanoUsd: limitNanoUsd, text: t('Budget {0}', formatUsd(limitNanoUsd)) } }),
  };
}

/** A budget far above all that is expected would press the curve to the ground. */
function shownLimit(limitNanoUsd: NanoUsd | undefined, { high }: Forecast): NanoUsd | undefined {
  return limitNanoUsd !== undefined && limitNanoUsd <= 3 * high ? limitNanoUsd : undefined;
}

function monthPoints(rollUps: readonly RollUp[], forecast: Forecast, today: string, formats: Formats): readonly MonthPoint[] {
  const byDay = Map.groupBy(rollUps, ({ localDay }) => localDay);
  const expectedOn = new Map(forecast.perDay.map(({ localDay, ...band }) => [localDay, band]));
  let spent = 0;
  return daysBetween(firstOfMonth(today), lastOfMonth(today)).map((day): MonthPoint => {
    spent += (byDay.get(day) ?? []).reduce((sum, { countedNanoUsd }) => sum + countedNanoUsd, 0);
    const band = day < today ? undefined : expectedOn.get(day);
    const isOver = day <= today;
    const name = formats.day(day);
    const median = band ? formatUsd(round(band.median)) : '';
    const range = band ? t('{0} to {1}', formatUsd(round(band.low)), formatUsd(round(band.high))) : '';
    return {
      id: day,
      label: formats.dayOfMonth(day),
      name,
      ...(isOver && { spentNanoUsd: spent }),
      ...(band && { expected: { medianNanoUsd: round(band.median), lowNanoUsd: round(band.low), highNanoUsd: round(band.high) } }),
      spent: isOver ? formatUsd(spent) : '',
      median,
      range,
      text: [name, ...(isOver ? [t('{0} spent', formatUsd(spent))] : []), ...(band ? [t('{0} expected ({1})', median, range)] : [])].join(
        ' · ',
      ),
    };
  });
}

/** The forecast is made of means. */
const round = Math.round;
