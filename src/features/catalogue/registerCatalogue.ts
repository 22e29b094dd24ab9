import * as vscode from 'vscode';
import { commands, registerCommand } from '../../platform/commands.ts';
import { PreviewDocument } from '../../platform/previewDocument.ts';
import type { CataloguePorts } from './cataloguePorts.ts';
import { refreshNow } from './refreshNow.ts';
import { tellNews } from './tellNews.ts';

/** Refreshed prices and models, where the user's setting names a source: asked for, told, and shown before anything cheaper or new counts. */
export function registerCatalogue(ports: CataloguePorts): vscode.Disposable {
  const preview = new PreviewDocument({ scheme: 'farthing-prices', name: 'prices.md' });
  return vscode.Disposable.from(
    ports.refresh,
    preview,
    ports.refresh.onDidChange((report) => {
      if (report) tellNews(ports, report).catch((error: unknown) => ports.log.error(`new prices were not told: ${error}`));
    }),
    registerCommand(commands.refreshCatalogue, () => refreshNow(ports)),
    registerCommand(commands.reviewCatalogue, async () => {
      const { reviewOffers } = await import('./reviewOffers.ts');
      await reviewOffers(ports, (markdown) => preview.show(markdown));
    }),
  );
}
