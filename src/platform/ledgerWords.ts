import * as vscode from 'vscode';
import type { LedgerProblem } from '../storage/workerLedger.ts';

const { t } = vscode.l10n;

/** What is wrong with the ledger: the end of a sentence. */
export function ledgerProblemInWords(problem: LedgerProblem): string {
  const words: Readonly<Record<LedgerProblem, string>> = {
    'no-sqlite': t('this editor has no SQLite'),
    'newer-version': t('it was written by a later version of Farthing; update the extension'),
    locked: t('another program keeps it locked'),
    'disk-full': t('the disk is full'),
    'not-writable': t('its folder cannot be written to'),
    other: t('it failed'),
  };
  return words[problem];
}
