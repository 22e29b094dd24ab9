import { describe, expect, it } from 'vitest';
import { readCommandLine } from '../../src/cli/commandLine.ts';

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

  it('explains an id of four characters or more', () => {
    expect([read('explain abcd'), read('--ledger=x explain abcde')]).toEqual([
      { command: 'explain', id: 'abcd' },
      { command: 'explain', id: 'abcde', ledger: 'x' },
    ]);
  });

  it.each([
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
