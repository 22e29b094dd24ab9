import type { LedgerEntry } from '../ledger/index.ts';
import { isWithin, rangesOf } from './dayRange.ts';
import { differenceOf, figuresOf, onlyOf, sumOf } from './figures.ts';
import { type Figures, figureNames, type ImportedRow, type ImportedUsage } from './imported.ts';
import { modelKeyOf } from './modelKey.ts';

/**
 * One day and model: what we booked, and what the bill says. Of figures that the bill does not tell, `theirs` and `difference` say nothing; what it
 * tells by day alone is in a row for the day, and nothing in those of its models.
 */
export interface DayRow {
  /** A day of UTC. */
  readonly day: string;
  /** In our words, else in the bill's; empty where the bill is not split by model. */
  readonly model: string;
  readonly ours: Figures;
  readonly theirs: Figures;
  /** Theirs less ours: above zero the bill has more. */
  readonly difference: Figures;
  /** The figures that are told and differ. */
  readonly differing: readonly (keyof Figures)[];
}

/** A row with what it was made of, for those who look for causes. */
export interface ComparedRow extends DayRow {
  readonly entries: readonly LedgerEntry[];
  readonly billed: readonly ImportedRow[];
  /** What is compared in it: of what the bill tells, what it tells of such rows. */
  readonly tells: ImportedUsage['tells'];
}

export const utcDay = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);

/** Every day and model that either side has, within the days that the bill speaks of; by day, then by model, a day's own row last. */
export function rowsOf(
  entries: readonly LedgerEntry[],
  imported: ImportedUsage,
  dayOf: (entry: LedgerEntry) => string,
): readonly ComparedRow[] {
  const { tells, rows } = imported;
  const ranges = rangesOf(imported);
  const within = entries.filter((entry) => isWithin(dayOf(entry), ranges));
  // One row without a model may be of any: its figure is then one of the day.
  const ofDays = tells.filter((name) => rows.some((row) => row.model === '' && row[name] !== undefined));
  const ofModels = tells.filter((name) => !ofDays.includes(name));
  const compared = (told: ImportedUsage['tells'], figures: readonly (keyof Figures)[], keyOf: (model: string) => string) => {
    const billed = ofModels.length > 0 && ofDays.length > 0 ? rows.filter((row) => told.some((name) => row[name] !== undefined)) : rows;
    const ours = Map.groupBy(within, (entry) => `${dayOf(entry)} ${keyOf(entry.model)}`);
    const theirs = Map.groupBy(billed, ({ day, model }) => `${day} ${keyOf(model)}`);
    const keys = [...new Set([...ours.keys(), ...theirs.keys()])].toSorted();
    const isSplit = told === ofModels;
    return keys.map((key) => comparedRow(key, ours.get(key) ?? [], theirs.get(key) ?? [], { isSplit, tells: told, figures }));
  };
  const others = figureNames.filter((name) => !ofDays.includes(name));
  return [
    ...(ofModels.length > 0 ? compared(ofModels, others, modelKeyOf) : []),
    ...(ofDays.length > 0 ? compared(ofDays, ofModels.length > 0 ? ofDays : figureNames, () => '') : []),
  ].toSorted((one, other) => (one.day === other.day ? 0 : one.day < other.day ? -1 : 1));
}

interface Told {
  readonly isSplit: boolean;
  readonly tells: ImportedUsage['tells'];
  /** Those of which the row says something at all. */
  readonly figures: readonly (keyof Figures)[];
}

function comparedRow(key: string, entries: readonly LedgerEntry[], billed: readonly ImportedRow[], told: Told): ComparedRow {
  const { isSplit, tells, figures } = told;
  const [ours, theirs] = [onlyOf(figuresOf(entries), figures), onlyOf(sumOf(billed), figures)];
  const difference = differenceOf(theirs, ours);
  const model = isSplit ? (entries[0]?.model ?? billed[0]?.model ?? '') : '';
  // Each of our amounts was rounded once, to the nano-dollar; so may each of theirs be.
  const rounding = entries.length + billed.length;
  const differs = (name: keyof Figures): boolean => Math.abs(difference[name]) > (name === 'costNanoUsd' ? rounding : 0);
  return { day: key.slice(0, 10), model, ours, theirs, difference, differing: tells.filter(differs), entries, billed, tells };
}
