import * as vscode from 'vscode';
import { formatUsd, type NanoUsd, nanoUsdPerUsd } from '../../../core/money/index.ts';
import { nanoUsdOf } from '../../../platform/dollars.ts';

const { t } = vscode.l10n;

/** A cap is raised in a box of the editor, and nowhere else: neither the model nor the page can do it. */
export async function askCap(capNanoUsd: NanoUsd): Promise<NanoUsd | undefined> {
  const typed = await vscode.window.showInputBox({
    title: t('Raise the cap of this task'),
    prompt: t('It is {0} now. The new cap, in US dollars.', formatUsd(capNanoUsd)),
    value: String((capNanoUsd * 2) / nanoUsdPerUsd),
    validateInput: (text) => {
      const read = readCap(text);
      if (read === undefined) return t('Write an amount such as 1 or 0.75.');
      return read > capNanoUsd ? undefined : t('That is not more than it is now.');
    },
  });
  const read = typed === undefined ? undefined : readCap(typed);
  return read !== undefined && read > capNanoUsd ? read : undefined;
}

function readCap(text: string): NanoUsd | undefined {
  const typed = text.trim().replace(/^\$\s*/, '');
  return /^(\d+(\.\d*)?|\.\d+)$/.test(typed) ? nanoUsdOf(Number(typed)) : undefined;
}
