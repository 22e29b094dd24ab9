import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { firstKeptDay } from '../../src/storage/firstKeptDay.ts';
import { backUpLedger, checkFileOfLedger, compactLedger } from '../../src/storage/ledgerCare.ts';
import { schemaVersion } from '../../src/storage/schema.ts';
import { SqliteLedger } from '../../src/storage/sqliteLedger.ts';
import { anyEntries, entryOf, estimateOf, outcomeOf, reservationOf } from '../support/entries.ts';
import { useFolder } from '../support/useFolder.ts';
import { makeFourthLayout } from './fixtures/fourthLayout.ts';
import { makeThirdLayout } from './fixtures/thirdLayout.ts';

const inFolder = useFolder();
const opened: { close(): void }[] = [];
afterEach(() => {
  for (const closable of opened.splice(0)) closable.close();
});

const file = (): string => inFolder('ledger.sqlite');

function openLedger(): SqliteLedger {
  const ledger = new SqliteLedger(file(), { nowMs: 0 });
  opened.push(ledger);
  return ledger;
}

function behindItsBack(sql: string): void {
  const database = new DatabaseSync(file());
  database.exec(sql);
  database.close();
}

const oldDay = '2026-11-01';
const today = '2026-11-05';
const days = { fromDay: oldDay, toDay: today };
const limit = { budgetId: 'month', unit: 'nano-usd', limit: 0, fromDay: oldDay } as const;

/** Of two days, with an estimate that was corrected on each, digested in between. */
function fill(): SqliteLedger {
  const ledger = openLedger();
  for (const localDay of [oldDay, today]) {
    const taskId = `task-of-${localDay}`;
    const changes = { localDay, taskId, billing: 'metered' } as const;
    for (const id of ['a', 'b']) ledger.settle('none', entryOf({ id: `${id}-${localDay}`, ...changes }));
    ledger.reserve(reservationOf(`r-${localDay}`, { expiresAtMs: 1, estimate: estimateOf(`r-${localDay}`, changes) }), []);
    ledger.settleExpired(2);
    ledger.hourTotals(localDay, localDay);
    ledger.settle(`r-${localDay}`, entryOf({ id: `c-${localDay}`, ...changes, costNanoUsd: 70 }));
    ledger.recordOutcome(outcomeOf({ id: `outcome-${localDay}`, taskId, localDay }));
  }
  return ledger;
}

const removeAll = (ledger: SqliteLedger, keptFromDay: string): void => {
  while (ledger.removeEntries(keptFromDay));
};

