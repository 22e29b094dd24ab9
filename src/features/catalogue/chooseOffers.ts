import * as vscode from 'vscode';
import type { Offer } from '../../core/catalogue/refresh/index.ts';
import { visible } from '../../platform/visible.ts';
import { addressInWords, factsInWords } from './factsInWords.ts';
import { changedLines } from './priceLines.ts';
import { kindInWords } from './words.ts';

const { t } = vscode.l10n;

/** The user's choice. Where nothing but known models' prices would change it is ticked, else it is not; undefined where the user leaves. */
export async function chooseOffers(offers: readonly Offer[]): Promise<readonly Offer[] | undefined> {
  const items = offers.map((offer) => ({
    label: visible(offer.row.id),
    description: `${visible(offer.row.endpoint)} · ${kindInWords(offer)}`,
    detail: [
      ...changedLines(offer).map(({ label, before, after }) =>
        before === undefined ? `${label} ${after}` : `${label} ${before} → ${after}`,
      ),
      ...factsInWords(offer.facts),
      ...(offer.row.newEndpoint ? addressInWords(offer.row.newEndpoint) : []),
    ]
      .map(visible)
      .join(', '),
    picked: offer.kind === 'price' && Object.keys(offer.facts).length === 0 && !offer.row.newEndpoint,
    offer,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: t('What counts from now on'),
    placeHolder: t('What is not ticked is not shown again until its source changes it'),
    canPickMany: true,
    matchOnDescription: true,
  });
  return picked?.map(({ offer }) => offer);
}
