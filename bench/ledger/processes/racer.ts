// A window that spends from a budget which others spend from too, as fast as it can, four requests at a time.
import { WorkerLedger } from '../../../src/storage/workerLedger.ts';
import { randomOf } from '../../cache/random.ts';
import type { RacerResult, RacerSettings } from '../race.ts';
import { limitsOf, requestOf } from '../requests.ts';
import { workerScript } from '../workerScript.ts';
import { readSettings, waitForGo } from './settings.ts';

const { file, name, requests, capNanoUsd, worstNanoUsd, localDay, seed } = readSettings<RacerSettings>();
const lanes = 4;
const random = randomOf(seed);
// As patient as it must be where eight of them share two processors.
const ledger = new WorkerLedger({ script: workerScript, file, busyTimeoutMs: 60_000 });
const limits = limitsOf(localDay, capNanoUsd);
const settled: string[] = [];
let refused = 0;

async function lane(first: number): Promise<void> {
  for (let index = first; index < requests; index += lanes) {
    const costNanoUsd = Math.round((worstNanoUsd * random.between(1, 100)) / 100);
    const made = { id: `${name}-${index}`, localDay, startedAtMs: Date.now(), worstNanoUsd, costNanoUsd, lifeMs: 600_000 };
    const { reservation, entry } = requestOf(random, made);
    const { outcome } = await ledger.reserve(reservation, limits);
    if (outcome === 'refused') {
      refused += 1;
      continue;
    }
    await ledger.settle(reservation.id, entry);
    settled.push(entry.id);
  }
}

await ledger.recentEntries(1);
await waitForGo();
process.stdin.destroy();
await Promise.all(Array.from({ length: lanes }, (_, index) => lane(index)));
await ledger.dispose();
console.log(JSON.stringify({ settled, refused } satisfies RacerResult));
