import * as vscode from 'vscode';
import { commands, registerCommand } from '../../platform/commands.ts';
import type { SpendPanel, SpendPorts } from './spendPanel.ts';

export type { SpendPorts } from './spendPanel.ts';

/** The Spend page: one panel at the most, whose code is loaded when it is first asked for. */
export function registerSpend(ports: SpendPorts): vscode.Disposable {
  let panel: Promise<SpendPanel> | undefined;
  const open = async (): Promise<SpendPanel> => {
    const { SpendPanel } = await import('./spendPanel.ts');
    return new SpendPanel(ports);
  };
  return vscode.Disposable.from(
    registerCommand(commands.showSpend, async () => {
      panel ??= open();
      (await panel).show();
    }),
    { dispose: () => void panel?.then((opened) => opened.dispose()) },
  );
}
