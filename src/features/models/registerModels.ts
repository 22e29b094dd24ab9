import * as vscode from 'vscode';
import { commands, registerCommand, registerLoadedCommand } from '../../platform/commands.ts';
import { readSetting, toggleSetting } from '../../platform/settings.ts';
import type { ModelsPorts } from './modelsPorts.ts';

/** The user's say in which models are asked: a choice for each kind of request, and a pause of all that is paid. */
export function registerModels(ports: ModelsPorts): vscode.Disposable {
  return vscode.Disposable.from(
    registerLoadedCommand(commands.pickModel, ports.log, async () => {
      const { pickModel } = await import('./pickModel.ts');
      return () => pickModel(ports);
    }),
    registerCommand(commands.togglePaidModels, async () => {
      await toggleSetting('paidModels.paused');
      ports.log.info(`paid models are ${readSetting('paidModels.paused') ? 'paused' : 'on'}`);
    }),
  );
}
