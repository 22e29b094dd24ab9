import { mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it } from 'vitest';
import type { LedgerEntry, ReservationLimit } from '../../src/core/ledger/index.ts';
import { SqliteLedger } from '../../src/storage/sqliteLedger.ts';
import { WorkerLedger } from '../../src/storage/workerLedger.ts';
import { bundled } from '../support/bundled.ts';
import { entryOf, outcomeOf } from '../support/entries.ts';
import { useFolder } from '../support/useFolder.ts';
import { makeFirstLayout } from './fixtures/firstLayout.ts';
import { makeFourthLayout } from './fixtures/fourthLayout.ts';
import { makeSecondLayout } from './fixtures/secondLayout.ts';
import { makeThirdLayout } from './fixtures/thirdLayout.ts';

const script = bundled('src/storage/ledgerWorker.ts');
const inFolder = useFolder();
const opened: { close(): void }[] = [];
afterEach(() => {
  for (const closable of opened.splice(0)) closable.close();
});

function openLedger(): SqliteLedger {
  const ledger = new SqliteLedger(inFolder('ledger.sqlite'));
  opened.push(ledger);
  return ledger;
}

const day = '2026-11-05';
/** What the router core added to an entry. */
const routed = {
  ...{ effort: 'high', serviceTier: 'flex', precision: 'Q8_0', sessionId: 'session-1' },
  ...{ expectedCacheReadTokens: 12_000, cacheMiss: 'the prefix is too short' },
};
const ids = ['entry-c', 'entry-a', 'entry-b'];

/** The tables, indexes and triggers of a file, by the text that made them; where it breaks its lines is of no matter. */
function layoutOf(name: string): readonly string[] {
  const database = new DatabaseSync(inFolder(name), { readOnly: true });
  opened.push(database);
  return database
    .prepare('SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name')
    .all()
    .map(({ sql }) => String(sql).replaceAll(/\s+/g, ''));
}

/** Without what SQLite may leave of its log where connections are closed at the same moment. */
function filesBeside(): readonly string[] {
  return readdirSync(inFolder('.'))
    .filter((name) => !/-(wal|shm)$/.test(name))
    .toSorted();
}

