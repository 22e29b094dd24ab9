import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readCommandLine } from '../../src/cli/commandLine.ts';
import { type EntrySource, reconcileFiles } from '../../src/cli/reconcileFiles.ts';
import { ReadLedger } from '../../src/storage/readLedger.ts';
import { SqliteLedger } from '../../src/storage/sqliteLedger.ts';
import { entriesOf, seededExports } from '../providers/reconcile/exports.ts';
import { useFolder } from '../support/useFolder.ts';

const inFolder = useFolder();

const exportNamed = (name: string) => {
  const found = seededExports.find((one) => one.name === name);
  if (!found) throw new Error(`there is no ${name}`);
  return found;
};
const { text: activity, provider, model, seed } = exportNamed('activity CSV of OpenRouter');

function fileWith(name: string, text: string): string {
  const file = inFolder(name);
  writeFileSync(file, text);
  return file;
}

/** A ledger that gives one entry a page. */
const ledgerOf = (entries: ReturnType<typeof entriesOf>): EntrySource => ({
  entriesFrom: (cursor) => ({ entries: entries.slice(cursor, cursor + 1), ...(cursor + 1 < entries.length && { cursor: cursor + 1 }) }),
});

const reconciled = (files: readonly [string, ...string[]], more: { readonly provider?: string; readonly asJson?: boolean } = {}) =>
  reconcileFiles(ledgerOf(entriesOf(provider, model)), { command: 'reconcile', files, asJson: false, ...more });

describe('The command line of reconcile', () => {
  it('has files, a provider, a ledger and JSON', () => {
    expect([
      readCommandLine(['reconcile', 'a.csv', 'b.csv', '--provider', 'acme', '--ledger', 'there', '--json']),
      readCommandLine(['reconcile', 'a.csv']),
    ]).toEqual([
      { command: 'reconcile', files: ['a.csv', 'b.csv'], provider: 'acme', ledger: 'there', asJson: true },
      { command: 'reconcile', files: ['a.csv'], asJson: false },
    ]);
  });

  it.each([
    [['reconcile'], '"reconcile" needs the file of a usage or cost export'],
    [['--json', 'reconcile', 'a.csv'], '"reconcile" comes before its options'],
  ])('says what is wrong: %j', (args, message) => {
    expect(readCommandLine(args)).toEqual({ command: 'wrong', message });
  });
});

describe('farthing reconcile', () => {
  it('says that all agrees', () => {
    const file = fileWith('activity.csv', activity);
    expect(reconciled([file])).toEqual({
      output: `${file}: openrouter, 2026-11-01 to 2026-11-02 (days of UTC), compared with what the ledger has of openrouter

                   the bill    the ledger  difference
input tokens          4,100         4,100           0
output tokens           580           580           0
requests                  2             2           0
cost           $0.015645678  $0.015645678       $0.00

All 2 days and models agree.
`,
    });
  });

  it('names what differs with its likely cause, and what could not be read', () => {
    const cut = `${activity.replace(...seed)}"2026-11-03 00:00:00","anthropic/claude`;
    const answer = reconciled([fileWith('cut.csv', cut)]);
    const output = 'output' in answer ? answer.output : '';
    expect(output.split('\n').slice(2)).toEqual([
      'Not everything could be read:',
      '  line 4: a quotation mark is not closed: nothing from here on was read',
      '',
      '                   the bill    the ledger   difference',
      'input tokens          4,100         4,100            0',
      'output tokens           580           580            0',
      'requests                  2             2            0',
      'cost           $0.015827178  $0.015645678  +$0.0001815',
      '',
      '1 of 2 days and models differ:',
      'day and model',
      '2026-11-02  anthropic/claude-haiku-4.5  +$0.0001815 cost',
      '',
      'Likely causes:',
      "  The gateway's fee: 1.055 x the ledger's cost (one day and model, +$0.0001815)",
      '',
    ]);
  });

  it('says the same as JSON', () => {
    const answer = reconciled([fileWith('seeded.csv', activity.replace(...seed))], { asJson: true });
    expect(JSON.parse('output' in answer ? answer.output : '')).toMatchObject({
      provider: 'openrouter',
      isWhole: true,
      comparedWith: 'openrouter',
      days: [
        { day: '2026-11-01', differing: [] },
        { day: '2026-11-02', differing: ['costNanoUsd'] },
      ],
      causes: [{ kind: 'gateway-fee', factorThousandths: 1055 }],
    });
  });

  it('compares with the endpoint that is named', () => {
    const answer = reconciled([fileWith('activity.csv', activity)], { provider: 'acme', asJson: true });
    expect(JSON.parse('output' in answer ? answer.output : '')).toMatchObject({ comparedWith: 'acme', causes: [{ kind: 'other-use' }] });
  });

  it('says why a file is of no use', () => {
    const [none, foreign, twice] = [inFolder('none.csv'), fileWith('mail.csv', 'name,mail\n'), fileWith('activity.csv', activity)];
    expect([reconciled([none]), reconciled([foreign]), reconciled([twice, twice])]).toEqual([
      { problem: expect.stringMatching(/none\.csv cannot be read: ENOENT/) },
      { problem: expect.stringMatching(/mail\.csv is no export that can be compared: its columns \(name, mail\) are those of no export/) },
      { problem: 'two files speak of the same days: give each day once.' },
    ]);
  });

  it('reads the ledger of the editor', () => {
    const place = inFolder('ledger.sqlite');
    const ledger = new SqliteLedger(place);
    for (const [index, entry] of entriesOf(provider, model).entries()) ledger.settle('none', { ...entry, id: `entry-${index}` });
    ledger.close();
    const read = new ReadLedger(place);
    const answer = reconcileFiles(read, { command: 'reconcile', files: [fileWith('activity.csv', activity)], asJson: true });
    read.close();
    expect(JSON.parse('output' in answer ? answer.output : '')).toMatchObject({ days: [{ differing: [] }, { differing: [] }], causes: [] });
  });
});
