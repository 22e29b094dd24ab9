import * as vscode from 'vscode';
import { amountInWords } from '../../platform/budgetWords.ts';
import { readTokens, type TokenText } from './tokens.ts';

const { t } = vscode.l10n;

export interface TokenQuestion {
  readonly title: string;
  readonly prompt: string;
  /** What stands in the box at first. */
  readonly tokens?: number;
  /** Less than this is of no use. */
  readonly leastTokens?: number;
  readonly emptyIs: 'an-answer' | 'refused';
}

/** `empty`: the user cleared the box. Undefined: the user gave up. */
export async function askTokens(question: TokenQuestion): Promise<number | 'empty' | undefined> {
  const { title, prompt, tokens } = question;
  const typed = await vscode.window.showInputBox({
    title,
    prompt,
    value: tokens === undefined ? '' : String(tokens),
    placeHolder: t('Tokens, for example 500k or 2M'),
    ignoreFocusOut: true,
    validateInput: (text) => problemWith(readTokens(text), question),
  });
  if (typed === undefined) return undefined;
  const read = readTokens(typed);
  // The box lets only these two through.
  return 'refused' in read ? 'empty' : read.tokens;
}

function problemWith(read: TokenText, { leastTokens = 0, emptyIs }: TokenQuestion): string | undefined {
  if (!('refused' in read)) {
    return read.tokens < leastTokens ? t('The next request needs {0} at the least.', amountInWords(leastTokens, 'tokens')) : undefined;
  }
  switch (read.refused) {
    case 'empty':
      return emptyIs === 'an-answer' ? undefined : t('Give a number of tokens, for example 500k or 2M.');
    case 'no-amount':
      return t('Give a number of tokens, for example 500k or 2M.');
    case 'comma':
      return t('Write nothing between the thousands: 1000000');
    case 'too-much':
      return t('That is more than can be counted.');
  }
}