describe('A check', () => {
  it('finds nothing in a ledger that was used, digested or not', () => {
    const ledger = fill();
    const before = checkFileOfLedger(file());
    ledger.hourTotals(oldDay, today);
    expect([before, checkFileOfLedger(file())]).toEqual([
      { entries: 6, findings: [] },
      { entries: 6, findings: [] },
    ]);
  });

  it('finds nothing whatever the entries are', () => {
    let runs = 0;
    fc.assert(
      fc.property(anyEntries, fc.nat(30), (entries, digestAfter) => {
        runs += 1;
        const name = inFolder(`ledger-${runs}.sqlite`);
        const ledger = new SqliteLedger(name, { nowMs: 0 });
        for (const [index, entry] of entries.entries()) {
          ledger.settle('none', entry);
          if (index === digestAfter) ledger.digest();
        }
        ledger.close();
        expect(checkFileOfLedger(name).findings).toEqual([]);
      }),
      { numRuns: Number(process.env.FC_RUNS ?? 50) },
    );
  });

  it.each(['third', 'fourth'])('finds nothing in a ledger of the %s layout, once it was brought over', (layout) => {
    if (layout === 'third') makeThirdLayout(file(), ['a', 'b']);
    else makeFourthLayout(file());
    openLedger();
    expect(checkFileOfLedger(file()).findings).toEqual([]);
  });

  it('finds totals that a window of the fourth layout added to nobody’s provider no defect', () => {
    fill();
    behindItsBack(`
      INSERT INTO entry (id, task_id, attempt, kind, trigger_kind, started_at_ms, local_day, duration_ms, model, tier, provider, endpoint, billing,
        finish, uncached_input, cache_read, cache_write_5m, cache_write_30m, cache_write_1h, cache_write_12h, output, is_estimate, cost_nano_usd,
        counted_nano_usd, decision)
      VALUES ('late', 'task-9', 1, 'chat', 'command', 0, '${today}', 0, 'm', 'small', 'p', 'e', 'metered', 'stop', 1, 0, 0, 0, 0, 0, 1, 0, 5, 5, '{}');
      INSERT INTO roll_up (local_day, kind, tier, model, endpoint, billing, attempts, unpriced_attempts, estimated_attempts, cost_nano_usd,
        counted_nano_usd, list_price_nano_usd, input_tokens, cache_read_tokens, output_tokens)
      VALUES ('${today}', 'chat', 'small', 'm', 'e', 'metered', 1, 0, 0, 5, 5, 0, 1, 0, 1);`);
    expect(checkFileOfLedger(file()).findings).toEqual([]);
  });

  it.each([
    [
      'totals that are too small',
      `UPDATE roll_up SET cost_nano_usd = cost_nano_usd - 1 WHERE local_day = '${today}'`,
      [{ type: 'totals', localDay: today, column: 'cost_nano_usd', stored: 200_069, made: 200_070 }],
    ],
    [
      'totals of nothing',
      `INSERT INTO roll_up SELECT '2026-11-02', kind, tier, model, endpoint, provider, billing, workspace, language, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
       FROM roll_up WHERE local_day = '${today}'`,
      [{ type: 'totals', localDay: '2026-11-02', column: 'attempts', stored: 1, made: 0 }],
    ],
    [
      'hours that are not those of the entries',
      `UPDATE hour_total SET tokens = 1 WHERE local_day = '${oldDay}'`,
      [{ type: 'hours', localDay: oldDay }],
    ],
    ['entries that are not in the order by cost', 'DELETE FROM digest WHERE entry = 1', [{ type: 'digest', entries: 1 }]],
    [
      'outcomes of no entry',
      `INSERT INTO outcome VALUES ('x', 'nobody', 'shown', 0, '${today}', 0, 0)`,
      [{ type: 'orphan-outcomes', outcomes: 1 }],
    ],
    [
      'amounts below zero',
      `INSERT INTO allowance VALUES ('x', 'day', -5, 0, '${today}')`,
      [{ type: 'negative', table: 'allowance', column: 'amount_nano_usd', rows: 1 }],
    ],
  ])('finds %s', (_what, sql, findings) => {
    fill().dearestEntries(days, 1);
    behindItsBack(sql);
    expect(checkFileOfLedger(file()).findings).toEqual(findings);
  });

  it('finds totals that are of less than the entries also on a day that is incomplete', () => {
    removeAll(fill(), today);
    behindItsBack(`UPDATE roll_up SET attempts = 9, output_tokens = 0 WHERE local_day = '${oldDay}'`);
    const before = checkFileOfLedger(file()).findings;
    behindItsBack(
      `INSERT INTO incomplete_day VALUES ('${today}'); UPDATE roll_up SET attempts = 9, output_tokens = 0 WHERE local_day = '${today}'`,
    );
    expect([before, checkFileOfLedger(file()).findings]).toEqual([
      [],
      [{ type: 'totals', localDay: today, column: 'output_tokens', stored: 0, made: 21 }],
    ]);
  });

  it('finds what SQLite finds', () => {
    fill().close();
    opened.length = 0;
    const bytes = readFileSync(file());
    bytes.fill(0xff, 3 * 4096, 5 * 4096);
    writeFileSync(file(), bytes);
    const found = (() => {
      try {
        return checkFileOfLedger(file()).findings.map(({ type }) => type);
      } catch (error) {
        return [String((error as { errcode?: unknown }).errcode)];
      }
    })();
    expect(new Set(found)).toEqual(new Set([found.includes('11') ? '11' : 'damage']));
  });

  it('is not made of another version’s file', () => {
    fill();
    behindItsBack(`PRAGMA user_version = ${schemaVersion + 1}`);
    expect(() => checkFileOfLedger(file())).toThrow('update Farthing');
  });
});

describe('Entries whose time is over', () => {
  it('go with their outcomes, and leave all totals of days and hours, and what limits count', () => {
    const ledger = fill();
    const asked = () => [
      ledger.rollUps(oldDay, today),
      ledger.hourTotals(oldDay, today),
      ledger.daySummary(oldDay),
      ledger.limitStates([limit]),
    ];
    const before = asked();
    removeAll(ledger, today);
    const left = ledger.entriesFrom(0, 10).entries.map(({ id }) => id);
    expect([asked(), left, ledger.findEntries('lost-r'), checkFileOfLedger(file())]).toEqual([
      before,
      [`a-${today}`, `b-${today}`, `c-${today}`],
      [expect.objectContaining({ id: `lost-r-${today}` })],
      { entries: 3, findings: [] },
    ]);
    expect(ledger.taskEntries(`task-of-${oldDay}`)).toEqual({ entries: [], outcomes: [] });
  });

  it('count in limits that are first asked for afterwards, and by other windows', () => {
    removeAll(fill(), today);
    expect(openLedger().limitStates([limit])).toMatchObject([{ spent: 400_140 }]);
  });

  it('are those before that day, and none where there are none', () => {
    const ledger = fill();
    ledger.digest();
    const answers = [ledger.removeEntries(oldDay), ledger.removeEntries('2026-11-02')];
    expect([answers, ledger.removeEntries('2026-11-02'), ledger.recentEntries(9).length]).toEqual([[false, true], false, 3]);
  });

  it('go step by step, however many there are', () => {
    const ledger = openLedger();
    for (let index = 0; index < 1200; index += 1) ledger.settle('none', entryOf({ id: `entry-${index}`, localDay: oldDay }));
    let steps = 0;
    while (ledger.removeEntries(today)) steps += 1;
    expect([steps, ledger.recentEntries(9), ledger.daySummary(oldDay).attempts]).toEqual([8, [], 1200]);
  });

  it('are those of days that lie so many days back, today counted', () => {
    const noon = new Date(2026, 10, 5, 12).getTime();
    expect([0, 1, 2, 400].map((keepDays) => firstKeptDay(keepDays, noon))).toEqual([undefined, '2026-11-05', '2026-11-04', '2025-10-02']);
  });
});

