import * as vscode from 'vscode';
import type { Ledger } from '../../core/ledger/index.ts';
import { concerns, type ImportedUsage } from '../../core/reconcile/index.ts';
import { everyEntry } from './ledgerEntries.ts';

const { t } = vscode.l10n;

/**
 * What the ledger calls the bill's provider, as the user says: it may be known by a name of the user's own settings. The bill's name where the
 * ledger has nothing else of these days, or where the user says so; undefined where the user leaves.
 */
export async function chooseLedgerProvider(ledger: Pick<Ledger, 'entriesFrom'>, imported: ImportedUsage): Promise<string | undefined> {
  const attempts = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: t('Farthing: reading the ledger') },
    () => attemptsByProvider(ledger, imported),
  );
  if (attempts.size === 0) return imported.provider;
  const items: readonly (vscode.QuickPickItem & { readonly provider: string })[] = [
    ...[...attempts].map(([provider, count]) => ({ label: provider, description: t('{0} attempts in these days', count), provider })),
    { label: t('None of these'), provider: imported.provider },
  ];
  const title = t('The ledger has nothing of {0} in these days. By which name does it know the provider of this bill?', imported.provider);
  const picked = await vscode.window.showQuickPick(items, { title });
  return picked?.provider;
}

/** How many attempts the days of the bill have of each provider. */
async function attemptsByProvider(ledger: Pick<Ledger, 'entriesFrom'>, imported: ImportedUsage): Promise<ReadonlyMap<string, number>> {
  const attempts = new Map<string, number>();
  for await (const entry of everyEntry(ledger)) {
    const { provider } = entry;
    if (concerns(entry, imported, provider)) attempts.set(provider, (attempts.get(provider) ?? 0) + 1);
  }
  return attempts;
}
