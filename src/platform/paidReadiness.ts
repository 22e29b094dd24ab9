import * as vscode from 'vscode';
import { type Budget, mayCount } from '../core/budget/index.ts';
import type { Candidate, Endpoint } from '../core/catalogue/index.ts';
import { onDidChangeBudgets, readBudgets } from './budgets.ts';
import { onDidChangeSetting, readSetting } from './settings.ts';

/**
 * Whether paid models may be asked to complete code, and what is missing first: nothing paid happens before the user gave a key and set a
 * budget that covers it. `untrusted`: the workspace is not trusted yet.
 */
export type PaidReadiness = 'no-key' | 'no-budget' | 'paused' | 'untrusted' | 'ready';

export interface PaidModelsPorts {
  /** `candidates`: what there is to choose from. An endpoint in trouble is among them: that passes. */
  readonly models: {
    endpoints(): readonly Endpoint[];
    candidates(): readonly Candidate[];
    onDidChange(listener: () => void): { dispose(): void };
  };
  readonly keys: { has(endpoint: Endpoint): boolean };
}

export function paidReadiness({ models, keys }: PaidModelsPorts): PaidReadiness {
  const hasKey = models.endpoints().some((endpoint) => endpoint.needsKey === true && keys.has(endpoint));
  if (!hasKey && !models.candidates().some(({ endpoint }) => endpoint.billing !== 'local')) return 'no-key';
  if (!readBudgets().budgets.some(coversCompletions)) return 'no-budget';
  if (readSetting('paidModels.paused')) return 'paused';
  return vscode.workspace.isTrusted ? 'ready' : 'untrusted';
}

function coversCompletions(budget: Budget): boolean {
  const workspaces = vscode.workspace.workspaceFolders ?? [];
  const requests = [{}, ...workspaces.map(({ name }) => ({ workspace: name }))];
  return requests.some((request) =>
    (['completion.line', 'completion.block'] as const).some((kind) => mayCount(budget, { kind, ...request })),
  );
}

/** Something of it may have changed. */
export function onDidChangePaidReadiness({ models }: PaidModelsPorts, listener: () => void): vscode.Disposable {
  return vscode.Disposable.from(
    models.onDidChange(listener),
    onDidChangeBudgets(listener),
    onDidChangeSetting('paidModels.paused', listener),
    vscode.workspace.onDidGrantWorkspaceTrust(listener),
  );
}
