import * as vscode from 'vscode';
import { formatUsd, type NanoUsd, nanoUsdPerUsd } from '../../core/money/index.ts';
import { type DollarText, readDollars } from './dollars.ts';

const { t } = vscode.l10n;

export interface DollarQuestion {
  readonly title: string;
  readonly prompt: string;
  /** What stands in the box at first. */
  readonly nanoUsd?: NanoUsd;
  /** Less than this is of no use. */
  readonly leastNanoUsd?: NanoUsd;
  readonly emptyIs: 'an-answer' | 'refused';
}

/** `empty`: the user cleared the box. Undefined: the user gave up. */
export async function askDollars(
  question: DollarQuestion,
): Promise<{ readonly usd: number; readonly nanoUsd: NanoUsd } | 'empty' | undefined> {
  const { title, prompt, nanoUsd } = question;
  const typed = await vscode.window.showInputBox({
    title,
    prompt,
    value: nanoUsd === undefined ? '' : dollarsText(nanoUsd),
    placeHolder: t('US dollars, for example 0.50'),
    ignoreFocusOut: true,
    validateInput: (text) => problemWith(readDollars(text), question),
  });
  if (typed === undefined) return undefined;
  const read = readDollars(typed);
  // The box lets only these two through.
  return 'refused' in read ? 'empty' : read;
}

function problemWith(read: DollarText, { leastNanoUsd = 0, emptyIs }: DollarQuestion): string | undefined {
  if (!('refused' in read)) {
    return read.nanoUsd < leastNanoUsd ? t('The next request needs {0} at the least.', formatUsd(leastNanoUsd)) : undefined;
  }
  switch (read.refused) {
    case 'empty':
      return emptyIs === 'an-answer' ? undefined : t('Give an amount in US dollars.');
    case 'comma':
      return t('Write a point for the cents, and nothing between the thousands: 1000.50');
    case 'no-amount':
      return t('Give an amount in US dollars, for example 0.50.');
    case 'too-much':
      return t('That is more than nine million dollars.');
  }
}

/** As the user would write it: `0.5`, and never `5e-7`. */
function dollarsText(nanoUsd: NanoUsd): string {
  return (nanoUsd / nanoUsdPerUsd).toFixed(9).replace(/\.?0+$/, '');
}
