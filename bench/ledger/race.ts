import { DatabaseSync } from 'node:sqlite';
import { type Child, go, resultOf, startChild, untilReady } from './child.ts';

export interface RaceOptions {
  readonly file: string;
  readonly processes: number;
  readonly requestsEach: number;
  readonly seed: number;
}

export interface RacerSettings {
  readonly file: string;
  readonly name: string;
  readonly requests: number;
  readonly capNanoUsd: number;
  readonly worstNanoUsd: number;
  readonly localDay: string;
  readonly seed: number;
}

export interface RacerResult {
  /** The ids of the entries that were acknowledged. */
  readonly settled: readonly string[];
  readonly refused: number;
}

export interface HostSettings {
  readonly file: string;
  readonly ledger: 'with' | 'without';
  readonly seed: number;
}

/** By how much its event loop was late, in each stretch of time since it was told to go. */
export interface HostResult {
  readonly stretchMs: number;
  readonly latestMs: readonly number[];
}

export interface RaceResult {
  readonly overspendNanoUsd: number;
  readonly utilisation: number;
  readonly lostEntries: number;
  readonly settled: number;
  readonly refused: number;
  readonly seconds: number;
  readonly hostDelayMaxMs: number;
  readonly controlHostDelayMaxMs: number;
}

const localDay = '2026-11-22';
const worstNanoUsd = 1_000_000;

/** Four fifths of what all requests will cost, so that they come to its end; one worst case is 0.05 % of it at the most. */
function capFor(requests: number): number {
  return worstNanoUsd * Math.max(2000, Math.floor(requests * 0.4));
}

/** The race is cut into so many runs. The best of each host counts, because a pause that the machine makes hits one or the other. */
const runs = 5;

/** Processes that all spend from one budget, more than there is; beside them a host with a ledger in use, and one without. */
export async function race({ file, processes, requestsEach, seed }: RaceOptions): Promise<RaceResult> {
  const capNanoUsd = capFor(processes * requestsEach);
  const racers = Array.from({ length: processes }, (_, index) => {
    const name = `racer-${index}`;
    const settings: RacerSettings = { file, name, requests: requestsEach, capNanoUsd, worstNanoUsd, localDay, seed: seed * 100 + index };
    return startChild('racer.ts', settings);
  });
  const hosts = (['with', 'without'] as const).map((ledger) =>
    startChild('host.ts', { file, ledger, seed: seed + 7 } satisfies HostSettings),
  );
  await Promise.all([...racers, ...hosts].map(untilReady));
  const beganMs = performance.now();
  for (const child of [...hosts, ...racers]) go(child);
  const results = await Promise.all(racers.map((racer) => resultOf<RacerResult>(racer)));
  const seconds = (performance.now() - beganMs) / 1000;
  const [withLedger, without] = await Promise.all(hosts.map(endHost));
  return {
    ...booksOf(file, capNanoUsd, results),
    refused: results.reduce((sum, { refused }) => sum + refused, 0),
    seconds,
    ...delaysOf(withLedger, without),
  };
}

async function endHost(host: Child): Promise<HostResult> {
  host.stdin.end();
  return resultOf<HostResult>(host);
}

/** What the file itself says: not by the ledger's own sums. */
function booksOf(file: string, capNanoUsd: number, results: readonly RacerResult[]) {
  const database = new DatabaseSync(file, { readOnly: true });
  const spent = Number(database.prepare('SELECT sum(counted_nano_usd) AS spent FROM entry').get()?.spent);
  const stored = new Set(
    database
      .prepare('SELECT id FROM entry')
      .all()
      .map(({ id }) => id),
  );
  database.close();
  const acknowledged = results.flatMap(({ settled }) => settled);
  return {
    overspendNanoUsd: Math.max(0, spent - capNanoUsd),
    utilisation: spent / capNanoUsd,
    settled: acknowledged.length,
    lostEntries: acknowledged.filter((id) => !stored.has(id)).length,
  };
}

function delaysOf(withLedger: HostResult | undefined, without: HostResult | undefined) {
  const controlHostDelayMaxMs = bestRun(without);
  const hostDelayMaxMs = bestRun(withLedger) - controlHostDelayMaxMs;
  if (!Number.isFinite(hostDelayMaxMs)) throw new Error('the race was too short to measure the hosts in it');
  return { hostDelayMaxMs, controlHostDelayMaxMs };
}

/** The greatest delay of a run, in the run where it was least. */
function bestRun({ latestMs }: HostResult = { stretchMs: 0, latestMs: [] }): number {
  const size = Math.floor(latestMs.length / runs);
  return Math.min(...Array.from({ length: runs }, (_, run) => Math.max(...latestMs.slice(run * size, (run + 1) * size))));
}
