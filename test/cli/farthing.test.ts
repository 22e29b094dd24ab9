import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/rig/paths.ts';
import { runCommand } from '../../scripts/rig/runCommand.ts';
import { builtInCatalogue } from '../../src/core/catalogue/data/index.ts';
import { localDay } from '../../src/core/ledger/index.ts';
import { costOf, freeOfCharge } from '../../src/core/money/index.ts';
import { noUsage } from '../../src/core/task/index.ts';
import { schemaVersion } from '../../src/storage/schema.ts';
import { SqliteLedger } from '../../src/storage/sqliteLedger.ts';
import { entryOf, reservationOf, without } from '../support/entries.ts';
import { useFolder } from '../support/useFolder.ts';

const inFolder = useFolder();
let built = '';
beforeAll(async () => {
  built = mkdtempSync(path.join(tmpdir(), 'farthing-cli-'));
  await runCommand(process.execPath, [path.join(root, 'esbuild.js'), `--outdir=${built}`]);
}, 60_000);
afterAll(() => rmSync(built, { recursive: true, force: true }));

/** Runs the built program in a home of its own. */
function farthing(...args: readonly string[]): Pick<SpawnSyncReturns<string>, 'status' | 'stdout' | 'stderr'> {
  const env = { ...process.env, TZ: 'UTC', HOME: inFolder('home'), XDG_DATA_HOME: inFolder('data'), LOCALAPPDATA: inFolder('data') };
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(built, 'cli.js'), ...args], { env, encoding: 'utf8' });
  return { status, stdout, stderr };
}

/** Two tasks of today, a reservation, and the file they are in. */
function ledgerOfToday(file = inFolder('ledger.sqlite')): string {
  const startedAtMs = Date.now();
  const today = { startedAtMs, localDay: localDay(startedAtMs, 'UTC') };
  const ledger = new SqliteLedger(file);
  ledger.settle(
    'none',
    entryOf({ ...today, id: 'first-entry', taskId: 'task-of-chat', costNanoUsd: 250_000_000, billing: 'metered', tier: 'small' }),
  );
  ledger.settle('none', without(entryOf({ ...today, id: 'second-entry', taskId: 'task-of-title', model: 'mystery' }), 'costNanoUsd'));
  ledger.reserve(reservationOf('held'), []);
  ledger.close();
  return file;
}

const digest = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

