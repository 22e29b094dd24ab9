import * as vscode from 'vscode';
import { approvalNeeds } from '../../core/rules/index.ts';
import type { RoutingRules } from '../../platform/rules.ts';
import type { FolderRuleSet } from '../../platform/rulesSet.ts';
import { waitingRuleInWords } from './words.ts';

const { t } = vscode.l10n;

/** A question that is longer is not read. The file itself is a button away. */
const mostLines = 12;

type Rules = Pick<RoutingRules, 'sets' | 'approve' | 'withdraw'>;

/** Asks the user whether a workspace's rules may do what they say, or takes that back. */
export async function approveRules(rules: Rules): Promise<void> {
  const set = await chosenSet(rules.sets.filter((each) => each.place === 'folder'));
  if (!set) return;
  if (set.problems.length > 0 && set.source === 'workspace') {
    await showMistakes(set);
  } else if (set.source === 'workspace-approved') {
    await offerToWithdraw(rules, set);
  } else {
    await offerToApprove(rules, set);
  }
}

async function chosenSet(sets: readonly FolderRuleSet[]): Promise<FolderRuleSet | undefined> {
  const [first, ...others] = sets;
  if (!first) {
    await vscode.window.showInformationMessage(
      vscode.workspace.isTrusted
        ? t('Farthing: this workspace has no routing rules. They would be in .farthing/rules.jsonc.')
        : t('Farthing: the routing rules of this workspace are not read until you trust it.'),
    );
    return undefined;
  }
  if (others.length === 0) return first;
  const items = sets.map((set) => ({
    label: set.name,
    description: set.source === 'workspace-approved' ? t('approved') : t('not approved'),
    set,
  }));
  return (await vscode.window.showQuickPick(items, { title: t("Which folder's routing rules?") }))?.set;
}

async function showMistakes({ file, name }: FolderRuleSet): Promise<void> {
  const show = t('Show File');
  const picked = await vscode.window.showWarningMessage(
    t('Farthing: the routing rules of {0} have a mistake. They can be approved once it is mended.', name),
    show,
  );
  if (picked === show) await vscode.window.showTextDocument(file);
}

async function offerToApprove(rules: Rules, set: FolderRuleSet): Promise<void> {
  const waiting = (set.compiled?.rules ?? [])
    .map((rule) => ({ rule, needs: approvalNeeds(rule.use) }))
    .filter(({ needs }) => needs.length > 0);
  if (waiting.length === 0) {
    await vscode.window.showInformationMessage(
      t('Farthing: the routing rules of {0} only restrict. They are in force, and there is nothing to approve.', set.name),
    );
    return;
  }
  const lines = waiting.slice(0, mostLines).map(({ rule, needs }) => `• ${waitingRuleInWords(rule, needs)}`);
  const more = waiting.length > mostLines ? [t('And {0} more: see the file.', waiting.length - mostLines)] : [];
  const [approve, show] = [t('Approve'), t('Show File')];
  const picked = await vscode.window.showWarningMessage(
    t('May the routing rules of "{0}" choose models and raise tiers?', set.name),
    {
      modal: true,
      detail: [
        ...lines,
        ...more,
        t('Your budgets, your policy and your own rules hold in any case. The approval ends when the file changes.'),
      ].join('\n'),
    },
    approve,
    show,
  );
  if (picked === approve) await rules.approve(set);
  if (picked === show) await vscode.window.showTextDocument(set.file);
}

async function offerToWithdraw(rules: Rules, set: FolderRuleSet): Promise<void> {
  const withdraw = t('Withdraw Approval');
  const picked = await vscode.window.showInformationMessage(
    t('The routing rules of "{0}" are approved.', set.name),
    { modal: true, detail: t('Without your approval they can only restrict.') },
    withdraw,
  );
  if (picked === withdraw) await rules.withdraw(set);
}
