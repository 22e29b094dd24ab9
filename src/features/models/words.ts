import * as vscode from 'vscode';
import type { Candidate } from '../../core/catalogue/index.ts';
import { formatUsd } from '../../core/money/index.ts';
import type { Pin } from '../../core/selection/index.ts';
import { tierInWords } from '../../platform/entryWords.ts';

const { t } = vscode.l10n;

/** What is chosen; nothing pinned is chosen automatically. */
export function pinInWords(pin: Pin | undefined): string {
  if (!pin) return t('Automatic');
  return 'tier' in pin ? t('Tier: {0}', tierInWords(pin.tier)) : t('{0} on {1}', pin.model, pin.endpoint);
}

/** Prices are kept per million tokens, as providers publish them. What a flat plan's model costs elsewhere is told beside, where it is known. */
export function priceInWords({ model: { price }, endpoint: { billing } }: Candidate): string {
  if (billing === 'local') return t('on this machine, free of charge');
  if (billing === 'subscription')
    return price
      ? t(
          'subscription, no cost per token; at list prices {0} in, {1} out per million',
          formatUsd(price.uncachedInput),
          formatUsd(price.output),
        )
      : t('subscription, no cost per token');
  if (!price) return t('unpriced');
  return t('{0} in, {1} out per million tokens', formatUsd(price.uncachedInput), formatUsd(price.output));
}
