import * as vscode from 'vscode';
import type { Refusal } from '../../core/completion/index.ts';
import { type CommandId, commands } from '../../platform/commands.ts';

const { t } = vscode.l10n;

/** No paid model is asked at all, for a reason that stands in the settings. */
export function isOfPaidModels({ rule }: Refusal): boolean {
  return rule === 'no-budget' || rule === 'paused' || rule === 'untrusted';
}

/** Its endpoint is left alone because of what became of earlier requests. */
export function isOfHealth({ rule }: Refusal): boolean {
  return ['key-refused', 'account-empty', 'breaker-open', 'asked-to-wait', 'probing'].includes(rule);
}

/** A budget is used up, or nearly: the user can allow more. */
export function isOfBudgets({ rule }: Refusal): boolean {
  return ['budget-economy', 'budget-local-only', 'budget-stop'].includes(rule);
}

/** The reasons are those of the decision's record, in the words that the page about a request shows too. */
export function refusalInWords(refusal: Refusal): string {
  const { rule, reason } = refusal;
  switch (rule) {
    case 'path-nothing':
      return t('This file is kept from all models: {0}.', reason);
    case 'path-local-only':
      return t('This file is kept from the cloud, and no model on this machine completes code at present: {0}.', reason);
    case 'rules-unknown':
      return t('Paid models wait until all routing rules are read. Where that fails, the log says why.');
    case 'too-slow':
      return t('{0} is too slow to suggest while you type, so it is not asked: {1}.', whoInWords(refusal), reason);
    case 'not-on-ladder':
      return t('Nobody was asked, though {0} could complete code: {1}.', whoInWords(refusal), reason);
    default:
      return t('Nobody was asked. The nearest was {0}: {1}.', whoInWords(refusal), reason);
  }
}

export function actionsAgainst(refusal: Refusal): readonly CommandId[] {
  switch (refusal.rule) {
    case 'key-refused':
      return [commands.setKey, commands.retryNow, commands.showLog];
    case 'path-nothing':
      return [];
    case 'budget-economy':
    case 'budget-local-only':
      return [commands.allowMore, commands.setBudget, commands.lookForLocalServer];
    case 'budget-stop':
      return [commands.allowMore, commands.setBudget];
    case 'rules-unknown':
      return [commands.showLog, commands.lookForLocalServer];
    case 'too-slow':
    case 'not-on-ladder':
    case 'price-limit':
    case 'context-too-small':
      return [commands.pickModel, commands.lookForLocalServer];
    default:
      return isOfHealth(refusal) ? [commands.retryNow, commands.pickModel, commands.showLog] : [commands.lookForLocalServer];
  }
}

/** What kept the others away, a clause for each rule. */
export function alsoInWords(refusals: readonly Refusal[]): readonly string[] {
  if (refusals.length === 0) return [];
  return [t('Also left out: {0}.', refusals.map((refusal) => `${whoInWords(refusal)}: ${refusal.reason}`).join('; '))];
}

function whoInWords({ candidate, candidates }: Refusal): string {
  return candidates === 1 ? candidate : t('{0} and {1} more', candidate, candidates - 1);
}
