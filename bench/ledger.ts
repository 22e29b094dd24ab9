/**
 * `ledger`: what the ledger takes inside its own thread, beside a bare insert of the same columns; what eight processes do to one budget, and
 * to the event loop of a host beside them; what a page waits for in a ledger of a year; what is left of windows that are killed. The files are
 * real ones, in the folder for temporary files.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type InsideTimes, timeInside } from './ledger/inside.ts';
import { killWindows } from './ledger/kills.ts';
import { askOfMany } from './ledger/million.ts';
import { race } from './ledger/race.ts';
import type { Benchmark } from './support/benchmark.ts';
import { rounded } from './support/statistics.ts';

const processes = 8;

export const ledger: Benchmark = async ({ quick, seed }) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'farthing-bench-'));
  const fileIn = (name: string): string => {
    mkdirSync(path.join(folder, name));
    return path.join(folder, name, 'ledger.sqlite');
  };
  try {
    const inside = await bestInside(folder, quick ? 1000 : 5000, seed);
    const {
      settled,
      refused,
      seconds,
      lostEntries: lostInRace,
      ...raced
    } = await race({
      ...{ file: fileIn('race'), processes, seed },
      // Together more than the budget holds, also in short.
      requestsEach: quick ? 600 : 2000,
    });
    console.log(`race: ${settled} settled, ${refused} refused in ${rounded(seconds)} s`);
    const kills = quick ? 10 : 100;
    const { acknowledged, booked, ...killed } = await killWindows({ file: fileIn('kills'), kills, seed });
    console.log(`kills: ${acknowledged} entries acknowledged, ${booked} estimates booked for the dead`);
    const many = await askOfMany({ file: fileIn('many'), entries: quick ? 100_000 : 1_000_000, seed });
    return {
      insertP50Us: rounded(inside.insertUs),
      reserveSettleP50Us: rounded(inside.reserveSettleUs),
      bareInsertP50Us: rounded(inside.bareInsertUs),
      insertCommittedP50Us: rounded(inside.insertCommittedUs),
      bareInsertCommittedP50Us: rounded(inside.bareInsertCommittedUs),
      hostDelayMaxMs: rounded(raced.hostDelayMaxMs),
      controlHostDelayMaxMs: rounded(raced.controlHostDelayMaxMs),
      processes,
      overspendNanoUsd: raced.overspendNanoUsd,
      utilisation: Math.floor(raced.utilisation * 10_000) / 10_000,
      entries: many.entries,
      fileMb: many.fileMb,
      pageStateMs: rounded(many.pageStateMs),
      monthQueryMs: rounded(many.monthQueryMs),
      kills,
      lostEntries: killed.lostEntries + lostInRace,
      staleReservations: killed.staleReservations,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Each time is the best of five runs; the insert and its control are of the same run. */
async function bestInside(folder: string, requests: number, seed: number): Promise<InsideTimes> {
  const runs: InsideTimes[] = [];
  for (let run = 0; run < 5; run += 1) {
    const ownFolder = path.join(folder, `inside-${run}`);
    mkdirSync(ownFolder);
    runs.push(await timeInside({ folder: ownFolder, requests, seed: seed * 10 + run }));
    rmSync(ownFolder, { recursive: true });
  }
  const by = (of: (times: InsideTimes) => number): InsideTimes => runs.toSorted((a, b) => of(a) - of(b))[0] as InsideTimes;
  return { ...by(({ insertUs }) => insertUs), reserveSettleUs: by(({ reserveSettleUs }) => reserveSettleUs).reserveSettleUs };
}
