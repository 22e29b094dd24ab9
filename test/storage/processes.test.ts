import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { SqliteLedger } from '../../src/storage/sqliteLedger.ts';
import { WorkerLedger } from '../../src/storage/workerLedger.ts';
import { estimateOf } from '../support/entries.ts';
import { useFolder } from '../support/useFolder.ts';

const pathOf = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const inFolder = useFolder();
const limit = { budgetId: 'day', unit: 'nano-usd' as const, limit: 200_000, fromDay: '2026-11-05' };
const started: ChildProcess[] = [];
afterEach(() => {
  for (const process of started.splice(0)) process.kill('SIGKILL');
});

function run(script: string, ...args: readonly string[]) {
  const child = spawn(process.execPath, [pathOf(script), inFolder('ledger.sqlite'), ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  started.push(child);
  return child;
}

/** The ledger as it lies there: nothing expires by looking at it. */
function look() {
  const ledger = new SqliteLedger(inFolder('ledger.sqlite'), { nowMs: 0 });
  const { entries } = ledger.entriesFrom(0, 1_000_000);
  const [state] = ledger.limitStates([limit]);
  ledger.close();
  return { entries, spentNanoUsd: state?.spent ?? Number.NaN, reservedNanoUsd: state?.reserved };
}

describe('Two processes', () => {
  it('that race for one limit never pass it, use it up, and lose nothing', { timeout: 60_000 }, async () => {
    const racers = ['a', 'b'].map((name) => run('fixtures/raceForLimit.ts', name, String(limit.limit)));
    await Promise.all(racers.map(({ stdout }) => once(stdout, 'data')));
    for (const { stdin } of racers) stdin.write('go\n');
    const outputs = await Promise.all(racers.map(({ stdout }) => text(stdout)));
    const told: readonly { readonly settled: readonly string[]; readonly refused: number }[] = outputs.map((output) => JSON.parse(output));
    const { entries, spentNanoUsd, reservedNanoUsd } = look();
    expect(entries.map(({ id }) => id).toSorted()).toEqual(told.flatMap(({ settled }) => settled).toSorted());
    expect(entries.reduce((sum, { countedNanoUsd }) => sum + countedNanoUsd, 0)).toBe(spentNanoUsd);
    expect(told.map(({ settled, refused }) => settled.length + refused)).toEqual([200, 200]);
    // Neither had it for itself.
    for (const { settled } of told) expect(settled.length).toBeGreaterThan(20);
    expect(spentNanoUsd).toBeLessThanOrEqual(limit.limit);
    expect(spentNanoUsd).toBeGreaterThanOrEqual(0.95 * limit.limit);
    expect(reservedNanoUsd).toBe(0);
  });
});

describe('A process that is killed', () => {
  it('loses no settled entry, and leaves no reservation past its deadline, but its estimate', { timeout: 60_000 }, async () => {
    const expiresAtMs = Date.now() + 3000;
    const child = run('fixtures/dieHolding.ts', String(expiresAtMs));
    const acknowledged: string[] = [];
    for await (const id of createInterface({ input: child.stdout })) {
      acknowledged.push(id);
      if (acknowledged.length === 50) child.kill('SIGKILL');
    }
    if (child.signalCode === null) await once(child, 'exit');

    const left = look();
    const stored = left.entries.map(({ id }) => id);
    expect(acknowledged.filter((id) => !stored.includes(id))).toEqual([]);
    // Killed in the middle of the next request, it may have left that one's reservation too, which is held for longer.
    expect(left.reservedNanoUsd).toBeGreaterThanOrEqual(1000);

    const script = pathOf('../../src/storage/ledgerWorker.ts');
    const survivor = new WorkerLedger({ script, file: inFolder('ledger.sqlite'), settleExpiredEveryMs: 20 });
    await survivor.recentEntries(1);
    await vi.waitFor(async () => expect(await survivor.findEntries('lost-held')).toEqual([estimateOf('held')]), 10_000);
    expect(Date.now()).toBeGreaterThan(expiresAtMs);
    const [state] = await survivor.limitStates([limit]);
    await survivor.dispose();
    expect([state?.spent, state?.reserved]).toEqual([left.spentNanoUsd + 400, (left.reservedNanoUsd ?? 0) - 1000]);
  });
});
