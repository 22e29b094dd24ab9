import * as vscode from 'vscode';
import type { RollUp } from '../../core/ledger/index.ts';
import { formatUsd } from '../../core/money/index.ts';
import { fieldOf, nameOfValue } from './breakdown.ts';
import type { Formats } from './formats.ts';
import type { UsefulRow, UsefulState } from './protocol.ts';
import { totalsOf } from './totals.ts';
import type { CountsSoFar } from './usefulCounts.ts';
import type { Filters } from './view.ts';

const { t } = vscode.l10n;

export interface UsefulFacts {
  /** Already narrowed. */
  readonly rollUps: readonly RollUp[];
  readonly counted: CountsSoFar;
  readonly filters: Filters;
  readonly daysAsked: number;
}

/** Cost of all attempts of a kind, failed ones too, by what of its answers was useful. */
export function usefulState({ rollUps, counted, filters, daysAsked }: UsefulFacts, formats: Formats): UsefulState {
  // Outcomes are not counted by these.
  const isNarrowedElsewhere = [filters.workspace, filters.tier, filters.provider].some((value) => value !== undefined);
  if (isNarrowedElsewhere) {
    return { note: t('Not known for a workspace, a tier or a provider alone: take that filter away.'), isCounting: false, rows: [] };
  }
  const counts = counted.counts.filter(
    ({ kind, model, language }) =>
      (filters.kind ?? kind) === kind && (filters.model ?? model) === model && (filters.language ?? language ?? '') === (language ?? ''),
  );
  const byKind = Map.groupBy(counts, ({ kind }) => kind);
  const rows = [...byKind].map(([kind, ofKind]) => {
    const useful = ofKind.reduce((sum, count) => sum + count.useful, 0);
    const notUseful = ofKind.reduce((sum, count) => sum + count.notUseful, 0);
    const { countedNanoUsd } = totalsOf(rollUps.filter((rollUp) => fieldOf(rollUp, 'kind') === kind));
    return { kind, useful, notUseful, countedNanoUsd };
  });
  const shown = counted.isComplete ? rows.toSorted((a, b) => b.countedNanoUsd - a.countedNanoUsd || b.useful - a.useful) : [];
  return {
    note: counted.isComplete
      ? t('What all attempts of a kind cost, for each answer that proved useful: accepted, kept, applied, or its tests passed.')
      : t('Counting what became of the answers: {0} of {1} days.', formats.count(counted.days), formats.count(daysAsked)),
    isCounting: !counted.isComplete,
    rows: shown.map(
      ({ kind, useful, notUseful, countedNanoUsd }): UsefulRow => ({
        id: kind,
        name: nameOfValue('kind', kind),
        spend: formatUsd(countedNanoUsd),
        useful: formats.count(useful),
        notUseful: formats.count(notUseful),
        perUseful: useful === 0 ? '–' : formatUsd(Math.round(countedNanoUsd / useful)),
      }),
    ),
  };
}
