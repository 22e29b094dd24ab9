import { describe, expect, it } from 'vitest';
import { readCommandLine } from '../../src/cli/commandLine.ts';
import { policyNames } from '../../src/core/replay/index.ts';

const read = (line: string) => readCommandLine(line.split(' ').filter((word) => word !== ''));

describe('A command line', () => {
  it('is help where nothing or help is asked for, and the version where that is', () => {
    expect(['', '--help', '-h', 'status --help', '--version', '-V'].map((line) => read(line).command)).toEqual([
      ...Array<string>(4).fill('help'),
      'version',
      'version',
    ]);
  });

  it('is a status, of a named ledger and as JSON where that is asked for', () => {
    expect([read('status'), read('status --json --ledger /tmp/books')]).toEqual([
      { command: 'status', asJson: false },
      { command: 'status', asJson: true, ledger: '/tmp/books' },
    ]);
  });

  it('is an export, or a check of one', () => {
    expect([read('export --format jsonl'), read('export --check a.csv'), read('export -h')]).toEqual([
      { command: 'export', format: 'jsonl', days: {} },
      { command: 'check', file: 'a.csv' },
      { command: 'help' },
    ]);
  });

  it('explains an id of four characters or more', () => {
    expect([read('explain abcd'), read('--ledger=x explain abcde')]).toEqual([
      { command: 'explain', id: 'abcd' },
      { command: 'explain', id: 'abcde', ledger: 'x' },
    ]);
  });

  it('is a replay of all policies on a file, with its defaults, or of those that are named', () => {
    const defaults = { command: 'replay', policies: policyNames, seed: 1, bootstrapCount: 1000, foldCount: 5, asJson: false };
    const all = 'replay f --policy always --policy oracle --seed 7 --bootstrap 20 --folds 2 --judge-false-reject 0.25 --svg out.svg --json';
    expect([read('replay f'), read(all)]).toEqual([
      { ...defaults, from: { file: 'f' } },
      {
        command: 'replay',
        from: { file: 'f' },
        policies: ['always', 'oracle'],
        seed: 7,
        bootstrapCount: 20,
        foldCount: 2,
        judge: { falseAccept: 0, falseReject: 0.25 },
        svg: 'out.svg',
        asJson: true,
      },
    ]);
  });

  it("is a replay of the extension's ledger, or of a named one", () => {
    const from = (line: string) => {
      const command = read(line);
      return command.command === 'replay' ? command.from : command;
    };
    expect([
      from('replay --ledger'),
      from('replay --ledger --json'),
      from('replay --json --ledger books'),
      from('replay --ledger=books'),
    ]).toEqual([{ ledger: undefined }, { ledger: undefined }, { ledger: 'books' }, { ledger: 'books' }]);
  });

  it.each([
    ['replay', '"replay" needs a file of outcomes, or --ledger'],
    ['replay f g', '"replay" takes one file, and "g" is more'],
    ['replay f --ledger', '"replay" takes a file or --ledger, not both'],
    [
      'replay --ledger --policy oracle',
      '--svg and --policy need a file of outcomes: a ledger does not know what the other models would have said',
    ],
    ['replay f --policy best', `there is no policy "best"; there are ${policyNames.join(', ')}`],
    ['replay f --seed -1', expect.stringContaining("'--seed'")],
    ['replay f --seed=-1', '--seed takes a whole number from 0 to 4294967295, not "-1"'],
    ['replay f --folds 1', '--folds takes a whole number from 2 to 1000, not "1"'],
    ['replay f --bootstrap 1e3', '--bootstrap takes a whole number from 20 to 100000, not "1e3"'],
    ['replay f --judge-false-accept 10', '--judge-false-accept takes a probability from 0 to 1, not "10"'],
    ['replay f --colour', expect.stringContaining("'--colour'")],
    ['--json replay f', '"replay" comes before its options'],
    ['spend', 'there is no command "spend"'],
    ['status today', '"status" takes no "today"'],
    ['explain', '"explain" needs the id of an entry or a task'],
    ['explain abc', '"abc" is too short: give at least 4 characters of an id'],
    ['explain abcd efgh', '"explain" takes one id, and "efgh" is more'],
    ['explain abcd --json', '"explain" has no --json'],
    ['status --colour', expect.stringContaining("'--colour'")],
    ['status --ledger', expect.stringContaining("'--ledger <value>'")],
  ])('is wrong and says why: %s', (line, message) => {
    expect(read(line)).toEqual({ command: 'wrong', message });
  });
});
