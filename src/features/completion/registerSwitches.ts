import * as vscode from 'vscode';
import type { Clock } from '../../core/router.ts';
import { commands, registerCommand, registerLoadedCommand } from '../../platform/commands.ts';
import type { Log } from '../../platform/log.ts';
import { toggleSetting, toggleSettingForLanguage, toggleSettingForWorkspace } from '../../platform/settings.ts';
import type { SwitchPorts } from './whyNotAsked.ts';

interface RegisterSwitchesPorts extends SwitchPorts {
  readonly clock: Clock;
  readonly log: Pick<Log, 'error'>;
  /** A file was turned off or on in a way that no setting tells of. */
  readonly onSwitched: () => void;
}

/** On and off: everywhere, for a language, for the workspace, for a file, or for a while. */
export function registerSwitches(ports: RegisterSwitchesPorts): vscode.Disposable {
  return vscode.Disposable.from(
    registerCommand(commands.toggleCompletions, () => toggleSetting('completion.enabled')),
    registerCommand(commands.toggleCompletionsForLanguage, async () => {
      const { document } = vscode.window.activeTextEditor ?? {};
      if (document) await toggleSettingForLanguage('completion.enabled', document);
    }),
    registerCommand(commands.toggleCompletionsForWorkspace, () =>
      toggleSettingForWorkspace('completion.enabled', vscode.window.activeTextEditor?.document),
    ),
    registerLoadedCommand(commands.toggleCompletionsForFile, ports.log, async () => {
      const { toggleForFile } = await import('./switchCommands.ts');
      return async () => {
        await toggleForFile(ports);
        ports.onSwitched();
      };
    }),
    registerLoadedCommand(commands.snoozeCompletions, ports.log, async () => {
      const { snoozeCompletions } = await import('./switchCommands.ts');
      return (minutes) => snoozeCompletions(ports, ports.clock, minutes);
    }),
  );
}
