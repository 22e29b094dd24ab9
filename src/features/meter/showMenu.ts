import * as vscode from 'vscode';
import { readSetting } from '../../platform/settings.ts';
import { menuItems } from './menuItems.ts';
import type { MeterView } from './meterView.ts';

/** What a click on the meter offers. */
export async function showMenu(view: MeterView): Promise<void> {
  // The switch turns the setting over that holds for all languages.
  const items = menuItems({ ...view, completions: readSetting('completion.enabled') ? 'on' : 'off' });
  const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Farthing'), matchOnDescription: true });
  if (picked) await vscode.commands.executeCommand(picked.run);
}
