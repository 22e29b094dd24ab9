import * as vscode from 'vscode';
import type { ApprovalNeed, Rule, RuleUse, Sort } from '../../core/rules/index.ts';
import { tierInWords } from '../../platform/entryWords.ts';

const { t } = vscode.l10n;

/** What a rule may do once it is approved, and does not do before. */
export function needInWords(need: ApprovalNeed, use: RuleUse): string {
  switch (need) {
    case 'tier':
      return t('it may raise the tier to "{0}"', tierInWords(use.tier ?? 'local'));
    case 'model':
      return t('it chooses the model {0}', use.model ?? '');
    case 'effort':
      return t('it chooses the reasoning effort "{0}"', use.effort ?? '');
    case 'serviceTier':
      return t('it chooses the service tier "{0}"', use.serviceTier ?? '');
    case 'sort':
      return t('it sorts models by {0}', sortInWords(use.sort ?? 'price'));
    case 'exclude-local':
      return t('it leaves out local models, so that paid ones answer');
  }
}

/** `"short answers": it chooses the model … (when task.kind == "chat")` */
export function waitingRuleInWords({ name, when, use }: Rule, needs: readonly ApprovalNeed[]): string {
  const what = needs.map((need) => needInWords(need, use)).join('; ');
  return t('"{0}": {1} (when {2})', name, what, onOneLine(when));
}

function sortInWords(sort: Sort): string {
  switch (sort) {
    case 'price':
      return t('price');
    case 'latency':
      return t('time to the first token');
    case 'throughput':
      return t('tokens per second');
  }
}

/** A condition could otherwise be written so that it looks like a part of the question. */
function onOneLine(text: string): string {
  return text.replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim();
}
