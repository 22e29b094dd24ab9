import * as vscode from 'vscode';
import type { Budget } from '../core/budget/index.ts';
import type { Candidate, Endpoint } from '../core/catalogue/index.ts';
import { onDidChangeBudgets, readBudgets } from './budgets.ts';
import { onDidChangeSetting, readSetting } from './settings.ts';

/**
 * Whether paid models may be asked, and what is missing first: nothing paid happens before the user gave a key and set a budget.
 * `untrusted`: the workspace is not trusted yet.
 */
export type PaidReadiness = 'no-key' | 'no-budget' | 'paused' | 'untrusted' | 'ready';

/** The paid models that the user could ask: those with a key, or that need none. */
export interface PaidModelsPorts {
  readonly models: { candidates(): readonly Candidate[]; onDidChange(listener: () => void): { dispose(): void } };
  readonly keys: { has(endpoint: Endpoint): boolean; onDidChange(listener: () => void): { dispose(): void } };
}

export interface PaidModelsState {
  readonly readiness: PaidReadiness;
  /** Paid models that have what they need; whether they may be asked is another matter. */
  readonly usable: readonly Candidate[];
  readonly budgets: readonly Budget[];
}

export function readPaidModels({ models, keys }: PaidModelsPorts): PaidModelsState {
  const { budgets } = readBudgets();
  const usable = models
    .candidates()
    .filter(({ endpoint }) => endpoint.billing !== 'local' && (endpoint.needsKey !== true || keys.has(endpoint)));
  return { readiness: readinessOf(usable, budgets), usable, budgets };
}

function readinessOf(usable: readonly Candidate[], budgets: readonly Budget[]): PaidReadiness {
  if (usable.length === 0) return 'no-key';
  if (budgets.length === 0) return 'no-budget';
  if (readSetting('paidModels.paused')) return 'paused';
  return vscode.workspace.isTrusted ? 'ready' : 'untrusted';
}

/** Something of it may have changed. */
export function onDidChangePaidModels({ models, keys }: PaidModelsPorts, listener: () => void): vscode.Disposable {
  return vscode.Disposable.from(
    models.onDidChange(listener),
    keys.onDidChange(listener),
    onDidChangeBudgets(listener),
    onDidChangeSetting(['paidModels.paused', 'routing.pins'], listener),
    vscode.workspace.onDidGrantWorkspaceTrust(listener),
  );
}
