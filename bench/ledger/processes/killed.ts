// A window that makes requests until it is killed, two at a time, and names each entry once it is acknowledged.
import { WorkerLedger } from '../../../src/storage/workerLedger.ts';
import { randomOf } from '../../cache/random.ts';
import type { KilledSettings } from '../kills.ts';
import { limitsOf, requestOf } from '../requests.ts';
import { workerScript } from '../workerScript.ts';
import { readSettings } from './settings.ts';

const { file, name, lifeMs, seed } = readSettings<KilledSettings>();
const localDay = '2026-11-22';
const random = randomOf(seed);
const ledger = new WorkerLedger({ script: workerScript, file, busyTimeoutMs: 60_000 });

async function lane(first: number): Promise<void> {
  for (let index = first; ; index += 2) {
    const made = { id: `${name}-${index}`, localDay, startedAtMs: Date.now(), worstNanoUsd: 1000, costNanoUsd: 300, lifeMs };
    const { reservation, entry } = requestOf(random, made);
    await ledger.reserve(reservation, limitsOf(localDay, 1e15));
    await ledger.settle(reservation.id, entry);
    // To a pipe this writes at once on POSIX, so that what was acknowledged is known even if this process is not there a moment later.
    process.stdout.write(`${entry.id}\n`);
  }
}

await Promise.all([lane(0), lane(1)]);
