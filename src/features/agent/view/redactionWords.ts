import * as vscode from 'vscode';
import { type Redaction, revealInvisible } from '../../../core/policy/index.ts';

const { t } = vscode.l10n;

/** What was taken out of a prompt, by what it looked like and where it stood; the secret itself is nowhere. */
export function redactionsInWords(redactions: readonly Redaction[]): string {
  return redactions
    .map(({ kind, count, name }) => {
      const times = count === 1 ? kind : `${kind} × ${count}`;
      return name === undefined ? times : t('{0} in {1}', times, revealInvisible(name));
    })
    .join(', ');
}
