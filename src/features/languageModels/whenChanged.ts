import * as vscode from 'vscode';
import { everyMidnight } from '../../platform/everyMidnight.ts';
import type { Changing } from './languageModelsPorts.ts';

/** ASSUMPTION: budgets are read anew a quarter of a second after the ledger changed, and nobody watches the list of models by the second. */
const waitsMs = 2000;

/**
 * Looks what changed once something did that the choice of a model depends on: the settings, the day with its prices and budgets, trust, or one of
 * these. Of all that happens while it waits it looks once.
 */
export function whenChanged(these: readonly Changing[], look: () => void): vscode.Disposable {
  let timer: NodeJS.Timeout | undefined;
  const wait = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      look();
    }, waitsMs);
  };
  return vscode.Disposable.from(
    ...these.map((each) => each.onDidChange(wait)),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('farthing')) wait();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(wait),
    everyMidnight(wait),
    { dispose: () => clearTimeout(timer) },
  );
}
