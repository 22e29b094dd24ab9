#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { findModel, priceOn } from '../core/catalogue/index.ts';
import { localDay } from '../core/ledger/index.ts';
import type { ReadLedger } from '../storage/readLedger.ts';
import { type CommandLine, readCommandLine } from './commandLine.ts';
import { candidateLines, type Explaining, explainText } from './explainText.ts';
import { findTask } from './findTask.ts';
import { helpText } from './helpText.ts';
import type { LedgerCommand } from './ledgerCommand.ts';
import { ledgerPlace } from './ledgerPlace.ts';
import { periodsUpTo } from './periods.ts';
import { problemText } from './problemText.ts';
import { replayFile } from './replayFile.ts';
import { replayLedger } from './replayLedger.ts';
import { firstDayOf, reportSpending } from './spending.ts';
import { type Status, statusText } from './statusText.ts';

type ReadingCommand = Extract<CommandLine, { readonly command: 'status' | 'explain' | 'replay' | 'reconcile' | 'export' }>;

/** What is printed, and the number the process ends with. */
interface Answer {
  readonly output?: string;
  readonly error?: string;
  readonly exitCode: 0 | 1 | 2;
}

async function answer(commandLine: CommandLine): Promise<Answer> {
  switch (commandLine.command) {
    case 'help':
      return { output: helpText, exitCode: 0 };
    case 'version':
      // Set by the build.
      return { output: `${process.env.FARTHING_VERSION ?? 'not built'}\n`, exitCode: 0 };
    case 'wrong':
      return { error: `farthing: ${commandLine.message}\n"farthing --help" tells what there is.\n`, exitCode: 2 };
    case 'replay': {
      const { from } = commandLine;
      if (!('file' in from)) return read(commandLine, ledgerPlace(from.ledger));
      const answered = replayFile(from.file, commandLine);
      return 'output' in answered ? { ...answered, exitCode: 0 } : { error: `farthing: ${answered.problem}\n`, exitCode: 1 };
    }
    case 'check': {
      const { checkFile } = await import('./exportFiles.ts');
      const checked = checkFile(commandLine.file);
      return 'output' in checked ? { ...checked, exitCode: 0 } : { error: `farthing: ${checked.problem}\n`, exitCode: 1 };
    }
    case 'ledger': {
      const file = ledgerPlace(commandLine.ledger);
      if (!existsSync(file)) return { error: noLedger(commandLine, file), exitCode: 1 };
      return care(commandLine, file);
    }
    case 'export':
    case 'status':
    case 'explain':
    case 'reconcile':
      return read(commandLine, ledgerPlace(commandLine.ledger));
  }
}

async function care(commandLine: LedgerCommand, file: string): Promise<Answer> {
  try {
    // Loaded late, because a Node without SQLite must be told so in words.
    const { careForLedger } = await import('./ledgerCare.ts');
    const answered = careForLedger(commandLine, file, Date.now());
    return 'output' in answered ? { ...answered, exitCode: 0 } : { error: `farthing: ${answered.problem}\n`, exitCode: 1 };
  } catch (error) {
    return { error: `farthing: ${problemText(error, file)}\n`, exitCode: 1 };
  }
}

async function read(commandLine: ReadingCommand, file: string): Promise<Answer> {
  if (!existsSync(file)) {
    // An export's output may be on its way into a file.
    if (commandLine.command === 'export') return { error: noLedger(commandLine, file), exitCode: 1 };
    return { output: noLedger(commandLine, file), exitCode: 0 };
  }
  let ledger: ReadLedger | undefined;
  try {
    // Loaded late, because a Node without SQLite must be told so in words.
    const { ReadLedger } = await import('../storage/readLedger.ts');
    ledger = new ReadLedger(file);
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    if (commandLine.command === 'replay') return { output: replayLedger(ledger, file, commandLine), exitCode: 0 };
    if (commandLine.command === 'export') {
      const { exportToFile } = await import('./exportFiles.ts');
      const answered = await exportToFile(ledger, commandLine, printed);
      return 'output' in answered ? { ...answered, exitCode: 0 } : { error: `farthing: ${answered.problem}\n`, exitCode: 1 };
    }
    if (commandLine.command === 'reconcile') {
      const { reconcileFiles } = await import('./reconcileFiles.ts');
      const answered = reconcileFiles(ledger, commandLine);
      return 'output' in answered ? { ...answered, exitCode: 0 } : { error: `farthing: ${answered.problem}\n`, exitCode: 1 };
    }
    return commandLine.command === 'status'
      ? status(ledger, file, timeZone, commandLine.asJson)
      : explain(ledger, commandLine.id, timeZone);
  } catch (error) {
    return { error: `farthing: ${problemText(error, file)}\n`, exitCode: 1 };
  } finally {
    ledger?.close();
  }
}

function noLedger(commandLine: ReadingCommand | LedgerCommand, file: string): string {
  if ('asJson' in commandLine && commandLine.asJson) return json({ ledger: file, exists: false });
  return `There is no ledger yet at ${file}: it begins with the first request.\nA ledger that is elsewhere is named with --ledger.\n`;
}

function status(ledger: ReadLedger, file: string, timeZone: string, asJson: boolean): Answer {
  const nowMs = Date.now();
  const periods = periodsUpTo(localDay(nowMs, timeZone));
  const spending = reportSpending(ledger.rollUps(firstDayOf(periods), periods.today.toDay), periods);
  const found: Status = { ledger: file, periods, spending, held: ledger.held(nowMs) };
  return { output: asJson ? json({ exists: true, ...found }) : statusText(found), exitCode: 0 };
}

async function explain(ledger: ReadLedger, id: string, timeZone: string): Promise<Answer> {
  const task = findTask(ledger, id);
  switch (task.outcome) {
    case 'found':
      return { output: explainText(task.entries, { timeZone, priceOf: await builtInPrices() }), exitCode: 0 };
    case 'ambiguous':
      return { error: `farthing: several tasks begin with "${id}":\n${candidateLines(task.candidates, timeZone)}`, exitCode: 1 };
    case 'unknown':
      return {
        error: `farthing: no entry and no task begins with "${id}". The newest ones:\n${candidateLines(task.candidates, timeZone)}`,
        exitCode: 1,
      };
  }
}

async function builtInPrices(): Promise<Explaining['priceOf']> {
  const { builtInCatalogue } = await import('../core/catalogue/data/index.ts');
  return ({ endpoint, model, localDay }) => priceOn(findModel(builtInCatalogue, endpoint, model)?.prices ?? [], localDay);
}

/** Resolves when the reader has taken it. */
function printed(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    // The promise says so already.
    if (process.stdout.listenerCount('error') === 0) process.stdout.on('error', () => undefined);
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
  });
}

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

void answer(readCommandLine(process.argv.slice(2))).then(({ output = '', error = '', exitCode }) => {
  process.stdout.write(output);
  process.stderr.write(error);
  process.exitCode = exitCode;
});