describe('farthing', () => {
  it('tells what there is, and its version', () => {
    const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
    const [help, number] = [farthing(), farthing('--version')];
    expect([help.status, help.stdout.includes('farthing explain ID'), number]).toEqual([
      0,
      true,
      { status: 0, stdout: `${version}\n`, stderr: '' },
    ]);
  });

  it('ends with 2 where the command line is wrong', () => {
    expect(farthing('spend')).toEqual({
      status: 2,
      stdout: '',
      stderr: 'farthing: there is no command "spend"\n"farthing --help" tells what there is.\n',
    });
  });

  it('says that there is no ledger yet', () => {
    const file = inFolder('none/ledger.sqlite');
    const [status, json] = [farthing('status', '--ledger', file), farthing('status', '--json', '--ledger', file)];
    expect([status.status, status.stdout.split('\n')[0], json.status, JSON.parse(json.stdout)]).toEqual([
      0,
      `There is no ledger yet at ${file}: it begins with the first request.`,
      0,
      { ledger: file, exists: false },
    ]);
  });

  it('tells what was spent, of a ledger that is named by its file or its folder, and leaves the file as it is', () => {
    const file = ledgerOfToday();
    const before = digest(file);
    const [byFile, byFolder] = [farthing('status', '--ledger', file), farthing('status', '--ledger', path.dirname(file))];
    expect({
      ...byFile,
      stdout: byFile.stdout
        .split('\n')
        .filter((line) => /^(Ledger|Today|Held|small|qwen|mystery)/.test(line))
        .map((line) => line.replace(/ +/g, ' ')),
      isSame: byFolder.stdout === byFile.stdout,
      isUntouched: digest(file) === before,
    }).toEqual({
      status: 0,
      stdout: [
        `Ledger: ${file}`,
        expect.stringMatching(/^Today, \d{4}-\d\d-\d\d \$0\.25 2 84 14 1 unpriced, counted as \$0\.0001\d* against budgets$/),
        'Held for requests under way: $0.0000010, reservations: 1.',
        'small $0.25 $0.25 $0.25 1',
        'qwen (llama-server@127.0.0.1:8080) $0.25 $0.25 $0.25 1',
        'mystery (llama-server@127.0.0.1:8080) unpriced unpriced unpriced 1',
      ],
      stderr: '',
      isSame: true,
      isUntouched: true,
    });
  });

  it('finds the ledger where the extension keeps it, and tells the same as JSON', () => {
    mkdirSync(inFolder('data/farthing'), { recursive: true });
    const file = ledgerOfToday(inFolder('data/farthing/ledger.sqlite'));
    const { status, stdout } = farthing('status', '--json');
    const { ledger, spending, held } = JSON.parse(stdout) as { ledger: string; spending: { today: object }; held: object };
    expect({ status, ledger, today: spending.today, held }).toMatchObject({
      status: 0,
      ledger: file,
      today: { costNanoUsd: 250_000_000, attempts: 2, unpricedAttempts: 1 },
      held: { count: 1, amountNanoUsd: 1000, expired: 0 },
    });
  });

  it('reads while a window writes', () => {
    const file = ledgerOfToday();
    const window = new SqliteLedger(file);
    window.settle('none', entryOf({ id: 'third-entry', taskId: 'task-of-edit' }));
    const { status, stdout } = farthing('explain', 'third-entry', '--ledger', file);
    window.close();
    expect([status, stdout.split('\n')[0]]).toEqual([0, 'Task task-of-edit']);
  });

  it('explains a task by the beginning of its id', () => {
    const { status, stdout } = farthing('explain', 'task-of-c', '--ledger', ledgerOfToday());
    expect([status, stdout.split('\n').filter((line) => /^(Task| {2}(rule|entry|cost))/.test(line))]).toEqual([
      0,
      ['Task task-of-chat', '  rule       ladder', '  entry      first-entry', '  cost       $0.25: tokens of each bucket x its price'],
    ]);
  });

  it('explains the cost of a model that the catalogue has by its prices', () => {
    const file = inFolder('ledger.sqlite');
    const model = builtInCatalogue.models.find(({ prices }) => prices?.length === 1);
    const usage = { ...noUsage, uncachedInput: 1000 };
    const costNanoUsd = costOf(usage, model?.prices?.[0] ?? freeOfCharge);
    const ledger = new SqliteLedger(file);
    ledger.settle('none', entryOf({ billing: 'metered', usage, costNanoUsd, model: model?.id ?? '', endpoint: model?.endpoint ?? '' }));
    ledger.close();
    const { stdout } = farthing('explain', 'entry-1', '--ledger', file);
    expect([costNanoUsd > 0, stdout.split('\n').find((line) => line.startsWith('  cost '))]).toEqual([
      true,
      expect.stringMatching(/^ {2}cost {7}\$0\.\d+: 1,000 input x \$\d+\.\d+ per million tokens; https:/),
    ]);
  });

  it('ends with 1 and names the candidates where an id is ambiguous or unknown', () => {
    const file = ledgerOfToday();
    const answers = ['task-of', 'nonsense'].map((id) => farthing('explain', id, '--ledger', file));
    expect(answers.map(({ status, stderr }) => [status, stderr.split('\n')[0], stderr.match(/task-of-\w+/g)?.toSorted()])).toEqual([
      [1, 'farthing: several tasks begin with "task-of":', ['task-of-chat', 'task-of-title']],
      [1, 'farthing: no entry and no task begins with "nonsense". The newest ones:', ['task-of-chat', 'task-of-title']],
    ]);
  });

  it('says what is wrong with a ledger that it cannot read', () => {
    const file = inFolder('ledger.sqlite');
    writeFileSync(file, 'This is no database, but long enough to be looked at as one. '.repeat(100));
    const damaged = farthing('status', '--ledger', file);
    rmSync(file);
    const [newer, older] = [schemaVersion + 1, schemaVersion - 1].map((version) => {
      const other = new DatabaseSync(file);
      other.exec(`PRAGMA user_version = ${version}`);
      other.close();
      return farthing('status', '--ledger', file);
    });
    expect([damaged, newer, older]).toEqual([
      { status: 1, stdout: '', stderr: expect.stringMatching(/^farthing: .*ledger\.sqlite is damaged, or no ledger\. /) },
      { status: 1, stdout: '', stderr: `farthing: ${file} was written by a later version of Farthing. Update this one.\n` },
      {
        status: 1,
        stdout: '',
        stderr: expect.stringMatching(/written by an earlier version of Farthing .*; opening the editor brings it up to date\n$/),
      },
    ]);
  });

  it('exports the ledger, and finds nothing wrong with what it exported', () => {
    const [file, out] = [ledgerOfToday(), inFolder('focus.csv')];
    const lines = farthing('export', '--ledger', file, '--format', 'jsonl').stdout.trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { readonly id: string }).id)).toEqual(['first-entry', 'second-entry']);
    const answers = [
      farthing('export', '--ledger', file, '--format', 'focus', '--out', out),
      farthing('export', '--check', out),
      farthing('export', '--ledger', inFolder('none.sqlite')),
      farthing('export', '--format', 'xlsx'),
    ];
    expect(answers.map(({ status, stdout, stderr }) => [status, stdout, stderr.split('\n')[0]])).toEqual([
      [0, `2 entries are in ${out}.\n`, ''],
      [0, `${out} has the shape of FOCUS 1.2: nothing was found.\n`, ''],
      [1, '', `There is no ledger yet at ${inFolder('none.sqlite')}: it begins with the first request.`],
      [2, '', 'farthing: there is no format "xlsx"; there are csv, jsonl, focus'],
    ]);
  });

  it('says that a ledger is locked', () => {
    const file = ledgerOfToday();
    const other = new DatabaseSync(file);
    other.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;');
    const { status, stderr } = farthing('status', '--ledger', file);
    other.close();
    expect([status, stderr]).toEqual([1, `farthing: ${file} is locked by another program. Try again in a moment.\n`]);
  });
});

