import * as vscode from 'vscode';
import type { Endpoint } from '../../core/catalogue/index.ts';
import type { LedgerEntry } from '../../core/ledger/index.ts';
import { combine, concerns, type ImportedUsage, reconcile } from '../../core/reconcile/index.ts';
import { originOf } from '../../platform/keys.ts';
import { billInMarkdown } from './billInMarkdown.ts';
import { chooseLedgerProvider } from './chooseLedgerProvider.ts';
import { ledgerEntries } from './ledgerEntries.ts';
import { type OpenedExport, openExport } from './openExport.ts';
import { reconcileKey } from './reconcileKey.ts';
import type { ReconcilePorts } from './reconcilePorts.ts';

const { t } = vscode.l10n;

type Show = (markdown: string) => Promise<void>;

/** Asks what to compare with, compares, and shows it. What fails is told, and is in the log. */
export async function reconcileBill(ports: ReconcilePorts, show: Show): Promise<void> {
  try {
    const source = await chooseSource(ports);
    if (!source) return;
    if (source.type === 'key') await reconcileKey(ports, source.endpoint, show);
    else await reconcileFiles(ports, show);
  } catch (error) {
    ports.log.error(`a bill could not be compared: ${error}`);
    void vscode.window.showErrorMessage(t('The bill could not be compared. The log says why.'));
  }
}

type Source = { readonly type: 'file' } | { readonly type: 'key'; readonly endpoint: Endpoint };

async function chooseSource({ models, keys }: ReconcilePorts): Promise<Source | undefined> {
  await models.load();
  const askable = models.endpoints().filter((endpoint) => endpoint.provider === 'openrouter' && keys.has(endpoint));
  if (askable.length === 0) return { type: 'file' };
  const items: readonly (vscode.QuickPickItem & { readonly source: Source })[] = [
    {
      label: t('A file that you downloaded…'),
      detail: t('A usage or cost export of Anthropic, OpenAI or OpenRouter. Nothing is sent.'),
      source: { type: 'file' },
    },
    ...askable.map((endpoint) => ({
      label: t('Ask {0} now', endpoint.id),
      description: originOf(endpoint) ?? '',
      detail: t(
        'What the key has used today, this week and this month, and where that differs, the cost of the dearest requests. Your key and the ids of those requests are sent there, and nothing else.',
      ),
      source: { type: 'key' as const, endpoint },
    })),
  ];
  const picked = await vscode.window.showQuickPick(items, { title: t('Reconcile with a provider’s bill') });
  return picked?.source;
}

/** Several files are one bill: tokens in one and money in the other. */
async function reconcileFiles({ ledger, log }: ReconcilePorts, show: Show): Promise<void> {
  const files = await vscode.window.showOpenDialog({
    title: t('Usage or cost export'),
    openLabel: t('Compare'),
    canSelectMany: true,
    filters: { [t('Exports')]: ['csv', 'json', 'txt'] },
  });
  const [first, ...others] = files ?? [];
  if (!first) return;
  const opened: OpenedExport[] = [];
  for (const file of [first, ...others]) {
    const read = await openExport(file);
    if ('refused' in read) return void vscode.window.showWarningMessage(read.refused);
    opened.push(read);
  }
  const imported = combinedOf(opened.map((one) => one.imported));
  if (!imported) return;
  const entriesOf = (provider: string): Thenable<readonly LedgerEntry[]> =>
    vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title: t('Farthing: reading the ledger') }, () =>
      ledgerEntries(ledger, (entry) => concerns(entry, imported, provider)),
    );
  const own = await entriesOf(imported.provider);
  const ledgerProvider = own.length > 0 ? imported.provider : await chooseLedgerProvider(ledger, imported);
  if (ledgerProvider === undefined) return;
  const entries = ledgerProvider === imported.provider ? own : await entriesOf(ledgerProvider);
  const result = reconcile(entries, imported, ledgerProvider);
  log.info(
    `reconcile: ${imported.provider} ${imported.fromDay} to ${imported.toDay}: ${result.causes.map(({ kind }) => kind).join(', ') || 'agrees'}`,
  );
  await show(
    billInMarkdown({
      names: opened.map(({ name }) => name),
      imported,
      ledgerProvider,
      result,
      ownEntries: entries.length,
      language: vscode.env.language,
    }),
  );
}

function combinedOf([first, ...others]: readonly ImportedUsage[]): ImportedUsage | undefined {
  if (!first) return undefined;
  const combined = combine([first, ...others]);
  if (combined.outcome === 'combined') return combined.imported;
  void vscode.window.showWarningMessage(t('These files do not make one bill: {0}.', combined.reason));
  return undefined;
}
