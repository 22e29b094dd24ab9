import { parseArgs } from 'node:util';
import { type ExportCommand, readExportCommand } from './exportCommand.ts';
import { type LedgerCommand, readLedgerCommand } from './ledgerCommand.ts';
import { type ReconcileCommand, readReconcileCommand } from './reconcileCommand.ts';
import { type ReplayCommand, readReplayCommand } from './replayCommand.ts';

/** What the user asked for. `ledger` is a file or a folder. */
export type CommandLine =
  | { readonly command: 'help' }
  | { readonly command: 'version' }
  | { readonly command: 'status'; readonly ledger?: string; readonly asJson: boolean }
  | { readonly command: 'explain'; readonly ledger?: string; readonly id: string }
  | ReplayCommand
  | ReconcileCommand
  | ExportCommand
  | LedgerCommand
  /** `message` says what is wrong with it. */
  | { readonly command: 'wrong'; readonly message: string };

/** Shorter ones would find too much to choose from. */
const leastIdLength = 4;

const options = {
  help: { type: 'boolean', short: 'h', default: false },
  version: { type: 'boolean', short: 'V', default: false },
  json: { type: 'boolean', default: false },
  ledger: { type: 'string' },
} as const;

/** Reads the arguments that follow the program's name. */
export function readCommandLine(args: readonly string[]): CommandLine {
  try {
    // Their options are their own.
    const isAskedForHelp = args.some((arg) => arg === '--help' || arg === '-h');
    if (args[0] === 'replay' && !isAskedForHelp) return readReplayCommand(args.slice(1));
    if (args[0] === 'export' && !isAskedForHelp) return readExportCommand(args.slice(1));
    if (args[0] === 'reconcile' && !isAskedForHelp) return readReconcileCommand(args.slice(1));
    if (args[0] === 'ledger' && !isAskedForHelp) return readLedgerCommand(args.slice(1));
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    if (values.help) return { command: 'help' };
    if (values.version) return { command: 'version' };
    const given = { ...(values.ledger !== undefined && { ledger: values.ledger }) };
    return readCommand(positionals, given, values.json);
  } catch (error) {
    // parseArgs says which option it does not know, or which lacks its value.
    return wrong(error instanceof Error ? error.message : String(error));
  }
}

function readCommand([command, ...operands]: readonly string[], given: { readonly ledger?: string }, asJson: boolean): CommandLine {
  const [first, ...others] = operands;
  switch (command) {
    case undefined:
      return { command: 'help' };
    case 'status':
      return first === undefined ? { command, ...given, asJson } : wrong(`"status" takes no "${first}"`);
    case 'explain':
      if (asJson) return wrong('"explain" has no --json');
      if (first === undefined) return wrong('"explain" needs the id of an entry or a task');
      if (others.length > 0) return wrong(`"explain" takes one id, and "${others.join(' ')}" is more`);
      if (first.length < leastIdLength) return wrong(`"${first}" is too short: give at least ${leastIdLength} characters of an id`);
      return { command, ...given, id: first };
    case 'replay':
    case 'reconcile':
    case 'export':
    case 'ledger':
      return wrong(`"${command}" comes before its options`);
    default:
      return wrong(`there is no command "${command}"`);
  }
}

const wrong = (message: string): CommandLine => ({ command: 'wrong', message });
