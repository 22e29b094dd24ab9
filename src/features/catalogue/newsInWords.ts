import * as vscode from 'vscode';
import type { Offer } from '../../core/catalogue/refresh/index.ts';
import type { RefreshReport } from '../../platform/catalogueRefreshReport.ts';

const { t } = vscode.l10n;

/** What is new, in one sentence or two; undefined where nothing is. */
export function newsInWords({ sources }: RefreshReport, offers: readonly Offer[]): string | undefined {
  const rises = sources.flatMap((source) => (source.outcome === 'read' ? source.rises : []));
  const models = [...new Set(rises.map(({ id }) => id))];
  const sentences = [
    ...(models.length > 0
      ? [t('dearer from now on: {0}', models.length > 3 ? `${models.slice(0, 3).join(', ')} …` : models.join(', '))]
      : []),
    ...(offers.length === 1 ? [t('one lower price or new model waits for your review')] : []),
    ...(offers.length > 1 ? [t('{0} lower prices or new models wait for your review', offers.length)] : []),
  ];
  return sentences.length === 0 ? undefined : t('Farthing: {0}.', sentences.join('; '));
}
