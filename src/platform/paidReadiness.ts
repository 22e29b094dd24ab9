import * as vscode from 'vscode';
import { mayCount } from '../core/budget/index.ts';
import type { Candidate, Endpoint } from '../core/catalogue/index.ts';
import { ladderTiers, type Pin } from '../core/selection/index.ts';
import type { TaskKind } from '../core/task/index.ts';
import { onDidChangeBudgets, readBudgets } from './budgets.ts';
import { readRouting } from './routing.ts';
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
  if (!areCompletionsCovered(models.candidates())) return 'no-budget';
  if (readSetting('paidModels.paused')) return 'paused';
  return vscode.workspace.isTrusted ? 'ready' : 'untrusted';
}

/**
 * Whether a budget counts what one of the paid models would answer that complete code: a budget of another model, tier or provider lets nothing leave.
 * Where there is none of them, who would answer is not known. A flat plan costs no dollars, so that it waits for no budget.
 */
function areCompletionsCovered(candidates: readonly Candidate[]): boolean {
  const answering = paidCompleting(candidates);
  if (answering.some(({ endpoint }) => endpoint.billing === 'subscription')) return true;
  const asked = answering.length === 0 ? [{}] : answering.map((candidate) => ({ candidate }));
  const places = [{}, ...(vscode.workspace.workspaceFolders ?? []).map(({ name }) => ({ workspace: name }))];
  return readBudgets().budgets.some((budget) =>
    completionKinds.some((kind) => places.some((place) => asked.some((by) => mayCount(budget, { kind, ...place, ...by })))),
  );
}

const completionKinds = ['completion.line', 'completion.block'] as const;

/** The paid models that complete code and that the user's choice of models, or their tier, does not leave out. */
export function paidCompleting(candidates: readonly Candidate[]): readonly Candidate[] {
  const able = candidates.filter(({ model, endpoint }) => endpoint.billing !== 'local' && model.fillInTheMiddle !== undefined);
  if (able.length === 0) return able;
  const { pins } = readRouting();
  return able.filter((candidate) => completionKinds.some((kind) => isTaken(candidate, pins[kind], kind)));
}

function isTaken({ model, endpoint }: Candidate, pin: Pin | undefined, kind: TaskKind): boolean {
  if (!pin) return ladderTiers(kind).includes(model.tier);
  return 'tier' in pin ? pin.tier === model.tier : pin.model === model.id && pin.endpoint === endpoint.id;
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
