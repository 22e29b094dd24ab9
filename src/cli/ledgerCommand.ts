import { parseArgs } from 'node:util';

/** What `farthing ledger` is asked to do with the file. */
export type LedgerCommand = { readonly command: 'ledger'; readonly ledger?: string } & (
  | { readonly action: 'check' }
  /** Without a file beside the ledger, named after the moment. */
  | { readonly action: 'backup'; readonly out?: string }
  /** Without days all entries are kept. */
  | { readonly action: 'compact'; readonly keepDays?: number }
);

const options = {
  ledger: { type: 'string' },
  'keep-days': { type: 'string' },
} as const;

/** Reads the arguments behind `ledger`. Throws an Error that says what is wrong with them. */
export function readLedgerCommand(args: readonly string[]): LedgerCommand {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const [action, ...operands] = positionals;
  const given = { command: 'ledger', ...(values.ledger !== undefined && { ledger: values.ledger }) } as const;
  const keepDays = values['keep-days'];
  if (keepDays !== undefined && action !== 'compact') throw new Error('--keep-days is for "ledger compact"');
  const most = action === 'backup' ? 1 : 0;
  if (operands.length > most)
    throw new Error(`"ledger ${action}" takes ${most === 0 ? 'no' : 'one'} file, and "${operands.join(' ')}" is more`);
  switch (action) {
    case 'check':
      return { ...given, action };
    case 'backup':
      return { ...given, action, ...(operands[0] !== undefined && { out: operands[0] }) };
    case 'compact':
      return { ...given, action, ...(keepDays !== undefined && { keepDays: daysOf(keepDays) }) };
    case undefined:
      throw new Error('"ledger" needs to be told what: check, backup or compact');
    default:
      throw new Error(`"ledger" has no "${action}"; there are check, backup and compact`);
  }
}

function daysOf(text: string): number {
  const days = Number(text);
  if (!/^\d+$/.test(text) || days < 1 || days > 36_500)
    throw new Error(`--keep-days takes a number of days from 1 to 36500, not "${text}"`);
  return days;
}
