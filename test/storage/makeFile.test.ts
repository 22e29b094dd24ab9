import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { HealingLedger } from '../../src/storage/healingLedger.ts';
import { makeFile } from '../../src/storage/makeFile.ts';
import { packEntry } from '../../src/storage/packed.ts';
import { SqliteLedger } from '../../src/storage/sqliteLedger.ts';
import { entryOf } from '../support/entries.ts';
import { useFolder } from '../support/useFolder.ts';

const inFolder = useFolder();
const modeOf = (name: string): string => (statSync(inFolder(name)).mode & 0o777).toString(8);

describe.skipIf(process.platform === 'win32')('On POSIX the ledger', () => {
  it('is for its user alone, with its folders and all that lies beside it', () => {
    const file = inFolder('deep/er/ledger.sqlite');
    const ledger = new HealingLedger({ file, open: () => new SqliteLedger(file), onOpened: () => undefined });
    ledger.call('settlePacked', ['none', packEntry(entryOf())]);
    const names = ['deep', 'deep/er', 'deep/er/ledger.sqlite', 'deep/er/ledger.sqlite-wal', 'deep/er/ledger.sqlite-shm'];
    const modes = names.map(modeOf);
    ledger.close();
    expect(modes).toEqual(['700', '700', '600', '600', '600']);
  });

  it('keeps the rights and the bytes it has', () => {
    mkdirSync(inFolder('shared'));
    writeFileSync(inFolder('shared/ledger.sqlite'), 'bytes');
    chmodSync(inFolder('shared'), 0o755);
    chmodSync(inFolder('shared/ledger.sqlite'), 0o640);
    makeFile(inFolder('shared/ledger.sqlite'));
    expect([modeOf('shared'), modeOf('shared/ledger.sqlite'), readFileSync(inFolder('shared/ledger.sqlite'), 'utf8')]).toEqual([
      '755',
      '640',
      'bytes',
    ]);
  });
});