describe('A backup', () => {
  it('is the ledger as it is, for the user alone, also while it is in use', () => {
    const ledger = fill();
    ledger.reserve(reservationOf('held'), []);
    backUpLedger(file(), inFolder('copy/ledger.sqlite'));
    const copy = new SqliteLedger(inFolder('copy/ledger.sqlite'), { nowMs: 0 });
    opened.push(copy);
    expect([
      copy.entriesFrom(0, 9),
      copy.rollUps(oldDay, today),
      copy.limitStates([limit]),
      readdirSync(inFolder('copy')).length > 0,
    ]).toEqual([ledger.entriesFrom(0, 9), ledger.rollUps(oldDay, today), ledger.limitStates([limit]), true]);
    expect(process.platform === 'win32' || statSync(inFolder('copy/ledger.sqlite')).mode & 0o777).toBe(
      process.platform === 'win32' || 0o600,
    );
  });

  it('is made of any version’s file', () => {
    fill();
    behindItsBack(`PRAGMA user_version = ${schemaVersion + 1}`);
    backUpLedger(file(), inFolder('copy.sqlite'));
    const copy = new DatabaseSync(inFolder('copy.sqlite'), { readOnly: true });
    opened.push(copy);
    expect(copy.prepare('PRAGMA user_version').get()).toEqual({ user_version: schemaVersion + 1 });
  });

  it('is not there at all where it could not be made whole', () => {
    writeFileSync(file(), 'this is no database, '.repeat(500));
    expect(() => backUpLedger(file(), inFolder('copy.sqlite'))).toThrow('not a database');
    expect([existsSync(inFolder('copy.sqlite')), existsSync(inFolder('copy.sqlite.partial'))]).toEqual([false, false]);
  });
});

describe('Compacting', () => {
  it('removes what is too old, gives the room back, and leaves a sound file', () => {
    const ledger = openLedger();
    for (let index = 0; index < 300; index += 1)
      ledger.settle('none', entryOf({ id: `entry-${index}`, localDay: index < 290 ? oldDay : today, model: 'x'.repeat(3000) }));
    const before = ledger.entriesFrom(290, 20).entries;
    ledger.close();
    opened.length = 0;
    const result = compactLedger(file(), today, 0);
    const size = statSync(file()).size;
    expect([result, checkFileOfLedger(file()), openLedger().dearestEntries({ fromDay: today, toDay: today }, 20).length]).toEqual([
      { outcome: 'done', removedEntries: 290, bytesBefore: expect.any(Number), bytesAfter: size },
      { entries: 10, findings: [] },
      10,
    ]);
    expect([result.outcome === 'done' && result.bytesBefore / 5 > size, openLedger().entriesFrom(0, 20).entries]).toEqual([true, before]);
  });

  it('keeps all entries unless told otherwise', () => {
    fill().close();
    opened.length = 0;
    expect([compactLedger(file(), undefined, 0), checkFileOfLedger(file())]).toMatchObject([
      { outcome: 'done', removedEntries: 0 },
      { entries: 6, findings: [] },
    ]);
  });

  it('is left for later while requests are under way, and not for those whose process has died', () => {
    const ledger = fill();
    ledger.reserve(reservationOf('held', { expiresAtMs: 100 }), []);
    expect([compactLedger(file(), today, 100), compactLedger(file(), today, 101)]).toMatchObject([
      { outcome: 'in-use', requests: 1 },
      { outcome: 'done', removedEntries: 3 },
    ]);
  });

  it('changes nothing in a file of another version', () => {
    fill();
    behindItsBack(`PRAGMA user_version = ${schemaVersion + 1}`);
    expect(() => compactLedger(file(), today, 0)).toThrow('update Farthing');
    behindItsBack(`PRAGMA user_version = ${schemaVersion - 1}`);
    expect(() => compactLedger(file(), today, 0)).toThrow('an earlier version');
  });
});
