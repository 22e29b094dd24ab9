import { existsSync } from 'node:fs';
import path from 'node:path';
import type { LedgerFinding } from '../storage/checkLedger.ts';
import { firstKeptDay } from '../storage/firstKeptDay.ts';
import { backUpLedger, checkFileOfLedger, compactLedger } from '../storage/ledgerCare.ts';
import { isDamage, problemOf } from '../storage/ledgerProblem.ts';
import type { LedgerCommand } from './ledgerCommand.ts';
import { problemText } from './problemText.ts';
import { count } from './words.ts';

/** What to print, or why it could not be done. */
export type CareAnswer = { readonly output: string } | { readonly problem: string };

/** Checks, copies or compacts the ledger's file, which is there. */
export function careForLedger(command: LedgerCommand, file: string, nowMs: number): CareAnswer {
  try {
    switch (command.action) {
      case 'check':
        return checked(file);
      case 'backup':
        return backedUp(file, path.resolve(command.out ?? backupName(file, nowMs)));
      case 'compact':
        return compacted(file, command.keepDays, nowMs);
    }
  } catch (error) {
    return { problem: whyNot(error, file, command) };
  }
}

const shownFindings = 20;

function checked(file: string): CareAnswer {
  const { entries, findings } = checkFileOfLedger(file);
  if (findings.length === 0)
    return { output: `${file} is sound: ${counted(entries, 'entry', 'entries')}, and all totals are what they make.\n` };
  const more = findings.length - shownFindings;
  const lines = [...findings.slice(0, shownFindings).map(findingText), ...(more > 0 ? [`and ${count(more)} more`] : [])];
  const advice = 'Nothing was changed. "farthing ledger backup" makes a copy of it as it is.';
  return { problem: `${file} is not as it must be, ${count(findings.length)} found:\n${lines.join('\n')}\n${advice}` };
}

function findingText(finding: LedgerFinding): string {
  switch (finding.type) {
    case 'damage':
      return `damaged: ${finding.detail}`;
    case 'totals':
      return `${finding.localDay}: ${finding.column} is ${count(finding.stored)} in the day's totals, and its entries make ${count(finding.made)}`;
    case 'hours':
      return `${finding.localDay}: the totals of its hours are not what its entries make`;
    case 'digest':
      return `${counted(finding.entries, 'entry is', 'entries are')} missing in the order by cost, or there in vain`;
    case 'orphan-outcomes':
      return `${counted(finding.outcomes, 'outcome is', 'outcomes are')} of tasks without an entry`;
    case 'negative':
      return `${finding.table}: ${finding.column} is below zero in ${counted(finding.rows, 'row', 'rows')}`;
  }
}

function backedUp(file: string, copy: string): CareAnswer {
  if (existsSync(copy)) return { problem: `${copy} is there already, and nothing was written` };
  const { bytes } = backUpLedger(file, copy);
  return { output: `A copy of ${file} is at ${copy} (${megabytes(bytes)}).\n` };
}

/** `ledger-2026-11-05T13-04-05.sqlite`, beside it. */
function backupName(file: string, nowMs: number): string {
  const { dir, name, ext } = path.parse(file);
  return path.join(dir, `${name}-${new Date(nowMs).toISOString().slice(0, 19).replaceAll(':', '-')}${ext}`);
}

function compacted(file: string, keepDays: number | undefined, nowMs: number): CareAnswer {
  const keptFromDay = firstKeptDay(keepDays ?? 0, nowMs);
  const result = compactLedger(file, keptFromDay, nowMs);
  if (result.outcome === 'in-use')
    return { problem: `${counted(result.requests, 'request is', 'requests are')} under way. Try again when they have ended.` };
  const { removedEntries, bytesBefore, bytesAfter } = result;
  const removed =
    keptFromDay === undefined ? '' : `${counted(removedEntries, 'entry', 'entries')} from before ${keptFromDay} removed, all totals kept. `;
  return { output: `${removed}${file} takes ${megabytes(bytesAfter)} (before: ${megabytes(bytesBefore)}).\n` };
}

function whyNot(error: unknown, file: string, { action }: LedgerCommand): string {
  const detail = error instanceof Error ? error.message : String(error);
  if (isDamage(error) || action === 'check') return problemText(error, file);
  switch (problemOf(error)) {
    case 'disk-full':
      return `There is not enough room on the disk: ${detail}. ${file} stays as it is.`;
    case 'not-writable':
      return `It cannot be written: ${detail}`;
    default:
      return problemText(error, file);
  }
}

const counted = (amount: number, one: string, several: string): string => `${count(amount)} ${amount === 1 ? one : several}`;

const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`;
