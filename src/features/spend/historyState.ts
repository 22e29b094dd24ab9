import * as vscode from 'vscode';
import type { LedgerEntry, RollUp } from '../../core/ledger/index.ts';
import { formatUsd, type NanoUsd } from '../../core/money/index.ts';
import { breakdowns, fieldOf, nameOfValue } from './breakdown.ts';
import { daysBetween } from './calendar.ts';
import { chartState } from './chartState.ts';
import { completionState } from './completionState.ts';
import type { Formats } from './formats.ts';
import type { FigureState, FilterState, HistoryState } from './protocol.ts';
import { firstDayOfRange } from './range.ts';
import { requestRow } from './requestRow.ts';
import { cacheRateOf, notesOf, savingOf, totalsBy, totalsOf, withoutDays } from './totals.ts';
import type { CountsSoFar } from './usefulCounts.ts';
import { usefulState } from './usefulState.ts';
import { type FilterName, type Filters, filterNames, type HistoryRange, historyRanges, type View } from './view.ts';

const { t } = vscode.l10n;

export interface HistoryFacts {
  readonly view: Pick<View, 'range' | 'filters'>;
  readonly today: string;
  /** Of all days of the range, not narrowed. */
  readonly rollUps: readonly RollUp[];
  /** Narrowed, the dearest first. */
  readonly dearest: readonly LedgerEntry[];
  readonly counted: CountsSoFar;
  /** Of the budget for everything on a day. */
  readonly dayLimitNanoUsd?: NanoUsd | undefined;
}

export function historyState(facts: HistoryFacts, formats: Formats): HistoryState {
  const { view, today, dearest, counted } = facts;
  const { range, filters } = view;
  const fromDay = firstDayOfRange(range, today);
  const inRange = facts.rollUps.filter(({ localDay }) => localDay >= fromDay && localDay <= today);
  const rollUps = narrowed(inRange, filters);
  const allDays = withoutDays(inRange);
  const narrowedDays = narrowed(allDays, filters);
  const isFiltered = Object.values(filters).some((value) => value !== undefined);
  return {
    range,
    ranges: historyRanges.map((each) => ({ range: each, name: rangeInWords(each) })),
    days: formats.days(fromDay, today),
    filters: filterNames.map((name) => filterState(name, allDays, filters)),
    isFiltered,
    figures: figuresOf(rollUps, today, formats),
    chart: chartState({ rollUps, fromDay, toDay: today, ...(!isFiltered && { dayLimitNanoUsd: facts.dayLimitNanoUsd }) }, formats),
    tables: breakdowns(['model', 'kind', 'workspace', 'language'], narrowedDays, formats),
    completions: completionState({ counted, filters, daysAsked: range }, formats),
    useful: usefulState({ rollUps: narrowedDays, counted, filters, daysAsked: range }, formats),
    dearest: dearest.map((entry) => requestRow(entry, formats)),
  };
}

function narrowed(rollUps: readonly RollUp[], filters: Filters): readonly RollUp[] {
  const given = filterNames.filter((name) => filters[name] !== undefined);
  return given.length === 0 ? rollUps : rollUps.filter((rollUp) => given.every((name) => filters[name] === fieldOf(rollUp, name)));
}

function rangeInWords(range: HistoryRange): string {
  return range === 365 ? t('Year') : t('{0} days', range);
}

/** Long lists are no menu any more: the dearest are offered, and what is chosen. */
const mostOptions = 60;

/** What can be chosen is what there is under all the other filters. */
function filterState(name: FilterName, rollUps: readonly RollUp[], filters: Filters): FilterState {
  const chosen = filters[name];
  const others = narrowed(rollUps, { ...filters, [name]: undefined });
  const bySpend = [...totalsBy(others, (rollUp) => fieldOf(rollUp, name))]
    .toSorted(([, a], [, b]) => b.costNanoUsd - a.costNanoUsd || b.attempts - a.attempts)
    .slice(0, mostOptions)
    .map(([value]) => value);
  const values = chosen === undefined || bySpend.includes(chosen) ? bySpend : [...bySpend, chosen];
  const options = values.map((value) => ({ value, name: nameOfValue(name, value) })).toSorted((a, b) => a.name.localeCompare(b.name));
  return { name, ...filterWords(name), options, ...(chosen !== undefined && { chosen }) };
}

function filterWords(name: FilterName): Pick<FilterState, 'label' | 'all'> {
  const words: Readonly<Record<FilterName, Pick<FilterState, 'label' | 'all'>>> = {
    model: { label: t('Model'), all: t('All models') },
    kind: { label: t('Kind'), all: t('All kinds') },
    workspace: { label: t('Workspace'), all: t('All workspaces') },
    language: { label: t('Language'), all: t('All languages') },
    tier: { label: t('Tier'), all: t('All tiers') },
    provider: { label: t('Provider'), all: t('All providers') },
  };
  return words[name];
}

function figuresOf(rollUps: readonly RollUp[], today: string, formats: Formats): readonly FigureState[] {
  const totals = totalsOf(rollUps);
  const rate = cacheRateOf(totals);
  const saving = savingOf(rollUps);
  const saved = totals.cacheSavedNanoUsd;
  // Days before the first request are no days on which nothing was spent.
  const first = rollUps.reduce((earliest, { localDay }) => (localDay < earliest ? localDay : earliest), today);
  const days = daysBetween(first, today).length;
  return [
    {
      id: 'spend',
      name: t('Spent'),
      figure: formatUsd(totals.costNanoUsd),
      lines: [t('{0} a day', formatUsd(Math.round(totals.costNanoUsd / days))), ...notesOf(totals, formats)],
    },
    {
      id: 'requests',
      name: t('Requests'),
      figure: formats.count(totals.attempts),
      lines: [t('{0} tokens in, {1} out', formats.count(totals.inputTokens), formats.count(totals.outputTokens))],
    },
    {
      id: 'cache',
      name: t('Read from prompt caches'),
      figure: rate === undefined ? '–' : formats.percent(rate),
      lines: [
        saved < 0 ? t('cost {0} more than it saved', formatUsd(-saved)) : t('saved {0}', formatUsd(saved)),
        t('{0} tokens written', formats.count(totals.cacheWriteTokens)),
      ],
    },
    {
      id: 'saved',
      name: t('Saved against the baseline'),
      figure: saving ? formatUsd(saving.savedNanoUsd) : '–',
      ...(saving && { mark: t('upper bound') }),
      lines: saving
        ? [
            t('{0} on the models you would otherwise use', formatUsd(saving.baselineNanoUsd)),
            t('{0} spent, counted since {1}', formatUsd(saving.costNanoUsd), formats.day(saving.sinceDay)),
          ]
        : [t('Known after the first answers.')],
    },
  ];
}
