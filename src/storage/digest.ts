import type { EntryFilter, HourTotal, LedgerEntry } from '../core/ledger/index.ts';
import { entryOfRow } from './entryRow.ts';
import { tokensOfEntry } from './entryTable.ts';
import type { Row, SqlValue, Statements } from './statements.ts';

/** So many entries are taken up at once: some milliseconds in which nobody else writes. */
const stepEntries = 1000;

const newEntries = 'entry.rowid > :after AND entry.rowid <= :upTo';
/** What was corrected later counts here all the same: it is taken back when its correction is taken up. */
const notCorrectedYet = 'NOT EXISTS (SELECT 1 FROM entry AS correction WHERE correction.corrects = entry.id AND correction.rowid <= :upTo)';
/** Estimates that were taken up before their corrections came. */
const takenBack = `
  FROM entry AS correction JOIN entry ON entry.id = correction.corrects
  WHERE correction.corrects IS NOT NULL AND correction.rowid > :after AND correction.rowid <= :upTo AND entry.rowid <= :after`;

const digestColumns = 'local_day, counted_nano_usd, entry, kind, tier, model, provider, workspace, language';
const toDigest = `
  INSERT INTO digest (${digestColumns})
  SELECT local_day, counted_nano_usd, rowid, kind, tier, model, provider, ifnull(workspace, ''), ifnull(language, '')
  FROM entry WHERE ${newEntries} AND ${notCorrectedYet}`;
const fromDigest = `
  DELETE FROM digest WHERE (local_day, counted_nano_usd, entry) IN (SELECT entry.local_day, entry.counted_nano_usd, entry.rowid ${takenBack})`;

const intoHours = `
  ON CONFLICT DO UPDATE SET counted_nano_usd = counted_nano_usd + excluded.counted_nano_usd, tokens = tokens + excluded.tokens`;
const toHours = `
  INSERT INTO hour_total SELECT local_day, hour, sum(counted_nano_usd), sum(${tokensOfEntry('entry')})
  FROM entry WHERE ${newEntries} AND hour IS NOT NULL AND ${notCorrectedYet} GROUP BY local_day, hour ${intoHours}`;
const fromHours = `
  INSERT INTO hour_total SELECT entry.local_day, entry.hour, -sum(entry.counted_nano_usd), -sum(${tokensOfEntry('entry')})
  ${takenBack} AND entry.hour IS NOT NULL GROUP BY entry.local_day, entry.hour ${intoHours}`;

/**
 * Takes entries that were stored since into the digest: the order of days by cost, and the totals of hours. That is not done with each entry,
 * which would take half as long again, but when nobody waits, or somebody asks for a report. Answers whether there was anything to do. Belongs
 * into a transaction.
 */
export function digestStep(statements: Statements, most = stepEntries): boolean {
  const after = digestedUpTo(statements);
  const last = statements.row('SELECT max(rowid) AS last FROM (SELECT rowid FROM entry WHERE rowid > ? ORDER BY rowid LIMIT ?)', [
    after,
    most,
  ]);
  if (typeof last?.last !== 'number') return false;
  const range = { after, upTo: last.last };
  for (const sql of [fromDigest, toDigest, fromHours, toHours]) statements.run(sql, range);
  statements.run('INSERT INTO digest_mark (mark, entry) VALUES (1, ?) ON CONFLICT DO UPDATE SET entry = excluded.entry', [range.upTo]);
  return true;
}

/** Whether `digestStep` has something to do; without the lock. */
export function hasUndigested(statements: Statements): boolean {
  return statements.row('SELECT 1 FROM entry WHERE rowid > ? LIMIT 1', [digestedUpTo(statements)]) !== undefined;
}

/** The last entry that was taken up, by its row's number. */
export function digestedUpTo(statements: Statements): number {
  return Number(statements.row('SELECT entry FROM digest_mark')?.entry ?? 0);
}

const hoursBetween = `
  SELECT local_day, hour, counted_nano_usd, tokens FROM hour_total
  WHERE local_day BETWEEN ? AND ? AND (counted_nano_usd <> 0 OR tokens <> 0) ORDER BY local_day, hour`;

/** As `LedgerReports.hourTotals`, of what was digested. */
export function hourTotals(statements: Statements, fromDay: string, toDay: string): readonly HourTotal[] {
  return statements.rows(hoursBetween, [fromDay, toDay]).map((row) => ({
    localDay: String(row.local_day),
    hour: Number(row.hour),
    countedNanoUsd: Number(row.counted_nano_usd),
    tokens: Number(row.tokens),
  }));
}

/** What filters name, apart from the days. */
const filtered = ['kind', 'tier', 'model', 'provider', 'workspace', 'language'] as const;

/**
 * As `LedgerReports.dearestEntries`, of what was digested. Day by day, that on which most was spent first, because of each day after it only
 * what is dearer than what was found is looked at; and of days without a matching entry nothing.
 */
export function dearestEntries(statements: Statements, filter: EntryFilter, count: number): readonly LedgerEntry[] {
  if (count < 1) return [];
  const given = filtered.filter((column) => filter[column] !== undefined);
  const values = given.map((column): SqlValue => filter[column] ?? null);
  const matching = given.map((column) => ` AND ${column} = ?`).join('');
  const days = `
    SELECT local_day FROM roll_up WHERE local_day BETWEEN ? AND ?${matching}
    GROUP BY local_day ORDER BY max(counted_nano_usd) DESC, local_day`;
  const ofDay = `
    SELECT entry, counted_nano_usd FROM digest WHERE local_day = ? AND counted_nano_usd >= ?${matching}
      AND NOT EXISTS (SELECT 1 FROM entry AS correction WHERE correction.corrects = (SELECT id FROM entry AS own WHERE own.rowid = digest.entry))
    ORDER BY counted_nano_usd DESC, entry DESC LIMIT ?`;
  let dearest: Row[] = [];
  for (const { local_day: day } of statements.rows(days, [filter.fromDay, filter.toDay, ...values])) {
    const least = dearest.length < count ? 0 : Number(dearest.at(-1)?.counted_nano_usd);
    const more = statements.rows(ofDay, [String(day), least, ...values, count]);
    if (more.length > 0) dearest = [...dearest, ...more].toSorted(byCost).slice(0, count);
  }
  return dearest.flatMap(({ entry }) => statements.rows('SELECT * FROM entry WHERE rowid = ?', [Number(entry)])).map(entryOfRow);
}

/** Of the same cost the one that was stored last comes first. */
function byCost(a: Row, b: Row): number {
  return Number(b.counted_nano_usd) - Number(a.counted_nano_usd) || Number(b.entry) - Number(a.entry);
}
