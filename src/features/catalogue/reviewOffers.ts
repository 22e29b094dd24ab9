import * as vscode from 'vscode';
import { type Offer, sourceName } from '../../core/catalogue/refresh/index.ts';
import type { CataloguePorts } from './cataloguePorts.ts';
import { chooseOffers } from './chooseOffers.ts';
import { offersInMarkdown } from './offersInMarkdown.ts';

const { t } = vscode.l10n;

/** Shows what waits, and takes the user's answer to exactly what was shown. */
export async function reviewOffers({ refresh, log }: CataloguePorts, show: (markdown: string) => Promise<void>): Promise<void> {
  const offers = await refresh.offers();
  if (offers.length === 0) {
    void vscode.window.showInformationMessage(t('Farthing: no lower price and no new model waits for your review.'));
    return;
  }
  await show(offersInMarkdown(offers));
  const [acceptAll, choose, later] = [t('Accept All'), t('Choose…'), t('Later')];
  const words =
    offers.length === 1
      ? t('Farthing: one change waits. It counts once you accept it.')
      : t('Farthing: {0} changes wait. They count once you accept them.', offers.length);
  const picked = await vscode.window.showInformationMessage(words, acceptAll, choose, later);
  const accepted = picked === acceptAll ? offers : picked === choose ? await chooseOffers(offers) : undefined;
  if (!accepted) return;
  const declined = offers.filter((offer) => !accepted.includes(offer));
  try {
    await refresh.decide({ accepted, declined });
  } catch (error) {
    log.error(`the answer to new prices was not stored: ${error}`);
    void vscode.window.showErrorMessage(t('Farthing: your answer could not be stored. The log says why.'));
    return;
  }
  for (const offer of accepted) log.info(`prices: accepted ${nameOf(offer)}`);
  for (const offer of declined) log.info(`prices: declined ${nameOf(offer)}`);
}

const nameOf = ({ row, source }: Offer): string => `${row.id} (${row.endpoint}) of ${sourceName(source)}`;
