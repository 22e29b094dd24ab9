import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { WorkerLedger } from '../../src/storage/workerLedger.ts';
import { type Random, randomOf } from '../cache/random.ts';
import { startChild } from './child.ts';
import { workerScript } from './workerScript.ts';

export interface KillsOptions {
  readonly file: string;
  readonly kills: number;
  readonly seed: number;
}

export interface KilledSettings {
  readonly file: string;
  readonly name: string;
  readonly lifeMs: number;
  readonly seed: number;
}

export interface KillsResult {
  readonly acknowledged: number;
  readonly lostEntries: number;
  /** Estimates that were booked for the dead. */
  readonly booked: number;
  /** Still held although their deadline was over and somebody looked after it. */
  readonly staleReservations: number;
}

const lifeMs = 300;
const settleExpiredEveryMs = 50;
const atOnce = 2;

/** Windows that are killed while they write, and one that lives on and books what they left. */
export async function killWindows({ file, kills, seed }: KillsOptions): Promise<KillsResult> {
  const survivor = new WorkerLedger({ script: workerScript, file, settleExpiredEveryMs });
  await survivor.recentEntries(1);
  const random = randomOf(seed);
  const acknowledged: string[] = [];
  const lane = async (first: number): Promise<void> => {
    for (let index = first; index < kills; index += atOnce) acknowledged.push(...(await killOne(file, `${seed}-${index}`, random)));
  };
  await Promise.all(Array.from({ length: atOnce }, (_, index) => lane(index)));
  // The last one's deadline, and twice the time within which the survivor looks.
  await sleep(lifeMs + 2 * settleExpiredEveryMs);
  await survivor.recentEntries(1);
  const result = readBooks(file, acknowledged);
  await survivor.dispose();
  return result;
}

/** Killed at any moment: some time after it has settled some. Returns what was acknowledged before. */
async function killOne(file: string, name: string, random: Random): Promise<readonly string[]> {
  const child = startChild('killed.ts', { file, name, lifeMs, seed: random.between(0, 1_000_000) } satisfies KilledSettings);
  const ended = once(child, 'exit');
  const least = random.between(1, 20);
  const acknowledged: string[] = [];
  for await (const id of createInterface({ input: child.stdout })) {
    acknowledged.push(id);
    if (acknowledged.length === least) setTimeout(() => child.kill('SIGKILL'), random.share() * 5);
  }
  const [, signal] = await ended;
  if (signal !== 'SIGKILL') throw new Error(`the window ${name} ended before it was killed`);
  return acknowledged;
}

function readBooks(file: string, acknowledged: readonly string[]): KillsResult {
  const database = new DatabaseSync(file, { readOnly: true });
  const stored = new Set(
    database
      .prepare('SELECT id FROM entry')
      .all()
      .map(({ id }) => id),
  );
  const count = (sql: string): number => Number(database.prepare(sql).get()?.count);
  const staleReservations = count('SELECT count(*) AS count FROM reservation');
  const booked = count("SELECT count(*) AS count FROM entry WHERE finish = 'lost'");
  database.close();
  const lostEntries = acknowledged.filter((id) => !stored.has(id)).length;
  return { acknowledged: acknowledged.length, lostEntries, booked, staleReservations };
}