describe('farthing ledger', () => {
  const care = (...args: readonly string[]) => farthing('ledger', ...args, '--ledger', inFolder('ledger.sqlite'));

  it('checks a sound ledger, and changes nothing', () => {
    const file = ledgerOfToday();
    const before = digest(file);
    expect([care('check'), digest(file)]).toEqual([
      { status: 0, stdout: `${file} is sound: 2 entries, and all totals are what they make.\n`, stderr: '' },
      before,
    ]);
  });

  it('names what is not as it must be', () => {
    const file = ledgerOfToday();
    const database = new DatabaseSync(file);
    database.exec("INSERT INTO allowance VALUES ('x', 'day', -5, 0, '2026-11-05')");
    database.close();
    expect(care('check')).toEqual({
      status: 1,
      stdout: '',
      stderr: [
        `farthing: ${file} is not as it must be, 1 found:`,
        'allowance: amount_nano_usd is below zero in 1 row',
        'Nothing was changed. "farthing ledger backup" makes a copy of it as it is.\n',
      ].join('\n'),
    });
  });

  it('makes a copy, beside it unless a file is named, and never over another', () => {
    const file = ledgerOfToday();
    const named = inFolder('copy.sqlite');
    const [first, again, beside] = [care('backup', named), care('backup', named), care('backup')];
    const copy = / is at (.*) \(/.exec(beside.stdout)?.[1] ?? '';
    expect([first.status, again, beside.status, path.dirname(copy), farthing('ledger', 'check', '--ledger', copy).status]).toEqual([
      0,
      { status: 1, stdout: '', stderr: `farthing: ${named} is there already, and nothing was written\n` },
      0,
      path.dirname(file),
      0,
    ]);
  });

  it('compacts, and keeps the totals of what it removes', () => {
    const file = ledgerOfToday();
    const old = new SqliteLedger(file);
    old.settle('none', entryOf({ id: 'old', localDay: '2020-01-01', costNanoUsd: 7 }));
    old.release('held');
    old.close();
    const compacted = care('compact', '--keep-days', '30');
    const after = new SqliteLedger(file);
    const left = [after.findEntries('old'), after.daySummary('2020-01-01').costNanoUsd, after.recentEntries(9).length];
    after.close();
    expect([compacted.status, compacted.stdout, left]).toEqual([
      0,
      expect.stringMatching(
        /^1 entry from before \d{4}-\d\d-\d\d removed, all totals kept\. .* takes \d+\.\d MB \(before: \d+\.\d MB\)\.\n$/,
      ),
      [[], 7, 2],
    ]);
  });

  it('does not compact while requests are under way', () => {
    ledgerOfToday();
    expect(care('compact')).toEqual({
      status: 1,
      stdout: '',
      stderr: 'farthing: 1 request is under way. Try again when they have ended.\n',
    });
  });

  it.each(['check', 'backup', 'compact'])('%s says that there is no ledger, and makes none', (action) => {
    const { status, stdout, stderr } = care(action);
    expect([status, stdout, stderr.split('\n')[0], existsSync(inFolder('ledger.sqlite'))]).toEqual([
      1,
      '',
      `There is no ledger yet at ${inFolder('ledger.sqlite')}: it begins with the first request.`,
      false,
    ]);
  });

  it.each(['check', 'backup', 'compact'])('%s leaves a damaged file as it is, and says so', (action) => {
    const file = inFolder('ledger.sqlite');
    writeFileSync(file, 'this is no database, '.repeat(500));
    const before = digest(file);
    const { status, stdout, stderr } = care(action);
    expect([
      status,
      stdout,
      stderr.startsWith(`farthing: ${file} is damaged, or no ledger.`),
      digest(file),
      readdirSync(inFolder('.')),
    ]).toEqual([1, '', true, before, ['ledger.sqlite']]);
  });

  it.each(['check', 'compact'])('%s leaves a later version’s file as it is; backup copies it', (action) => {
    const file = ledgerOfToday();
    const database = new DatabaseSync(file);
    database.exec(`PRAGMA user_version = ${schemaVersion + 1}`);
    database.close();
    const before = digest(file);
    expect([care(action), digest(file), care('backup', inFolder('copy.sqlite')).status]).toEqual([
      { status: 1, stdout: '', stderr: `farthing: ${file} was written by a later version of Farthing. Update this one.\n` },
      before,
      0,
    ]);
  });

  it('says where no copy can be written', () => {
    ledgerOfToday();
    writeFileSync(inFolder('in-the-way'), '');
    const { status, stderr } = care('backup', inFolder('in-the-way/copy.sqlite'));
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^farthing: It cannot be written: (ENOTDIR|EEXIST)/)]);
  });

  it.each([
    [[], '"ledger" needs to be told what: check, backup or compact'],
    [['mend'], '"ledger" has no "mend"; there are check, backup and compact'],
    [['check', 'file'], '"ledger check" takes no file, and "file" is more'],
    [['compact', '--keep-days', '0'], '--keep-days takes a number of days from 1 to 36500, not "0"'],
    [['check', '--keep-days', '5'], '--keep-days is for "ledger compact"'],
  ])('%j is a wrong command line', (args, message) => {
    const { status, stderr } = farthing('ledger', ...args);
    expect([status, stderr.split('\n')[0]]).toEqual([2, `farthing: ${message}`]);
  });
});
