import * as vscode from 'vscode';
import { commands, registerCommand } from '../../platform/commands.ts';
import type { Log } from '../../platform/log.ts';
import type { RoutingRules } from '../../platform/rules.ts';
import { approveRules } from './approveRules.ts';
import { FileProblems } from './fileProblems.ts';
import { SettingsProblems } from './settingsProblems.ts';

export interface RulesPorts {
  readonly rules: Pick<RoutingRules, 'sets' | 'onDidChange' | 'approve' | 'withdraw'>;
  readonly log: Pick<Log, 'warn'>;
}

/** Mistakes in routing rules are marked where they stand, and a workspace's rules are approved and withdrawn. */
export function registerRules({ rules, log }: RulesPorts): vscode.Disposable {
  return vscode.Disposable.from(
    new FileProblems(rules),
    new SettingsProblems(rules, log),
    registerCommand(commands.approveRules, () => approveRules(rules)),
  );
}
