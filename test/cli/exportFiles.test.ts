import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type ExportCommand, readExportCommand } from '../../src/cli/exportCommand.ts';
import { checkFile, type ExportedLedger, exportToFile } from '../../src/cli/exportFiles.ts';
import { writeAll } from '../../src/cli/exportWholeFile.ts';
import { csvHeader, csvRows } from '../../src/core/export/ledgerCsv.ts';
import { ReadLedger } from '../../src/storage/readLedger.ts';
import { SqliteLedger } from '../../src/storage/sqliteLedger.ts';
import { entryOf, outcomeOf } from '../support/entries.ts';
import { useFolder } from '../support/useFolder.ts';

const inFolder = useFolder();

describe('The arguments of farthing export', () => {
  it.each<[args: string, command: ExportCommand]>([
    ['', { command: 'export', format: 'csv', days: {} }],
    [
      '--format focus --from 2026-11-01 --to 2026-11-01 --out a.csv --ledger here',
      { command: 'export', format: 'focus', days: { fromDay: '2026-11-01', toDay: '2026-11-01' }, out: 'a.csv', ledger: 'here' },
    ],
    ['--check a.csv', { command: 'check', file: 'a.csv' }],
  ])('are read: %s', (args, command) => {
    expect(readExportCommand(args.split(' ').filter(Boolean))).toEqual(command);
  });

  it.each([
    ['ledger.csv', '"export" takes options only, and "ledger.csv" is none'],
    ['--format xlsx', 'there is no format "xlsx"; there are csv, jsonl, focus'],
    ['--from 2026-02-30', '--from takes a day such as 2026-11-05, not "2026-02-30"'],
    ['--to yesterday', '--to takes a day such as 2026-11-05, not "yesterday"'],
    ['--from 2026-11-02 --to 2026-11-01', '--to 2026-11-01 is before --from 2026-11-02'],
    ['--check a.csv --format focus', '--check takes a file, and no other option goes with it'],
  ])('are refused: %s', (args, message) => {
    expect(() => readExportCommand(args.split(' '))).toThrow(message);
  });
});

describe('farthing export', () => {
  const entry = entryOf({ costNanoUsd: 0 });
  const ledger: ExportedLedger = { entriesFrom: () => ({ entries: [entry] }), outcomesOf: () => [] };
  const csv = { command: 'export', format: 'csv', days: {} } as const;

  it('writes where the output goes', async () => {
    let written = '';
    const answered = await exportToFile(ledger, csv, async (text) => {
      written += text;
    });
    expect([answered, written]).toEqual([{ output: '' }, csvHeader() + csvRows([entry])]);
  });

  it('ends without a word where nobody reads on', async () => {
    const gone = Object.assign(new Error('write EPIPE'), { code: 'EPIPE', syscall: 'write' });
    expect(await exportToFile(ledger, csv, () => Promise.reject(gone))).toEqual({ output: '' });
  });

  it('writes a file, which is whole when it is there', async () => {
    const out = inFolder('a.csv');
    const answered = await exportToFile(ledger, { ...csv, format: 'focus', out }, async () => undefined);
    expect([answered, existsSync(`${out}.part`), checkFile(out)]).toEqual([
      { output: `1 entry is in ${out}.\n` },
      false,
      { output: `${out} has the shape of FOCUS 1.2: nothing was found.\n` },
    ]);
  });

  it('leaves no file where the ledger cannot be read to its end, and the one that was there as it was', async () => {
    const out = inFolder('a.csv');
    writeFileSync(out, 'before');
    const broken: ExportedLedger = {
      ...ledger,
      entriesFrom: (cursor) => {
        if (cursor > 0) throw new Error('the disk is gone');
        return { entries: [entry], cursor: 1 };
      },
    };
    await expect(exportToFile(broken, { ...csv, out }, async () => undefined)).rejects.toThrow('the disk is gone');
    expect([existsSync(`${out}.part`), readFileSync(out, 'utf8')]).toEqual([false, 'before']);
  });

  it('says why a file cannot be written', async () => {
    const out = inFolder('none/a.csv');
    expect(await exportToFile(ledger, { ...csv, out }, async () => undefined)).toEqual({
      problem: expect.stringContaining(`${out} cannot be written: ENOENT`),
    });
  });

  it('has what became of the answers, from the ledger’s file', () => {
    const file = inFolder('ledger.sqlite');
    const written = new SqliteLedger(file);
    const outcomes = [outcomeOf({ id: 'a', type: 'shown', atMs: 1 }), outcomeOf({ id: 'b', atMs: 2 })];
    for (const outcome of [...outcomes].reverse()) written.recordOutcome(outcome);
    written.recordOutcome(outcomeOf({ id: 'c', taskId: 'another' }));
    written.close();
    const read = new ReadLedger(file);
    expect([read.outcomesOf(['task-1', 'none']), read.outcomesOf([])]).toEqual([outcomes, []]);
    read.close();
  });
});

describe('Writing all of a text', () => {
  it('goes on where the system took less, and gives up where it takes nothing', () => {
    const text = 'größe,€\n'.repeat(1000);
    const taken: Buffer[] = [];
    writeAll(1, text, (_, bytes, offset, length) => {
      const some = Math.min(length, 7);
      taken.push(Buffer.from(bytes.subarray(offset, offset + some)));
      return some;
    });
    expect(Buffer.concat(taken).toString()).toBe(text);
    expect(() => writeAll(1, text, () => 0)).toThrow('the disk takes no more');
  });
});

describe('farthing export --check', () => {
  it('reads a file a piece at a time: nothing is found in what is sound, wherever the pieces end', async () => {
    const out = inFolder('long.csv');
    const entries = Array.from({ length: 2000 }, (_, index) =>
      entryOf({ id: `entry-${index}`, costNanoUsd: 0, origin: { trigger: 'automatic', workspace: 'Größe "€"\nand more' } }),
    );
    await exportToFile(
      { entriesFrom: () => ({ entries }), outcomesOf: () => [] },
      { command: 'export', format: 'focus', days: {}, out },
      async () => undefined,
    );
    expect([statSync(out).size > 2_000_000, checkFile(out)]).toEqual([
      true,
      { output: `${out} has the shape of FOCUS 1.2: nothing was found.\n` },
    ]);
  });

  it('lists a thousand findings, and says how many more there are', () => {
    const file = inFolder('wrong.csv');
    writeFileSync(file, `BilledCost\n${'x\n'.repeat(3000)}`);
    const answered = checkFile(file);
    const lines = 'problem' in answered ? answered.problem.split('\n') : [];
    expect([lines[0], lines.length, lines.at(-1)]).toEqual([
      `${file} has not the shape of FOCUS 1.2, 3,020 found:`,
      1002,
      'and 2,020 more',
    ]);
  });

  it('names what it finds by line and column', () => {
    const file = inFolder('a.csv');
    writeFileSync(file, 'BilledCost\n1\n');
    const answered = checkFile(file);
    expect('problem' in answered && answered.problem.split('\n').slice(0, 2)).toEqual([
      `${file} has not the shape of FOCUS 1.2, 20 found:`,
      `${file}:1: BillingAccountId: this mandatory column is missing`,
    ]);
  });

  it('says why a file cannot be read', () => {
    expect(checkFile(inFolder('none.csv'))).toEqual({ problem: expect.stringContaining('cannot be read: ENOENT') });
  });
});