describe('A ledger of the first layout', () => {
  it('keeps its entries in their order, what they cost counts, and its outcomes', () => {
    makeFirstLayout(inFolder('ledger.sqlite'), ids);
    const ledger = openLedger();
    expect([ledger.entriesFrom(0, 10).entries, ledger.daySummary(day), ledger.rollUps(day, day)]).toEqual([
      ids.map((id) => entryOf({ id, costNanoUsd: 100_000, countedNanoUsd: 100_000 })),
      {
        localDay: day,
        attempts: 3,
        costNanoUsd: 300_000,
        unpricedAttempts: 0,
        estimatedAttempts: 0,
        inputTokens: 126,
        outputTokens: 21,
        accepted: 1,
      },
      [
        {
          localDay: day,
          kind: 'completion.line',
          tier: 'local',
          model: 'qwen',
          endpoint: 'llama-server@127.0.0.1:8080',
          provider: 'llama-server',
          billing: 'local',
          workspace: 'shop',
          language: 'typescript',
          attempts: 3,
          unpricedAttempts: 0,
          estimatedAttempts: 0,
          costNanoUsd: 300_000,
          countedNanoUsd: 300_000,
          listPriceNanoUsd: 0,
          inputTokens: 126,
          cacheReadTokens: 90,
          outputTokens: 21,
          cacheWriteTokens: 0,
          cacheSavedNanoUsd: 0,
          baselineNanoUsd: 0,
        },
      ],
    ]);
  });

  it('gets the layout of a new one, and goes on', () => {
    makeFirstLayout(inFolder('ledger.sqlite'), ids);
    const ledger = openLedger();
    ledger.settle('none', entryOf({ id: 'new' }));
    ledger.recordOutcome(outcomeOf({ id: 'new', taskId: 'task-new' }));
    new SqliteLedger(inFolder('fresh.sqlite')).close();
    expect([ledger.daySummary(day), layoutOf('ledger.sqlite')]).toMatchObject([{ attempts: 4, accepted: 2 }, layoutOf('fresh.sqlite')]);
  });

  it('is kept beside as it was, readable for the user alone', () => {
    makeFirstLayout(inFolder('ledger.sqlite'), ids);
    makeFirstLayout(inFolder('same.sqlite'), ids);
    openLedger().close();
    opened.length = 0;
    const backup = new DatabaseSync(inFolder('ledger.sqlite.v1.backup'), { readOnly: true });
    opened.push(backup);
    expect([
      backup.prepare('PRAGMA user_version').get()?.user_version,
      backup
        .prepare('SELECT id FROM entry ORDER BY rowid')
        .all()
        .map(({ id }) => id),
      layoutOf('ledger.sqlite.v1.backup'),
      process.platform === 'win32' || statSync(inFolder('ledger.sqlite.v1.backup')).mode & 0o777,
    ]).toEqual([1, ids, layoutOf('same.sqlite'), process.platform === 'win32' || 0o600]);
  });

  it('is brought over once by windows that open it together', async () => {
    makeFirstLayout(inFolder('ledger.sqlite'), ids);
    const windows = Array.from({ length: 3 }, () => new WorkerLedger({ script, file: inFolder('ledger.sqlite') }));
    const entries = await Promise.all(windows.map((ledger) => ledger.recentEntries(9)));
    await Promise.all(windows.map((ledger) => ledger.dispose()));
    expect([entries.map(({ length }) => length), filesBeside()]).toEqual([
      [3, 3, 3],
      ['ledger.sqlite', 'ledger.sqlite.v1.backup'],
    ]);
  });

  it('stays as it is where there is no room for a copy of it', () => {
    makeFirstLayout(inFolder('ledger.sqlite'), ids);
    // Something in the way of the copy, which no file can replace.
    const blocked = `${inFolder('ledger.sqlite')}.v1.backup/in/the/way`;
    mkdirSync(blocked, { recursive: true });
    expect(() => openLedger()).toThrow();
    expect([layoutOf('ledger.sqlite').some((sql) => sql.includes('counted_nano_usd'))]).toEqual([false]);
  });
});

