import * as vscode from 'vscode';
import { formatUsd } from '../../core/money/index.ts';
import { usedInWords } from '../../platform/budgetWords.ts';
import { type CommandId, commands } from '../../platform/commands.ts';
import { localServerInShort } from '../../platform/localServerWords.ts';
import { budgetLine, nearlyUsedUp, stoppedBudget } from './budgets.ts';
import { type Condition, conditionOf } from './condition.ts';
import type { MeterView } from './meterView.ts';

const { t } = vscode.l10n;

export interface MenuItem extends vscode.QuickPickItem {
  readonly run: CommandId;
}

/** Everything that can be done, with how things stand; first what is most useful now. */
export function menuItems(view: MeterView): readonly MenuItem[] {
  const first = mostUseful(conditionOf(view));
  const items = allItems(view);
  return [...items.filter(({ run }) => run === first), ...items.filter(({ run }) => run !== first)];
}

function allItems(view: MeterView): readonly MenuItem[] {
  return [
    item(commands.showSpend, 'graph', t('Show spend'), t('{0} today', formatUsd(view.today.costNanoUsd))),
    ...allowMoreItem(view),
    ...retryItem(view),
    item(commands.setBudget, 'credit-card', t('Set a budget'), budgetsInShort(view)),
    item(commands.pickModel, 'settings', t('Choose model or tier')),
    item(commands.setKey, 'key', t('Set an API key'), view.paid === 'no-key' ? t('none yet: local models only') : ''),
    ...pauseItem(view),
    item(commands.whyThis, 'question', t('Why this suggestion?'), view.last?.model),
    item(commands.whyNone, 'circle-slash', t('Why no suggestion?'), view.noSuggestion),
    ...switchItems(view),
    item(commands.lookForLocalServer, 'search', t('Look for a local model server'), localServerInShort(view.localServers)),
    item(commands.exportCsv, 'export', t('Export the ledger')),
    item(commands.openLedgerFolder, 'folder-opened', t('Open the ledger’s folder')),
    item(commands.showLog, 'output', t('Open the log')),
  ];
}

/** Completions everywhere, then for less and less. */
function switchItems({ completions, snoozed, editor, hasWorkspace }: MeterView): readonly MenuItem[] {
  const isOn = completions === 'on';
  return [
    item(commands.snoozeCompletions, 'bell-slash', snoozed === undefined ? t('Snooze completions') : t('End the snooze'), snoozed),
    item(commands.toggleCompletions, 'sparkle', isOn ? t('Turn inline completions off') : t('Turn inline completions on')),
    ...(hasWorkspace
      ? [
          item(
            commands.toggleCompletionsForWorkspace,
            'root-folder',
            isOn ? t('Turn off in this workspace') : t('Turn on in this workspace'),
          ),
        ]
      : []),
    ...(editor
      ? [
          item(
            commands.toggleCompletionsForLanguage,
            'code',
            isOn ? t('Turn off for {0}', editor.languageId) : t('Turn on for {0}', editor.languageId),
          ),
          item(commands.toggleCompletionsForFile, 'file', editor.file === 'on' ? t('Turn off in this file') : t('Turn on in this file')),
        ]
      : []),
  ];
}

function allowMoreItem(view: MeterView): readonly MenuItem[] {
  const state = stoppedBudget(view) ?? nearlyUsedUp(view);
  return state ? [item(commands.allowMore, 'add', t('Allow more'), usedInWords(state))] : [];
}

/** What lasts until it is mended may have been mended where we cannot see it. */
function retryItem({ trouble }: MeterView): readonly MenuItem[] {
  return trouble ? [item(commands.retryNow, 'debug-restart', t('Retry now'), t('{0} is not asked at present', trouble.provider))] : [];
}

function pauseItem({ paid }: MeterView): readonly MenuItem[] {
  switch (paid) {
    case 'no-key':
      return [];
    case 'paused':
      return [item(commands.togglePaidModels, 'debug-start', t('Resume paid models'), t('paused in every window'))];
    case 'no-budget':
    case 'untrusted':
    case 'ready':
      return [item(commands.togglePaidModels, 'debug-pause', t('Pause paid models'), paidInShort(paid))];
  }
}

function paidInShort(paid: 'no-budget' | 'untrusted' | 'ready'): string {
  if (paid === 'no-budget') return t('they wait for a budget');
  return paid === 'untrusted' ? t('they wait until this workspace is trusted') : '';
}

function budgetsInShort({ budgets }: MeterView): string {
  return budgets.length === 0 ? t('none: nothing paid leaves') : budgets.map(budgetLine).join(' · ');
}

function item(run: CommandId, icon: string, label: string, description = ''): MenuItem {
  return { run, label: `$(${icon}) ${label}`, ...(description !== '' && { description }) };
}

function mostUseful(condition: Condition): CommandId {
  switch (condition) {
    case 'ledger-unavailable':
    case 'ledger-failing':
    case 'request-forbidden':
      return commands.showLog;
    case 'account-empty':
      return commands.retryNow;
    case 'completions-off':
      return commands.toggleCompletions;
    case 'completions-snoozed':
      return commands.snoozeCompletions;
    case 'budget-stopped':
      return commands.allowMore;
    case 'key-refused':
    case 'paid-cannot-complete':
      return commands.setKey;
    case 'server-refused':
    case 'server-away':
    case 'no-server':
    case 'looking':
    case 'no-model-loaded':
    case 'no-code-model':
    case 'paid-untrusted':
      return commands.lookForLocalServer;
    case 'last-failed':
    case 'server-too-slow':
      return commands.whyNone;
    case 'paid-paused':
      return commands.togglePaidModels;
    case 'paid-no-budget':
      return commands.setBudget;
    case 'budget-warning':
    case 'budget-economy':
    case 'ready':
      return commands.showSpend;
  }
}
