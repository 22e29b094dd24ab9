import { homedir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Catalogue } from '../../core/catalogue/index.ts';
import { type ExportFormat, exportLedger as exportPieces, pricesOf } from '../../core/export/index.ts';
import { type Ledger, type LedgerReports, localDay, type OutcomeEvent } from '../../core/ledger/index.ts';
import type { Clock } from '../../core/router.ts';
import type { Log } from '../../platform/log.ts';
import { openTarget } from './exportTarget.ts';

const { t } = vscode.l10n;

export interface ExportLedgerPorts {
  readonly ledger: Pick<Ledger, 'entriesFrom'> & Partial<Pick<LedgerReports, 'taskEntries'>>;
  /** Whose prices take requests apart into their meters. */
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly log: Pick<Log, 'error'>;
}

/** What is done sooner than this needs no sign that it goes on. */
const quietMs = 300;

interface FormatItem extends vscode.QuickPickItem {
  readonly format: ExportFormat;
}

/** Writes the whole ledger into a file of the user's choice, in a format of theirs, and offers to open it. */
export async function exportLedger(ports: ExportLedgerPorts): Promise<void> {
  const { clock, log } = ports;
  const title = t('Export ledger');
  const picked = await vscode.window.showQuickPick(formatItems(), { title, placeHolder: t('What should the file be?') });
  if (!picked) return;
  const { format } = picked;
  const day = localDay(clock.now(), clock.timeZone());
  const target = await vscode.window.showSaveDialog({
    title,
    defaultUri: defaultTarget(format === 'focus' ? `farthing-focus-${day}.csv` : `farthing-${day}.${format}`),
    filters: format === 'jsonl' ? { 'JSON Lines': ['jsonl'] } : { CSV: ['csv'] },
  });
  if (!target) return;
  const cancelling = new AbortController();
  try {
    const work = writeExport(target, format, ports, cancelling.signal);
    await showingProgress(title, work, cancelling);
    const count = await work;
    if (count === undefined) return;
    await offerToOpen(target, count);
  } catch (error) {
    log.error(`the ledger could not be exported: ${error}`);
    void vscode.window.showErrorMessage(t('The ledger could not be exported: {0}', error instanceof Error ? error.message : String(error)));
  }
}

function formatItems(): readonly FormatItem[] {
  return [
    { format: 'csv', label: t('CSV'), detail: t('A line for each request, for a spreadsheet.') },
    {
      format: 'focus',
      label: t('FOCUS 1.2'),
      detail: t('A line for each meter of each request, in the shape that finance teams read cloud bills in.'),
    },
    { format: 'jsonl', label: t('JSON Lines'), detail: t('Everything that the ledger has of each request, for programs.') },
  ];
}

function defaultTarget(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  return folder ? vscode.Uri.joinPath(folder, name) : vscode.Uri.file(path.join(homedir(), name));
}

/** How many entries were written; undefined where the user gave up, and then there is no file. */
async function writeExport(
  target: vscode.Uri,
  format: ExportFormat,
  { ledger, catalogue }: ExportLedgerPorts,
  signal: AbortSignal,
): Promise<number | undefined> {
  let count = 0;
  const ports = {
    entriesFrom: (cursor: number, entries: number) => ledger.entriesFrom(cursor, entries),
    outcomesOf: (taskIds: readonly string[]) => outcomesOf(ledger, taskIds),
    priceOf: pricesOf(catalogue),
  };
  const file = await openTarget(target);
  let isDone = false;
  try {
    for await (const { text, entries } of exportPieces(format, ports)) {
      if (signal.aborted) return undefined;
      await file.add(text);
      count += entries;
    }
    await file.done();
    isDone = true;
    return count;
  } finally {
    if (!isDone) await file.givenUp();
  }
}

/** One task at a time, so that the ledger can answer others meanwhile. */
async function outcomesOf(ledger: ExportLedgerPorts['ledger'], taskIds: readonly string[]): Promise<readonly OutcomeEvent[]> {
  const all: OutcomeEvent[] = [];
  if (ledger.taskEntries) for (const taskId of taskIds) all.push(...(await ledger.taskEntries(taskId)).outcomes);
  return all;
}

async function showingProgress(title: string, work: Promise<unknown>, cancelling: AbortController): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const isLong = new Promise<'long'>((resolve) => {
    timer = setTimeout(() => resolve('long'), quietMs);
  });
  const first = await Promise.race([work.then(() => 'done' as const), isLong]).finally(() => clearTimeout(timer));
  if (first === 'done') return;
  await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title, cancellable: true }, async (_, token) => {
    const listener = token.onCancellationRequested(() => cancelling.abort());
    await work.finally(() => listener.dispose());
  });
}

async function offerToOpen(target: vscode.Uri, count: number): Promise<void> {
  const open = t('Open');
  const picked = await vscode.window.showInformationMessage(
    t('The ledger was exported: {0} entries are in {1}.', new Intl.NumberFormat(vscode.env.language).format(count), target.fsPath),
    open,
  );
  if (picked === open) await vscode.commands.executeCommand('vscode.open', target);
}
