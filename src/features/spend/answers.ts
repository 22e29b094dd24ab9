import * as vscode from 'vscode';
import type { Forecast } from '../../core/forecast/index.ts';
import type { RollUp } from '../../core/ledger/index.ts';
import { formatUsd, type NanoUsd } from '../../core/money/index.ts';
import { nameOfValue } from './breakdown.ts';
import { firstOfMonth, lastOfMonth } from './calendar.ts';
import type { Formats } from './formats.ts';
import type { AnswerState } from './protocol.ts';
import { notesOf, savingOf, totalsBy, totalsOf } from './totals.ts';

const { t } = vscode.l10n;

export interface AnswerFacts {
  /** Of this month at the least. */
  readonly rollUps: readonly RollUp[];
  readonly today: string;
  /** Undefined where it could not be made. */
  readonly forecast: Forecast | undefined;
  /** Of the budgets for everything, with what was allowed on top. */
  readonly dayLimitNanoUsd?: NanoUsd | undefined;
  readonly monthLimitNanoUsd?: NanoUsd | undefined;
}

/** What a newcomer asks: how much today, how much by the month's end, what costs most, what was saved. */
export function answersOf(facts: AnswerFacts, formats: Formats): readonly AnswerState[] {
  const month = facts.rollUps.filter(({ localDay }) => localDay >= firstOfMonth(facts.today) && localDay <= facts.today);
  return [todayAnswer(facts, month, formats), forecastAnswer(facts, formats), dearestAnswer(month, formats), savedAnswer(month, formats)];
}

function todayAnswer({ today, dayLimitNanoUsd }: AnswerFacts, month: readonly RollUp[], formats: Formats): AnswerState {
  const totals = totalsOf(month.filter(({ localDay }) => localDay === today));
  return {
    id: 'today',
    name: t('Spent today'),
    figure: formatUsd(totals.costNanoUsd),
    isName: false,
    lines: [
      ...(dayLimitNanoUsd === undefined
        ? []
        : [t('{0} of the {1} for today', formats.wholePercent(totals.countedNanoUsd, dayLimitNanoUsd), formatUsd(dayLimitNanoUsd))]),
      totals.attempts === 1 ? t('1 request') : t('{0} requests', formats.count(totals.attempts)),
      ...notesOf(totals, formats),
    ],
  };
}

function forecastAnswer({ today, forecast, monthLimitNanoUsd: limit }: AnswerFacts, formats: Formats): AnswerState {
  const named = { id: 'forecast', name: t('By {0}', formats.day(lastOfMonth(today))), isName: false } as const;
  if (!forecast) return { ...named, figure: '–', lines: [t('There is no forecast: the ledger could not be read.')] };
  const amount = (value: number): string => formatUsd(Math.round(value));
  return {
    ...named,
    figure: amount(forecast.median),
    mark: forecast.isGuess ? t('a guess so far') : undefined,
    lines: [
      t('{0} to {1} in eight of ten cases', amount(forecast.low), amount(forecast.high)),
      t('{0} so far this month', amount(forecast.spent)),
      ...(limit === undefined ? [] : [budgetLine(forecast, limit, today, formats)]),
    ],
  };
}

function budgetLine({ endsOn }: Forecast, limit: NanoUsd, today: string, formats: Formats): string {
  if (endsOn === undefined) return t('Stays within the month’s budget of {0}', formatUsd(limit));
  if (endsOn <= today) return t('The month’s budget of {0} is used up', formatUsd(limit));
  return t('At this pace the month’s budget ends on {0}', formats.day(endsOn));
}

function dearestAnswer(month: readonly RollUp[], formats: Formats): AnswerState {
  const named = { id: 'dearest', name: t('Costs most this month') } as const;
  const total = totalsOf(month).costNanoUsd;
  const model = dearestBy('model', month);
  if (!model || total === 0) {
    const lines = month.length === 0 ? [] : [t('All answers were free of charge.')];
    return { ...named, figure: t('Nothing'), isName: true, lines };
  }
  const kind = dearestBy(
    'kind',
    month.filter((rollUp) => rollUp.model === model.value),
  );
  return {
    ...named,
    figure: model.name,
    isName: true,
    lines: [
      t('{0}, {1} of this month', formatUsd(model.costNanoUsd), formats.wholePercent(model.costNanoUsd, total)),
      ...(kind ? [t('Most of it for: {0}', kind.name)] : []),
    ],
  };
}

function dearestBy(
  by: 'model' | 'kind',
  rollUps: readonly RollUp[],
): { readonly value: string; readonly name: string; readonly costNanoUsd: NanoUsd } | undefined {
  const [dearest] = [...totalsBy(rollUps, (rollUp) => rollUp[by])].toSorted(([, a], [, b]) => b.costNanoUsd - a.costNanoUsd);
  if (!dearest) return undefined;
  const [value, { costNanoUsd }] = dearest;
  return { value, name: nameOfValue(by, value), costNanoUsd };
}

function savedAnswer(month: readonly RollUp[], formats: Formats): AnswerState {
  const named = { id: 'saved', name: t('Saved this month'), isName: false } as const;
  const saving = savingOf(month);
  const cache = cacheLine(totalsOf(month).cacheSavedNanoUsd);
  if (!saving) return { ...named, figure: '–', lines: [t('Known after the first answers.'), ...cache] };
  return {
    ...named,
    figure: formatUsd(saving.savedNanoUsd),
    mark: t('upper bound'),
    lines: [
      t('{0} on the models you would otherwise use', formatUsd(saving.baselineNanoUsd)),
      ...cache,
      ...(saving.sinceDay > firstOfDays(month) ? [t('Counted since {0}', formats.day(saving.sinceDay))] : []),
    ],
  };
}

function cacheLine(cacheSavedNanoUsd: NanoUsd): readonly string[] {
  if (cacheSavedNanoUsd > 0) return [t('Prompt caches saved {0}', formatUsd(cacheSavedNanoUsd))];
  return cacheSavedNanoUsd < 0 ? [t('Prompt caches cost {0} more than they saved', formatUsd(-cacheSavedNanoUsd))] : [];
}

function firstOfDays(rollUps: readonly RollUp[]): string {
  return rollUps.reduce((first, { localDay }) => (localDay < first ? localDay : first), '9999-12-31');
}