describe('A ledger of the second layout', () => {
  /** As the fixture stores it. */
  const storedEntry = (id: string): LedgerEntry => ({
    ...entryOf({ id, kind: 'chat', origin: { trigger: 'command', language: 'typescript', workspace: 'shop' } }),
    ...{ model: 'sonnet', tier: 'medium', provider: 'anthropic', endpoint: 'anthropic', billing: 'metered' },
    ...{ reasoningTokens: 3, listPriceNanoUsd: 90_000, billingReport: { serviceTier: 'standard' } },
    decision: { rule: 'ladder', reason: 'medium is rung 1 of 2', chosen: 'sonnet (anthropic)', fallbacks: [], rejected: [] },
  });

  it('keeps its entries, totals, outcomes, ratios, and what it holds', () => {
    makeSecondLayout(inFolder('ledger.sqlite'), ids);
    const ledger = openLedger();
    const limit = { budgetId: 'day', unit: 'nano-usd' as const, limit: 1_000_000, fromDay: day };
    expect([ledger.entriesFrom(0, 10).entries, ledger.daySummary(day), ledger.learnedRatios(), ledger.limitStates([limit])]).toEqual([
      ids.map(storedEntry),
      {
        localDay: day,
        attempts: 3,
        costNanoUsd: 300_000,
        unpricedAttempts: 0,
        estimatedAttempts: 0,
        inputTokens: 126,
        outputTokens: 21,
        accepted: 1,
      },
      [{ endpoint: 'anthropic', model: 'sonnet', fileType: '', ratio: 1.2, samples: 3, highestTokensPerByte: 0.3 }],
      [{ budgetId: 'day', unit: 'nano-usd' as const, limit: 1_000_000, spent: 300_000, reserved: 700 }],
    ]);
  });

  it('gets the layout of a new one, and stores what entries have since', () => {
    makeSecondLayout(inFolder('ledger.sqlite'), ids);
    const ledger = openLedger();
    const entry = entryOf({ id: 'new', startedAtMs: 1_795_000_000_000, ...routed });
    ledger.settle('held', entry);
    new SqliteLedger(inFolder('fresh.sqlite')).close();
    expect([ledger.recentEntries(1), layoutOf('ledger.sqlite')]).toEqual([[entry], layoutOf('fresh.sqlite')]);
  });

  it('is kept beside as it was', () => {
    makeSecondLayout(inFolder('ledger.sqlite'), ids);
    makeSecondLayout(inFolder('same.sqlite'), ids);
    openLedger().close();
    opened.length = 0;
    expect([layoutOf('ledger.sqlite.v2.backup'), readdirSync(inFolder('.')).filter((name) => name.startsWith('ledger'))]).toEqual([
      layoutOf('same.sqlite'),
      ['ledger.sqlite', 'ledger.sqlite.v2.backup'],
    ]);
  });

  it('is still written to by a window of that version', () => {
    makeSecondLayout(inFolder('ledger.sqlite'), ids);
    const old = new DatabaseSync(inFolder('ledger.sqlite'));
    opened.push(old);
    const columns = old.prepare("SELECT group_concat(name, ', ') AS names FROM pragma_table_info('entry')").get()?.names;
    const copy = old.prepare(`INSERT INTO entry (${columns}) SELECT 'late-' || ${columns} FROM entry`);
    const ledger = openLedger();
    copy.run();
    expect(ledger.recentEntries(9).map(({ id }) => id)).toEqual([...ids.toReversed().map((id) => `late-${id}`), ...ids.toReversed()]);
  });

  it('is brought over once by windows that open it together', async () => {
    makeSecondLayout(inFolder('ledger.sqlite'), ids);
    const windows = Array.from({ length: 3 }, () => new WorkerLedger({ script, file: inFolder('ledger.sqlite') }));
    const entries = await Promise.all(windows.map((ledger) => ledger.recentEntries(9)));
    await Promise.all(windows.map((ledger) => ledger.dispose()));
    expect([entries.map(({ length }) => length), filesBeside()]).toEqual([
      [3, 3, 3],
      ['ledger.sqlite', 'ledger.sqlite.v2.backup'],
    ]);
  });
});

describe('A ledger of the third layout', () => {
  /** As the fixture stores it. */
  const storedEntry = (id: string): LedgerEntry => ({
    ...entryOf({ id, kind: 'chat', origin: { trigger: 'command', language: 'typescript', workspace: 'shop' } }),
    ...{ model: 'sonnet', tier: 'medium', provider: 'anthropic', endpoint: 'anthropic', billing: 'metered' },
    ...{ reasoningTokens: 3, listPriceNanoUsd: 90_000, billingReport: { serviceTier: 'standard' } },
    ...{ effort: 'high', serviceTier: 'flex', precision: 'fp8', sessionId: 'session-1' },
    ...{ expectedCacheReadTokens: 12_000, cacheMiss: 'the prefix is too short' },
    decision: { rule: 'ladder', reason: 'medium is rung 1 of 2', chosen: 'sonnet (anthropic)', fallbacks: [], rejected: [] },
  });
  const limit = { budgetId: 'day', unit: 'nano-usd' as const, limit: 1_000_000, fromDay: day };

  it('keeps its entries, what they cost, and what it holds', () => {
    makeThirdLayout(inFolder('ledger.sqlite'), ids);
    const ledger = openLedger();
    const before = ledger.limitStates([limit]);
    ledger.release('held');
    expect([ledger.entriesFrom(0, 10).entries, before, ledger.limitStates([limit])]).toEqual([
      ids.map(storedEntry),
      [{ budgetId: 'day', unit: 'nano-usd' as const, limit: 1_000_000, spent: 300_000, reserved: 700 }],
      [{ budgetId: 'day', unit: 'nano-usd' as const, limit: 1_000_000, spent: 300_000, reserved: 0 }],
    ]);
  });

  it('gets the layout of a new one, and is kept beside as it was', () => {
    makeThirdLayout(inFolder('ledger.sqlite'), ids);
    makeThirdLayout(inFolder('same.sqlite'), ids);
    openLedger().close();
    opened.length = 0;
    new SqliteLedger(inFolder('fresh.sqlite')).close();
    expect([layoutOf('ledger.sqlite'), layoutOf('ledger.sqlite.v3.backup')]).toEqual([layoutOf('fresh.sqlite'), layoutOf('same.sqlite')]);
  });

  it('is still written to by a window of that version', () => {
    makeThirdLayout(inFolder('ledger.sqlite'), ids);
    const old = new DatabaseSync(inFolder('ledger.sqlite'));
    opened.push(old);
    const hold = old.prepare(`
      INSERT INTO reservation (id, amount_nano_usd, made_at_ms, expires_at_ms, kind, local_day, estimate)
      VALUES (:id, 50, 0, 4102444800000, 'chat', '2026-11-05', '{}')`);
    const release = old.prepare('DELETE FROM reservation WHERE id = :id');
    const ledger = openLedger();
    hold.run({ id: 'late' });
    const held = ledger.limitStates([limit]).map(({ reserved }) => reserved);
    release.run({ id: 'late' });
    expect([held, ledger.limitStates([limit]).map(({ reserved }) => reserved)]).toEqual([[750], [700]]);
  });
});

