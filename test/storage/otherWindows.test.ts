import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { WorkerLedger, type WorkerLedgerOptions } from '../../src/storage/workerLedger.ts';
import { bundled } from '../support/bundled.ts';
import { entryOf, estimateOf, reservationOf } from '../support/entries.ts';
import { useFolder } from '../support/useFolder.ts';

const script = bundled('src/storage/ledgerWorker.ts');
const inFolder = useFolder();
const started: WorkerLedger[] = [];
afterEach(() => Promise.all(started.splice(0).map((ledger) => ledger.dispose())));

/** A window whose ledger is open. */
async function openWindow(options: Partial<WorkerLedgerOptions> = {}): Promise<WorkerLedger> {
  const ledger = new WorkerLedger({ script, file: inFolder('ledger.sqlite'), ...options });
  started.push(ledger);
  await ledger.recentEntries(1);
  return ledger;
}

/** Resolves when the ledger tells the next time. */
function nextChange(ledger: WorkerLedger): Promise<void> {
  return new Promise((resolve) => {
    const listening = ledger.onDidChange(() => {
      listening.dispose();
      resolve();
    });
  });
}

/** A file system that tells nothing: the watcher is there, and hears no event. */
function deafScript(): string {
  writeFileSync(
    inFolder('deaf.mjs'),
    `import fs from 'node:fs';
     import { syncBuiltinESMExports } from 'node:module';
     fs.watch = () => { throw new Error('ENOSPC: no watchers left'); };
     syncBuiltinESMExports();
     await import(${JSON.stringify(pathToFileURL(script).href)});`,
  );
  return inFolder('deaf.mjs');
}

describe('A window', () => {
  it('hears of what another one stored, long before the poll', async () => {
    const [ledger, other] = [await openWindow(), await openWindow()];
    const hearing = nextChange(ledger);
    await other.settle('none', entryOf());
    const storedAtMs = performance.now();
    await hearing;
    expect(performance.now() - storedAtMs).toBeLessThan(5000);
    expect(await ledger.recentEntries(5)).toEqual([entryOf()]);
  });

  it('hears by polling where the file system tells nothing, as often as a visible page asks for', async () => {
    const [ledger, other] = [await openWindow({ script: deafScript() }), await openWindow()];
    ledger.pollEvery(20);
    const hearing = nextChange(ledger);
    await other.settle('none', entryOf());
    await hearing;
    expect(await ledger.recentEntries(5)).toEqual([entryOf()]);
  });

  it('polls as often as it was asked to before its ledger was needed', async () => {
    const other = await openWindow();
    const ledger = new WorkerLedger({ script: deafScript(), file: inFolder('ledger.sqlite') });
    started.push(ledger);
    ledger.pollEvery(20);
    await ledger.recentEntries(1);
    const hearing = nextChange(ledger);
    await other.settle('none', entryOf());
    await hearing;
  });

  it('hears once of what it stored itself', async () => {
    const ledger = await openWindow();
    ledger.pollEvery(10);
    // Longer than events are gathered, and many polls. The first time another window may have written before this one looked.
    const untilAllIsTold = () => new Promise((resolve) => setTimeout(resolve, 400));
    await untilAllIsTold();
    await ledger.settle('none', entryOf());
    await untilAllIsTold();
    let told = 0;
    ledger.onDidChange(() => {
      told += 1;
    });
    await ledger.settle('none', entryOf({ id: 'entry-2' }));
    await untilAllIsTold();
    expect(told).toBe(1);
  });

  it('hears nothing where nothing happens, though others look', async () => {
    const [ledger, other] = [await openWindow(), await openWindow()];
    // What the other one's opening wrote is told first.
    await new Promise((resolve) => setTimeout(resolve, 300));
    ledger.pollEvery(10);
    let told = 0;
    ledger.onDidChange(() => {
      told += 1;
    });
    for (let time = 0; time < 5; time += 1) await other.recentEntries(5);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(told).toBe(0);
  });

  it('books the estimates of dead processes’ reservations by itself, and says so', async () => {
    const ledger = await openWindow({ settleExpiredEveryMs: 20 });
    const hearing = nextChange(ledger);
    await ledger.reserve(reservationOf('dead', { expiresAtMs: 1 }), []);
    await hearing;
    expect(await ledger.recentEntries(5)).toEqual([estimateOf('dead')]);
  });

  it('keeps no process alive but for the answers that it waits for', () => {
    const worker = pathToFileURL(bundled('src/storage/workerLedger.ts')).href;
    writeFileSync(
      inFolder('program.mjs'),
      `const { WorkerLedger } = await import(${JSON.stringify(worker)});
       const ledger = new WorkerLedger({ script: ${JSON.stringify(script)}, file: ${JSON.stringify(inFolder('ledger.sqlite'))} });
       ledger.pollEvery(5);
       await ledger.recentEntries(1);
       console.log('done');`,
    );
    const { stdout, signal } = spawnSync(process.execPath, [inFolder('program.mjs')], { encoding: 'utf8', timeout: 20_000 });
    expect([stdout.trim(), signal]).toEqual(['done', null]);
  });
});
