import * as vscode from 'vscode';
import type { CompletionCost } from '../../core/ledger/index.ts';
import { formatUsd, type NanoUsd } from '../../core/money/index.ts';
import { nameOfValue } from './breakdown.ts';
import type { Formats } from './formats.ts';
import type { CompletionRow, CompletionsState, CompletionTable } from './protocol.ts';
import { notesOf } from './totals.ts';
import type { CountsSoFar } from './usefulCounts.ts';
import { type Filters, filterNames } from './view.ts';

const { t } = vscode.l10n;

export interface CompletionFacts {
  readonly counted: Pick<CountsSoFar, 'completions' | 'days' | 'isComplete'>;
  readonly filters: Filters;
  readonly daysAsked: number;
}

/** What is left after so many rows is summed up in one more. */
const mostRows = 12;

/** What accepted and kept characters cost, by model and by language: of all attempts, whatever became of them. */
export function completionState({ counted, filters, daysAsked }: CompletionFacts, formats: Formats): CompletionsState {
  const given = filterNames.filter((name) => filters[name] !== undefined);
  const costs = counted.isComplete ? counted.completions.filter((cost) => given.every((name) => filters[name] === cost[name])) : [];
  return {
    note: counted.isComplete
      ? t(
          'What all attempts cost, those that nobody saw or took too, for each 1,000 characters that were accepted, and that were kept. Kept is what still stood there 10 minutes later at the most. What was shown, taken in part or kept is inferred.',
        )
      : t('Counting what became of the answers: {0} of {1} days.', formats.count(counted.days), formats.count(daysAsked)),
    isCounting: !counted.isComplete,
    tables: costs.length === 0 ? [] : (['model', 'language'] as const).map((by) => tableBy(by, costs, formats)),
  };
}

function tableBy(by: CompletionTable['by'], costs: readonly CompletionCost[], formats: Formats): CompletionTable {
  const groups = [...Map.groupBy(costs, (cost) => cost[by])]
    .map(([value, group]) => ({ value, sum: sumOf(group) }))
    .toSorted((a, b) => b.sum.costNanoUsd - a.sum.costNanoUsd || b.sum.acceptedCharacters - a.sum.acceptedCharacters);
  const alone = groups.length > mostRows ? groups.slice(0, mostRows - 1) : groups;
  const others = groups.slice(alone.length).map(({ sum }) => sum);
  const rows = alone.map(({ value, sum }) => ({ value, ...rowOf(`=${value}`, nameOfValue(by, value), sum, formats) }));
  const rest = others.length === 0 ? [] : [rowOf('others', t('{0} others', formats.count(others.length)), sumOf(others), formats)];
  const words = by === 'model' ? { caption: t('By model'), heading: t('Model') } : { caption: t('By language'), heading: t('Language') };
  return { by, ...words, rows: [...rows, ...rest] };
}

/** Everything of it that is a number. */
type Sum = Omit<CompletionCost, 'kind' | 'tier' | 'model' | 'provider' | 'workspace' | 'language'>;

function sumOf(costs: readonly Sum[]): Sum {
  const of = (name: keyof Sum): number => costs.reduce((sum, cost) => sum + cost[name], 0);
  return {
    attempts: of('attempts'),
    unpricedAttempts: of('unpricedAttempts'),
    estimatedAttempts: of('estimatedAttempts'),
    costNanoUsd: of('costNanoUsd'),
    countedNanoUsd: of('countedNanoUsd'),
    listPriceNanoUsd: of('listPriceNanoUsd'),
    shownTasks: of('shownTasks'),
    acceptedTasks: of('acceptedTasks'),
    acceptedCharacters: of('acceptedCharacters'),
    followedCharacters: of('followedCharacters'),
    keptCharacters: of('keptCharacters'),
  };
}

function rowOf(id: string, name: string, sum: Sum, formats: Formats): CompletionRow {
  const { attempts, unpricedAttempts, costNanoUsd, shownTasks, acceptedTasks, acceptedCharacters, followedCharacters, keptCharacters } =
    sum;
  const isUnpriced = attempts > 0 && unpricedAttempts === attempts;
  const notFollowed = acceptedCharacters - followedCharacters;
  return {
    id,
    name,
    notes: [
      ...notesOf(sum, formats),
      ...(notFollowed > 0 ? [t('{0} accepted characters were not followed', formats.count(notFollowed))] : []),
    ],
    spend: isUnpriced ? t('unpriced') : formatUsd(costNanoUsd),
    taken: t('{0} of {1}', formats.count(acceptedTasks), formats.count(shownTasks)),
    rate: shownTasks === 0 ? '–' : formats.percent(Math.round((acceptedTasks * 1000) / shownTasks)),
    perAccepted: perThousand(sum, acceptedCharacters, unpricedAttempts > 0 ? 'at-least' : 'exact'),
    perKept: perThousand(sum, keptCharacters, certaintyOfKept(unpricedAttempts, notFollowed)),
  };
}

type Certainty = 'exact' | 'at-least' | 'at-most' | 'unknown';

/** What is unpriced makes it dearer; and of what was not followed some may have been kept, which makes it cheaper. */
function certaintyOfKept(unpricedAttempts: number, notFollowed: number): Certainty {
  if (unpricedAttempts > 0) return notFollowed > 0 ? 'unknown' : 'at-least';
  return notFollowed > 0 ? 'at-most' : 'exact';
}

function perThousand({ attempts, unpricedAttempts, costNanoUsd }: Sum, characters: number, certainty: Certainty): string {
  if (characters === 0 || unpricedAttempts === attempts || certainty === 'unknown') return '–';
  const amount = rateText(Math.round((costNanoUsd * 1000) / characters));
  // Nothing is nothing, however few of the characters are known.
  if (certainty === 'exact' || (certainty === 'at-most' && costNanoUsd === 0)) return amount;
  return certainty === 'at-least' ? t('at least {0}', amount) : t('at most {0}', amount);
}

/** Of a few cents, where most of them lie, two decimals would be a single digit. */
function rateText(amount: NanoUsd): string {
  return amount >= 10_000_000 && amount < 100_000_000 ? `$${(amount / 1_000_000_000).toFixed(3)}` : formatUsd(amount);
}
