// What an extension host feels of it: how late its event loop is, with a ledger that it uses as a person makes requests, or without.
import { WorkerLedger } from '../../../src/storage/workerLedger.ts';
import { randomOf } from '../../cache/random.ts';
import type { HostResult, HostSettings } from '../race.ts';
import { limitsOf, requestOf } from '../requests.ts';
import { workerScript } from '../workerScript.ts';
import { readSettings, waitForGo } from './settings.ts';

const { file, ledger: has, seed } = readSettings<HostSettings>();
const tickMs = 2;
const requestEveryMs = 50;
const stretchMs = 100;

const ledger = has === 'with' ? new WorkerLedger({ script: workerScript, file, busyTimeoutMs: 60_000 }) : undefined;
await ledger?.recentEntries(1);
await waitForGo();
// Ends when it is told so.
process.stdin.on('end', () => void end()).resume();

const beganMs = performance.now();
const latestMs: number[] = [];
let tick = setTimeout(look, tickMs, beganMs);
function look(plannedFromMs: number): void {
  const nowMs = performance.now();
  const stretch = Math.floor((nowMs - beganMs) / stretchMs);
  while (latestMs.length <= stretch) latestMs.push(0);
  latestMs[stretch] = Math.max(latestMs[stretch] ?? 0, nowMs - plannedFromMs - tickMs);
  tick = setTimeout(look, tickMs, nowMs);
}

const random = randomOf(seed);
let count = 0;
const requests = setInterval(() => {
  const localDay = '2026-11-21';
  const made = { id: `host-${count}`, localDay, startedAtMs: Date.now(), worstNanoUsd: 0, costNanoUsd: 0, lifeMs: 600_000 };
  const { reservation, entry } = requestOf(random, made);
  count += 1;
  void ledger?.reserve(reservation, limitsOf(localDay, 1e15)).then(() => ledger.settle(reservation.id, entry));
}, requestEveryMs);

async function end(): Promise<void> {
  clearTimeout(tick);
  clearInterval(requests);
  await ledger?.dispose();
  console.log(JSON.stringify({ stretchMs, latestMs } satisfies HostResult));
}
