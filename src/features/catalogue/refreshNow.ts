import * as vscode from 'vscode';
import { commands } from '../../platform/commands.ts';
import type { CataloguePorts } from './cataloguePorts.ts';
import { newsInWords } from './newsInWords.ts';

const { t } = vscode.l10n;

/** Asks the user's sources at once, and says what came of it. */
export async function refreshNow({ refresh }: CataloguePorts): Promise<void> {
  const report = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title: t('Farthing: reading prices') }, () =>
    refresh.refreshNow(),
  );
  if (!report) {
    const openSettings = t('Open Settings');
    const words = t('Farthing: no source of prices is named, so nothing is read.');
    const picked = await vscode.window.showInformationMessage(words, openSettings);
    if (picked === openSettings) await vscode.commands.executeCommand('workbench.action.openSettings', 'farthing.catalogue.refresh');
    return;
  }
  const offers = await refresh.offers();
  for (const one of report.sources) {
    if (one.outcome === 'failed') {
      void vscode.window.showWarningMessage(
        t('Farthing: prices of {0} were not read, and nothing is changed: {1}.', one.source, one.reason),
      );
    }
  }
  if (report.sources.every(({ outcome }) => outcome === 'failed')) return;
  const news = newsInWords(report, offers);
  const review = t('Review…');
  const picked = await vscode.window.showInformationMessage(
    news ?? t('Farthing: prices are up to date.'),
    ...(offers.length > 0 ? [review] : []),
  );
  if (picked === review) await vscode.commands.executeCommand(commands.reviewCatalogue);
}
