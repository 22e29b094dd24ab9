import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import type { RefreshReport } from '../../platform/catalogueRefreshReport.ts';
import { commands } from '../../platform/commands.ts';
import type { CataloguePorts } from './cataloguePorts.ts';
import { newsInWords } from './newsInWords.ts';

const { t } = vscode.l10n;

/** Tells once, over all windows, what was read unasked: what became dearer, and that something waits. The same offers are told once only. */
export async function tellNews({ refresh, ledger, clock }: CataloguePorts, report: RefreshReport): Promise<void> {
  const offers = await refresh.offers();
  const words = newsInWords(report, offers);
  if (words === undefined) return;
  const rises = report.sources.map((source) => (source.outcome === 'read' ? source.rises : []));
  const content = JSON.stringify([rises, offers.map(({ source, row, prices }) => [source, row, prices])]);
  const key = `catalogue-news:${createHash('sha256').update(content).digest('hex')}`;
  if (!(await ledger.claimNotice(key, clock.now()))) return;
  const review = t('Review…');
  const picked = await vscode.window.showInformationMessage(words, ...(offers.length > 0 ? [review] : []));
  if (picked === review) await vscode.commands.executeCommand(commands.reviewCatalogue);
}
