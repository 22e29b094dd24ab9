import * as vscode from 'vscode';
import { menuItems } from './menuItems.ts';
import type { MeterView } from './meterView.ts';

/** What a click on the meter offers. */
export async function showMenu(view: MeterView): Promise<void> {
  const picked = await vscode.window.showQuickPick(menuItems(view), { title: vscode.l10n.t('Farthing'), matchOnDescription: true });
  if (picked) await vscode.commands.executeCommand(picked.run);
}