describe('A ledger of the fourth layout', () => {
  const spent = (ledger: SqliteLedger, scope: Partial<ReservationLimit>) =>
    ledger.limitStates([{ budgetId: 'day', unit: 'nano-usd', limit: 0, fromDay: '2026-11-01', ...scope }])[0];

  it('has its totals told apart by provider, workspace and language, as far as its entries tell, and no day is of less', () => {
    makeFourthLayout(inFolder('ledger.sqlite'));
    const ledger = openLedger();
    const rollUps = ledger
      .rollUps('2026-11-01', day)
      .map(({ localDay, endpoint, provider, workspace, language, attempts, costNanoUsd, inputTokens, cacheWriteTokens }) =>
        [localDay, endpoint, provider, workspace, language, attempts, costNanoUsd, inputTokens, cacheWriteTokens].join(' '),
      );
    expect(rollUps).toEqual([
      '2026-11-03 azure    3 300000 141 0',
      '2026-11-04 anthropic    1 100000 47 0',
      '2026-11-04 anthropic company-of-anthropic shop typescript 1 100000 47 5',
      '2026-11-05 anthropic company-of-anthropic shop typescript 1 100000 47 5',
      '2026-11-05 anthropic company-of-anthropic till typescript 1 100000 47 5',
      '2026-11-05 azure company-of-azure till typescript 1 100000 47 5',
    ]);
  });

  it('counts what was spent, allowed and is held in limits of all kinds', () => {
    makeFourthLayout(inFolder('ledger.sqlite'));
    const ledger = openLedger();
    const scopes = [{}, { provider: 'company-of-anthropic' }, { workspace: 'till' }, { taskId: 'session-2' }, { unit: 'tokens' }] as const;
    expect(scopes.map((scope) => spent(ledger, scope))).toMatchObject([
      { limit: 500, spent: 800_000, reserved: 700 },
      { limit: 500, spent: 300_000, reserved: 700 },
      { limit: 500, spent: 200_000, reserved: 700 },
      { limit: 500, spent: 0, reserved: 700 },
      { limit: 500, spent: 432, reserved: 0 },
    ]);
  });

  it('tells its dearest entries, and no hours, which nothing in it tells', () => {
    makeFourthLayout(inFolder('ledger.sqlite'));
    const ledger = openLedger();
    const dearest = ledger.dearestEntries({ fromDay: '2026-11-01', toDay: day, workspace: 'till' }, 5);
    expect([dearest.map(({ id }) => id), ledger.hourTotals('2026-11-01', day), ledger.claimNotice('day-80', 1)]).toEqual([
      ['c', 'b'],
      [],
      false,
    ]);
  });

  it('gets the layout of a new one, and is kept beside as it was, which is told', async () => {
    makeFourthLayout(inFolder('ledger.sqlite'));
    makeFourthLayout(inFolder('same.sqlite'));
    const window = new WorkerLedger({ script, file: inFolder('ledger.sqlite') });
    await window.recentEntries(1);
    const { state } = window;
    await window.dispose();
    new SqliteLedger(inFolder('fresh.sqlite')).close();
    expect([state, layoutOf('ledger.sqlite'), layoutOf('ledger.sqlite.v4.backup')]).toEqual([
      { status: 'open', backup: inFolder('ledger.sqlite.v4.backup') },
      layoutOf('fresh.sqlite'),
      layoutOf('same.sqlite'),
    ]);
  });

  it('is still written to by a window of that version, and what that adds counts', () => {
    makeFourthLayout(inFolder('ledger.sqlite'));
    const old = new DatabaseSync(inFolder('ledger.sqlite'));
    opened.push(old);
    const hold = old.prepare(`
      INSERT INTO reservation (id, amount_nano_usd, made_at_ms, expires_at_ms, kind, local_day, estimate)
      VALUES ('late', 50, 0, 4102444800000, 'chat', '2026-11-05', '{}')`);
    const columns = old.prepare("SELECT group_concat(name, ', ') AS names FROM pragma_table_info('entry')").get()?.names;
    const store = old.prepare(`INSERT INTO entry (${columns}) SELECT 'late-' || ${columns} FROM entry WHERE id = 'a'`);
    const add = old.prepare(`
      INSERT INTO roll_up (local_day, kind, tier, model, endpoint, billing, attempts, unpriced_attempts, estimated_attempts, cost_nano_usd,
        counted_nano_usd, list_price_nano_usd, input_tokens, cache_read_tokens, output_tokens)
      VALUES ('2026-11-05', 'chat', 'medium', 'sonnet', 'anthropic', 'metered', 1, 0, 0, 100000, 100000, 0, 47, 30, 7)
      ON CONFLICT DO UPDATE SET attempts = attempts + 1`);
    const ledger = openLedger();
    for (const statement of [hold, store, add]) statement.run();
    expect([spent(ledger, {}), spent(ledger, { unit: 'tokens' }), ledger.findEntries('late-a').length]).toMatchObject([
      { spent: 900_000, reserved: 750 },
      { spent: 486 },
      1,
    ]);
  });

  it('stays as it was where it cannot be brought over, with its copy beside it', () => {
    makeFourthLayout(inFolder('ledger.sqlite'));
    makeFourthLayout(inFolder('same.sqlite'));
    // What the user put there stands in the way of the last table.
    for (const name of ['ledger.sqlite', 'same.sqlite']) {
      const database = new DatabaseSync(inFolder(name));
      database.exec('CREATE TABLE incomplete_day (x)');
      database.close();
    }
    expect(() => openLedger()).toThrow('incomplete_day');
    const contents = (name: string) => {
      const database = new DatabaseSync(inFolder(name), { readOnly: true });
      opened.push(database);
      return ['entry', 'roll_up', 'reservation', 'outcome'].map((table) => database.prepare(`SELECT * FROM ${table}`).all());
    };
    expect([layoutOf('ledger.sqlite'), contents('ledger.sqlite'), contents('ledger.sqlite.v4.backup')]).toEqual([
      layoutOf('same.sqlite'),
      contents('same.sqlite'),
      contents('same.sqlite'),
    ]);
  });

  it('leaves the newest three copies, and what is no copy', () => {
    makeFourthLayout(inFolder('ledger.sqlite'));
    const others = ['v1.backup', 'v2.backup', 'v3.backup', 'v3.backup.mine', 'v4.backup.mine'];
    for (const [index, name] of others.entries()) {
      writeFileSync(inFolder(`ledger.sqlite.${name}`), '');
      utimesSync(inFolder(`ledger.sqlite.${name}`), index, index);
    }
    openLedger().close();
    opened.length = 0;
    const kept = ['', '.v2.backup', '.v3.backup', '.v3.backup.mine', '.v4.backup', '.v4.backup.mine'];
    expect(readdirSync(inFolder('.')).toSorted()).toEqual(kept.map((name) => `ledger.sqlite${name}`));
  });
});
