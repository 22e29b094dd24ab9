import * as vscode from 'vscode';
import { type Offer, sourceName } from '../../core/catalogue/refresh/index.ts';
import { plainMarkdown } from '../../platform/visible.ts';
import { addressInWords, factsInWords } from './factsInWords.ts';
import { changedLines } from './priceLines.ts';

const { t } = vscode.l10n;

/**
 * What waits, as a page: each model with what counts now and what would, in dollars per million tokens, where it was read and when. Nothing of
 * a list becomes markup.
 */
export function offersInMarkdown(offers: readonly Offer[]): string {
  const groups = [
    { title: t('Other prices'), kind: 'price' },
    { title: t('New models'), kind: 'new-model' },
    { title: t('Other facts'), kind: 'facts' },
  ] as const;
  const parts = groups.flatMap(({ title, kind }) => {
    const own = offers.filter((offer) => offer.kind === kind);
    return own.length === 0 ? [] : [`## ${title}`, ...own.map(offerInMarkdown)];
  });
  return [
    `# ${t('New prices and models')}`,
    t('None of this counts yet. Prices are US dollars per million tokens. What became dearer counts already and is not listed.'),
    ...parts,
    '',
  ].join('\n\n');
}

function offerInMarkdown(offer: Offer): string {
  const { row, readOn, source, guessedTier } = offer;
  const lines = changedLines(offer);
  const table = [
    `| | ${t('now')} | ${t('then')} |`,
    '|---|---:|---:|',
    ...lines.map(({ label, before, after }) => `| ${plainMarkdown(label)} | ${before ?? '–'} | ${after} |`),
  ];
  const facts = factsInWords(offer.facts).map(plainMarkdown);
  return [
    `### ${plainMarkdown(row.id)} (${plainMarkdown(row.endpoint)})`,
    ...(row.newEndpoint
      ? [t('At an address that is not known yet: {0}', addressInWords(row.newEndpoint).map(plainMarkdown).join('; '))]
      : []),
    ...(lines.length > 0 ? [table.join('\n')] : []),
    ...(facts.length > 0 ? [facts.join('; ')] : []),
    ...(guessedTier ? [t('The source does not say how strong it is: {0} is a guess from its price.', guessedTier)] : []),
    t('Read on {0} from {1}: {2}', readOn, plainMarkdown(sourceName(source)), plainMarkdown(row.url)),
  ].join('\n\n');
}
