// The ledger's own functions, timed in a thread like the ledger's, in turn with the control: a row of the same columns into a table without
// an index, in the same file.
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { entryColumns } from '../../../src/storage/entryRow.ts';
import { storeEntry } from '../../../src/storage/entryTable.ts';
import { openDatabase } from '../../../src/storage/openDatabase.ts';
import { packEntry, packReservation } from '../../../src/storage/packed.ts';
import { SqliteLedger } from '../../../src/storage/sqliteLedger.ts';
import { Statements } from '../../../src/storage/statements.ts';
import { randomOf } from '../../cache/random.ts';
import { median } from '../../support/statistics.ts';
import type { InsideSettings, InsideTimes } from '../inside.ts';
import { limitsOf, requestOf } from '../requests.ts';

const { folder, requests, seed }: InsideSettings = workerData;
const random = randomOf(seed);
const localDay = '2026-11-22';

/** What the ledger is handed by the thread that made it. */
function packed(index: number) {
  const made = { id: `${seed}-${index}`, localDay, startedAtMs: Date.now(), worstNanoUsd: 1_000_000, costNanoUsd: 300_000 };
  const { reservation, entry } = requestOf(random, made);
  return { reservation: packReservation(reservation), entry: packEntry(entry) };
}

/** The first fifth is for the compiler. */
const counts = (index: number): boolean => index >= requests / 5;

function reserveAndSettle(): number {
  const ledger = new SqliteLedger(path.join(folder, 'requests.sqlite'));
  const limits = limitsOf(localDay, 1e15);
  const times: number[] = [];
  for (let index = 0; index < requests; index += 1) {
    const { reservation, entry } = packed(index);
    const began = performance.now();
    ledger.reservePacked(reservation, limits);
    ledger.settlePacked(reservation.id, entry);
    if (counts(index)) times.push(performance.now() - began);
  }
  ledger.close();
  return microseconds(times);
}

function insert(): Omit<InsideTimes, 'reserveSettleUs'> {
  const { database } = openDatabase(path.join(folder, 'inserts.sqlite'));
  const statements = new Statements(database);
  statements.run(`CREATE TABLE bare (${entryColumns.join(', ')})`);
  const bare = `INSERT INTO bare VALUES (${entryColumns.map(() => '?').join(', ')})`;
  const times = { insert: [] as number[], bare: [] as number[], insertCommitted: [] as number[], bareCommitted: [] as number[] };
  const timed = (work: () => unknown, inside: number[], committed: number[], isCounted: boolean): void => {
    const began = performance.now();
    statements.run('BEGIN IMMEDIATE');
    const beganInside = performance.now();
    work();
    const endedInside = performance.now();
    statements.run('COMMIT');
    if (!isCounted) return;
    inside.push(endedInside - beganInside);
    committed.push(performance.now() - began);
  };
  for (let index = 0; index < requests; index += 1) {
    const { entry } = packed(index);
    timed(() => storeEntry(statements, entry.id, entry), times.insert, times.insertCommitted, counts(index));
    timed(() => statements.run(bare, entry.values), times.bare, times.bareCommitted, counts(index));
  }
  database.close();
  return {
    insertUs: microseconds(times.insert),
    bareInsertUs: microseconds(times.bare),
    insertCommittedUs: microseconds(times.insertCommitted),
    bareInsertCommittedUs: microseconds(times.bareCommitted),
  };
}

function microseconds(times: readonly number[]): number {
  return median(times) * 1000;
}

parentPort?.postMessage({ ...insert(), reserveSettleUs: reserveAndSettle() } satisfies InsideTimes);
