import { statSync } from 'node:fs';
import { digestStep } from '../../src/storage/digest.ts';
import { storeEntry } from '../../src/storage/entryTable.ts';
import { openDatabase } from '../../src/storage/openDatabase.ts';
import { packEntry } from '../../src/storage/packed.ts';
import { Statements } from '../../src/storage/statements.ts';
import { transaction } from '../../src/storage/transaction.ts';
import { WorkerLedger } from '../../src/storage/workerLedger.ts';
import { type Random, randomOf } from '../cache/random.ts';
import { limitsOf, rareWorkspace, requestOf } from './requests.ts';
import { workerScript } from './workerScript.ts';

export interface ManyOptions {
  readonly file: string;
  readonly entries: number;
  readonly seed: number;
}

export interface ManyResult {
  readonly entries: number;
  readonly fileMb: number;
  readonly pageStateMs: number;
  readonly monthQueryMs: number;
}

const days = 365;
const dayMs = 86_400_000;
const lastDayMs = Date.UTC(2026, 10, 22);
const runs = 5;

/** What a page asks of a ledger of a year, through its thread as the editor does. The best of five runs. */
export async function askOfMany(options: ManyOptions): Promise<ManyResult> {
  fill(options);
  const ledger = new WorkerLedger({ script: workerScript, file: options.file });
  const today = dayOf(days - 1);
  await ledger.daySummary(today);
  const monthBegan = `${today.slice(0, 7)}-01`;
  const pageStates: number[] = [];
  const monthQueries: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const times: number[] = [];
    for (const filter of filters) times.push(await millisecondsOf(() => askForPage(ledger, today, filter)));
    pageStates.push(Math.max(...times));
    monthQueries.push(await millisecondsOf(() => ledger.rollUps(monthBegan, today)));
  }
  await ledger.dispose();
  const fileMb = Math.round(statSync(options.file).size / 1_000_000);
  return { entries: options.entries, fileMb, pageStateMs: Math.min(...pageStates), monthQueryMs: Math.min(...monthQueries) };
}

/** Under which history is looked at: everything, much of it, and next to nothing, for which most must be looked through. The slowest counts. */
const filters = [{}, { model: 'model-a', language: 'python' }, { workspace: rareWorkspace }] as const;

/** As `BooksReader` asks for 90 days of history with a request that is open, and for the hours of a year. */
async function askForPage(ledger: WorkerLedger, today: string, filter: (typeof filters)[number]): Promise<void> {
  const range = { fromDay: dayOf(days - 90), toDay: today };
  const [, , , , , dearest] = await Promise.all([
    ledger.rollUps(range.fromDay, today),
    ledger.recentEntries(25),
    ledger.limitStates(limitsOf(today, 1e12)),
    ledger.hourTotals(dayOf(0), dayOf(days - 2)),
    ledger.hourTotals(today, today),
    ledger.dearestEntries({ ...range, ...filter }, 15),
  ]);
  const [first] = dearest;
  if (!first) throw new Error('a page of this ledger has no dearest entries');
  await ledger.taskEntries(first.taskId);
}

/** By the ledger's own functions, a thousand to a transaction and digested as in quiet moments, with memory for indexes whose ids come in no order. */
function fill({ file, entries, seed }: ManyOptions): void {
  const random = randomOf(seed);
  const { database } = openDatabase(file);
  database.exec('PRAGMA cache_size = -400000; PRAGMA synchronous = OFF;');
  const statements = new Statements(database);
  for (let stored = 0; stored < entries; stored += 1000) {
    transaction(statements, () => {
      for (let index = stored; index < Math.min(entries, stored + 1000); index += 1) {
        const day = Math.floor((index * days) / entries);
        const startedAtMs = lastDayMs - (days - 1 - day) * dayMs + Math.floor((((index * days) / entries) % 1) * dayMs);
        const made = {
          id: idOf(random),
          localDay: dayOf(day),
          startedAtMs,
          worstNanoUsd: 1_000_000,
          costNanoUsd: random.between(0, 900_000),
        };
        const { reservation, entry } = requestOf(random, made);
        storeEntry(statements, reservation.id, packEntry(entry));
      }
      digestStep(statements);
    });
  }
  database.close();
}

function dayOf(day: number): string {
  return new Date(lastDayMs - (days - 1 - day) * dayMs).toISOString().slice(0, 10);
}

/** As random as the ids of the extension. */
function idOf(random: Random): string {
  return Array.from({ length: 4 }, () => random.between(0, 0xffffffff).toString(16).padStart(8, '0')).join('-');
}

async function millisecondsOf(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
