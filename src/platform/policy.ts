import * as vscode from 'vscode';
import { type DataPolicy, type FolderPolicy, type MeteredRule, type Policy, readDataPolicy, stricter } from '../core/policy/index.ts';
import { budgetsInForce } from './budgets.ts';
import { readSetting } from './settings.ts';

/**
 * What the user allows at this moment. Nothing paid before a budget, but by a flat plan, which costs no dollars and was named by the user; nothing that
 * a repository may steer before it is trusted; and who may see what by the user's data policy, the workspace's and those of its folders, which all
 * hold: a workspace only makes it stricter.
 */
export function readPolicy(budgets = budgetsInForce()): Policy {
  const { data, folders } = readLayers();
  const flatPlan = flatPlanRule();
  const metered = budgets.length > 0 ? flatPlan : 'no-budget';
  return stricter({ metered, flatPlan }, { metered: 'allowed', data, folders });
}

/** What in the data policies is of no use, each in a sentence for the log. Such a field opens nothing: it closes the cloud until it is corrected. */
export function policyProblems(): readonly string[] {
  return [...new Set(readLayers().problems)];
}

function flatPlanRule(): 'allowed' | MeteredRule {
  if (readSetting('paidModels.paused')) return 'paused';
  return vscode.workspace.isTrusted ? 'allowed' : 'untrusted';
}

interface Layers {
  readonly data: readonly DataPolicy[];
  readonly folders: readonly FolderPolicy[];
  readonly problems: readonly string[];
}

/**
 * The values as they are written. Neither one merged value, in which a workspace's field would replace the user's; nor only those of the right
 * shape, because a value that cannot be read closes the cloud rather than being left out.
 */
function readLayers(): Layers {
  const values = vscode.workspace.getConfiguration('farthing').inspect('policy');
  const user = readLayer('', values?.globalValue);
  const workspace = readLayer(' of the workspace', values?.workspaceValue);
  const folders = (vscode.workspace.workspaceFolders ?? []).map((folder) => {
    const own = vscode.workspace.getConfiguration('farthing', folder).inspect('policy')?.workspaceFolderValue;
    return { name: folder.name, ...readLayer(` of the folder ${folder.name}`, own) };
  });
  return {
    data: [user, workspace].flatMap(({ data }) => data ?? []),
    folders: folders.map(({ name, data }) => ({ name, ...(data && { data }) })),
    problems: [user, workspace, ...folders].flatMap(({ problems }) => problems),
  };
}

function readLayer(whose: string, value: unknown): { readonly data?: DataPolicy; readonly problems: readonly string[] } {
  const { policy, problems } = readDataPolicy(value);
  return {
    ...(Object.keys(policy).length > 0 && { data: policy }),
    problems: problems.map((problem) => `farthing.policy${whose}: ${problem}`),
  };
}
