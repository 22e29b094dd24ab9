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
      const opening = panel;
      try {
        (await opening).show();
      } catch (error) {
        // What failed is not kept: the next time it is tried anew.
        if (panel === opening) panel = undefined;
        throw error;
      }
    }),
    {
      dispose: () =>
        void panel?.then(
          (opened) => opened.dispose(),
          () => undefined,
        ),
    },
  );
}
