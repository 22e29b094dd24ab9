import type { LedgerEntry } from '../ledger/index.ts';
import { type Cause, type CauseKind, causeKinds } from './cause.ts';
import { causesInDays } from './causes/days.ts';
import { causesInMoney, isWithinCents } from './causes/money.ts';
import { causesInOurs, isBrokenOff, isOurEstimate, isUnpriced } from './causes/ourAttempts.ts';
import { causesInTokens } from './causes/tokens.ts';
import { rangesOf } from './dayRange.ts';
import type { ComparedRow, DayRow } from './dayRow.ts';
import { sumOf } from './figures.ts';
import type { ImportedUsage } from './imported.ts';
import { modelKeyOf } from './modelKey.ts';

/** The likely causes of what differs, each with its evidence. Every row that differs is in one of them at least. */
export function causesOf(rows: readonly ComparedRow[], entries: readonly LedgerEntry[], imported: ImportedUsage): readonly Cause[] {
  const found = new Map<CauseKind, ComparedRow[]>();
  const add = (kind: CauseKind, row: ComparedRow): void => void found.set(kind, [...(found.get(kind) ?? []), row]);
  const explained = new Set<ComparedRow>();
  for (const { kind, rows: mended } of causesInDays(rows, entries, imported)) {
    for (const row of mended) {
      add(kind, row);
      explained.add(row);
    }
  }
  const byModel = Map.groupBy(rows, ({ model }) => modelKeyOf(model));
  for (const row of rows) {
    // What other days explain exactly needs no other cause.
    if (row.differing.length === 0 || explained.has(row)) continue;
    const kinds = new Set([
      ...causesInExport(row, imported),
      ...causesInOurs(row),
      ...causesInTokens(row, imported),
      ...causesInMoney(row, byModel.get(modelKeyOf(row.model)) ?? [], imported),
    ]);
    for (const kind of kinds.size === 0 ? (['unknown'] as const) : kinds) add(kind, row);
  }
  return causeKinds.flatMap((kind) => {
    const concerned = found.get(kind);
    return concerned ? [causeOf(kind, concerned)] : [];
  });
}

/** Whether less is billed because the export does not have it all. Where tokens are told they say what is missing, and money does not. */
function causesInExport(row: ComparedRow, imported: ImportedUsage): readonly CauseKind[] {
  const { day, difference, differing, tells } = row;
  const isLastDay = rangesOf(imported).some(({ toDay }) => toDay === day);
  const ofUse = (['input', 'output', 'requests'] as const).filter((name) => tells.includes(name));
  const isLess =
    ofUse.length > 0 ? ofUse.some((name) => difference[name] < 0) : difference.costNanoUsd < 0 && !isWithinCents(row, imported);
  if (differing.length === 0 || !isLess) return [];
  return [...(imported.isWhole ? [] : ['incomplete' as const]), ...(isLastDay ? ['not-yet-billed' as const] : [])];
}

/** Which of our attempts a cause is about. */
const attemptsOf: Partial<Record<CauseKind, (entry: LedgerEntry) => boolean>> = {
  unpriced: isUnpriced,
  'broken-off': isBrokenOff,
  estimates: isOurEstimate,
  elsewhere: () => true,
  'not-yet-billed': () => true,
};

const aboutPrices: ReadonlySet<CauseKind> = new Set(['price', 'service-tier', 'gateway-fee'] as const);

function causeOf(kind: CauseKind, rows: readonly ComparedRow[]): Cause {
  const isMeant = attemptsOf[kind];
  const [theirs, ours] = [sumOf(rows.map((row) => row.theirs)), sumOf(rows.map((row) => row.ours))];
  const tiers = [...new Set(rows.flatMap(({ billed }) => billed.flatMap(({ serviceTier }) => serviceTier ?? [])))].toSorted();
  return {
    kind,
    rows: rows.map(withoutSources),
    ...(isMeant && { attempts: rows.flatMap(({ entries }) => entries).filter(isMeant).length }),
    ...(aboutPrices.has(kind) && { factorThousandths: Math.round((theirs.costNanoUsd * 1000) / ours.costNanoUsd) }),
    ...(kind === 'service-tier' && tiers.length > 0 && { serviceTiers: tiers }),
  };
}

export function withoutSources({ day, model, ours, theirs, difference, differing }: ComparedRow): DayRow {
  return { day, model, ours, theirs, difference, differing };
}
