import type { LedgerEntry } from '../ledger/index.ts';
import { differenceOf, figuresOf, sumOf } from './figures.ts';
import type { Figures, ImportedRow, ImportedUsage } from './imported.ts';
import { modelKeyOf } from './modelKey.ts';

/** One day and model: what we booked, and what the bill says. Of figures that the bill does not tell, `theirs` and `difference` say nothing. */
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
}

export const utcDay = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);

/** Every day and model that either side has, within the days that the bill speaks of; by day, then by model. */
export function rowsOf(
  entries: readonly LedgerEntry[],
  imported: ImportedUsage,
  dayOf: (entry: LedgerEntry) => string,
): readonly ComparedRow[] {
  const isSplit = imported.rows.some(({ model }) => model !== '');
  const keyOf = (day: string, model: string): string => `${day} ${isSplit ? modelKeyOf(model) : ''}`;
  const ours = Map.groupBy(
    entries.filter((entry) => dayOf(entry) >= imported.fromDay && dayOf(entry) <= imported.toDay),
    (entry) => keyOf(dayOf(entry), entry.model),
  );
  const theirs = Map.groupBy(imported.rows, ({ day, model }) => keyOf(day, model));
  const keys = [...new Set([...ours.keys(), ...theirs.keys()])].toSorted();
  return keys.map((key) => comparedRow(key, ours.get(key) ?? [], theirs.get(key) ?? [], { isSplit, tells: imported.tells }));
}

interface Told {
  readonly isSplit: boolean;
  readonly tells: ImportedUsage['tells'];
}

function comparedRow(key: string, entries: readonly LedgerEntry[], billed: readonly ImportedRow[], { isSplit, tells }: Told): ComparedRow {
  const [ours, theirs] = [figuresOf(entries), sumOf(billed)];
  const difference = differenceOf(theirs, ours);
  const model = isSplit ? (entries[0]?.model ?? billed[0]?.model ?? '') : '';
  // Each of our amounts was rounded once, to the nano-dollar; so may each of theirs be.
  const rounding = entries.length + billed.length;
  const differs = (name: keyof Figures): boolean => Math.abs(difference[name]) > (name === 'costNanoUsd' ? rounding : 0);
  return { day: key.slice(0, 10), model, ours, theirs, difference, differing: tells.filter(differs), entries, billed };
}
