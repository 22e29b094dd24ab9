import { homedir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { type Ledger, localDay } from '../../core/ledger/index.ts';
import type { Clock } from '../../core/router.ts';
import type { Log } from '../../platform/log.ts';
import { csvHeader, csvRows } from './csv.ts';

const { t } = vscode.l10n;

export interface ExportPorts {
  readonly ledger: Pick<Ledger, 'entriesFrom'>;
  readonly clock: Clock;
  readonly log: Pick<Log, 'error'>;
}

/** What is done sooner than this needs no sign that it goes on. */
const quietMs = 300;
const entriesPerPage = 1000;

/** Writes the whole ledger into a file of the user's choice, and offers to open it. */
export async function exportCsv({ ledger, clock, log }: ExportPorts): Promise<void> {
  const title = t('Export ledger as CSV');
  const target = await vscode.window.showSaveDialog({
    title,
    defaultUri: defaultTarget(`farthing-${localDay(clock.now(), clock.timeZone())}.csv`),
    filters: { CSV: ['csv'] },
  });
  if (!target) return;
  const cancelling = new AbortController();
  try {
    const work = writeCsv(target, ledger, cancelling.signal);
    await showingProgress(title, work, cancelling);
    const count = await work;
    if (count === undefined) return;
    await offerToOpen(target, count);
  } catch (error) {
    log.error(`the ledger could not be exported: ${error}`);
    void vscode.window.showErrorMessage(t('The ledger could not be exported: {0}', error instanceof Error ? error.message : String(error)));
  }
}

function defaultTarget(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  return folder ? vscode.Uri.joinPath(folder, name) : vscode.Uri.file(path.join(homedir(), name));
}

/** How many entries were written; undefined where the user gave up, and then there is no file. */
async function writeCsv(target: vscode.Uri, ledger: Pick<Ledger, 'entriesFrom'>, signal: AbortSignal): Promise<number | undefined> {
  // Bytes rather than one string, whose length has a limit.
  const pages = [Buffer.from(csvHeader())];
  let count = 0;
  for (let cursor: number | undefined = 0; cursor !== undefined; ) {
    const page: Awaited<ReturnType<Ledger['entriesFrom']>> = await ledger.entriesFrom(cursor, entriesPerPage);
    if (signal.aborted) return undefined;
    pages.push(Buffer.from(csvRows(page.entries)));
    count += page.entries.length;
    cursor = page.cursor;
  }
  await vscode.workspace.fs.writeFile(target, Buffer.concat(pages));
  return count;
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
