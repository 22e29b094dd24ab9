import * as vscode from 'vscode';
import type { Policy } from '../core/policy/index.ts';
import { budgetsInForce } from './budgets.ts';
import { readSetting } from './settings.ts';

/** What the user allows at this moment. Nothing paid before a budget, nothing that a repository may steer before it is trusted. */
export function readPolicy(budgets = budgetsInForce()): Policy {
  if (budgets.length === 0) return { metered: 'no-budget' };
  if (readSetting('paidModels.paused')) return { metered: 'paused' };
  return { metered: vscode.workspace.isTrusted ? 'allowed' : 'untrusted' };
}
