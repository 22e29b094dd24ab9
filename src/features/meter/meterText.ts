import * as vscode from 'vscode';
import type { LedgerEntry } from '../../core/ledger/index.ts';
import { formatUsd } from '../../core/money/index.ts';
import { inputTokens } from '../../core/task/index.ts';
import { amountInWords, budgetInWords } from '../../platform/budgetWords.ts';
import { type CommandId, commands } from '../../platform/commands.ts';
import { budgetLines, nearlyUsedUp, percentText, stoppedBudget, suggestedMore } from './budgets.ts';
import { type Alarm, alarmOf, type Condition, conditionOf } from './condition.ts';
import type { MeterView } from './meterView.ts';
import { tooSlowInWords } from './tooSlow.ts';
import { editorModelsInWords, inShort, inWords, moneyInShort, redactedInWords, whyInWords } from './words.ts';

const { t } = vscode.l10n;

export interface MeterText {
  readonly text: string;
  /** The same in words, for screen readers. */
  readonly label: string;
  readonly tooltip: vscode.MarkdownString;
  readonly alarm: Alarm | undefined;
}

/** The status item in the user's language. */
export function meterText(view: MeterView): MeterText {
  const condition = conditionOf(view);
  const alarm = alarmOf(condition, view);
  const { attempts, costNanoUsd } = view.today;
  const nearly = condition === 'budget-stopped' || condition === 'completions-off' ? undefined : nearlyUsedUp(view);
  const parts = [moneyInShort(condition, view), nearly && percentText(nearly), inShort(condition, view)];
  return {
    text: `${icon(condition, alarm)} ${parts.filter((part) => part !== undefined).join(' · ')}`,
    label: [t('Farthing: {0} spent today, requests: {1}.', formatUsd(costNanoUsd), attempts), inWords(condition, view)].join(' '),
    tooltip: tooltip(view, condition),
    alarm,
  };
}

function icon(condition: Condition, alarm: Alarm | undefined): string {
  if (alarm) return '$(warning)';
  return condition === 'looking' ? '$(sync~spin)' : '$(sparkle)';
}

function tooltip(view: MeterView, condition: Condition): vscode.MarkdownString {
  const { today, last } = view;
  const markdown = new vscode.MarkdownString('', true);
  markdown.isTrusted = { enabledCommands: linkedCommands };
  const line = (text: string): void => void markdown.appendText(text).appendMarkdown('\n\n');
  markdown
    .appendMarkdown('**')
    .appendText(t('Farthing today: {0}', formatUsd(today.costNanoUsd)))
    .appendMarkdown('**\n\n');
  line(
    t(
      'Requests: {0} · tokens in: {1} · tokens out: {2} · accepted suggestions: {3}',
      count(today.attempts),
      count(today.inputTokens),
      count(today.outputTokens),
      count(today.accepted),
    ),
  );
  if (today.unpricedAttempts > 0) line(t('Requests without a known price, not in the sum: {0}', count(today.unpricedAttempts)));
  if (today.estimatedAttempts > 0) line(t('Requests whose cost is an estimate: {0}', count(today.estimatedAttempts)));
  for (const text of view.budgets.flatMap((state) => budgetLines(state, view))) line(text);
  if (last) line(lastInWords(last));
  if (last) line(whyInWords(last));
  const redacted = last && redactedInWords(last);
  if (redacted !== undefined) line(redacted);
  line(inWords(condition, view));
  const subscribed = editorModelsInWords(view);
  if (subscribed !== undefined) line(subscribed);
  if (view.tooSlow?.isReplaced) line(tooSlowInWords(view));
  if (view.noSuggestion !== undefined && condition !== 'completions-off' && condition !== 'completions-snoozed')
    line(t('The last time there was no suggestion: {0}.', view.noSuggestion));
  if (view.ledger.status === 'open' && view.ledger.movedAside) {
    line(
      t(
        'The ledger was damaged. It lies at {0} now, and a new one was begun. Entries recovered: {1}.',
        view.ledger.movedAside,
        count(view.ledger.recoveredEntries ?? 0),
      ),
    );
  }
  return markdown.appendMarkdown([...linksFor(condition, view), ...usualLinks(view)].join(' · '));
}

/** What the condition asks for. */
function linksFor(condition: Condition, view: MeterView): readonly string[] {
  switch (condition) {
    case 'budget-stopped': {
      const more = suggestedMore(view);
      const stopped = stoppedBudget(view);
      const label = stopped ? t('Allow {0} more {1}', amountInWords(more, stopped.unit), budgetInWords(stopped.budgetId)) : t('Allow more');
      return [
        link(label, commands.allowMore, stopped ? [null, more, ...(view.offer === undefined ? [] : [view.offer])] : []),
        link(t('Set budget'), commands.setBudget),
      ];
    }
    case 'budget-warning':
    case 'budget-economy':
    case 'paid-no-budget':
      return [link(t('Set budget'), commands.setBudget)];
    case 'key-refused':
      return [setKeyLink(view.trouble?.endpoint)];
    case 'request-forbidden':
      return [setKeyLink(view.trouble?.endpoint), link(t('Retry now'), commands.retryNow)];
    case 'account-empty':
      return [link(t('Retry now'), commands.retryNow)];
    case 'no-server':
      return view.paid === 'no-key' ? [setKeyLink()] : [];
    case 'paid-cannot-complete':
      return [setKeyLink()];
    case 'completions-snoozed':
      return [link(t('End the snooze'), commands.snoozeCompletions, [0])];
    case 'paid-paused':
      return [link(t('Resume paid models'), commands.togglePaidModels)];
    default:
      return [];
  }
}

/** Of the endpoint that is meant, where it is known which one. */
function setKeyLink(endpointId?: string): string {
  return link(t('Set API key'), commands.setKey, endpointId === undefined ? [] : [endpointId]);
}

function usualLinks({ completions, snoozed }: MeterView): readonly string[] {
  return [
    link(t('Show spend'), commands.showSpend),
    link(t('Look for a local server'), commands.lookForLocalServer),
    link(completions === 'on' ? t('Turn completions off') : t('Turn completions on'), commands.toggleCompletions),
    ...(completions === 'on' && snoozed === undefined ? [link(t('Snooze'), commands.snoozeCompletions)] : []),
    link(t('Open log'), commands.showLog),
  ];
}

const linkedCommands: readonly CommandId[] = [
  commands.allowMore,
  commands.setBudget,
  commands.setKey,
  commands.togglePaidModels,
  commands.snoozeCompletions,
  commands.retryNow,
  commands.showSpend,
  commands.lookForLocalServer,
  commands.toggleCompletions,
  commands.showLog,
];

function lastInWords(last: LedgerEntry): string {
  const cost = last.costNanoUsd === undefined ? t('unpriced') : formatUsd(last.costNanoUsd);
  const facts = [
    last.model,
    t('{0} tokens in ({1} from cache), {2} out', count(inputTokens(last.usage)), count(last.usage.cacheRead), count(last.usage.output)),
    t('{0} s', (last.durationMs / 1000).toFixed(2)),
    last.isEstimate ? t('{0} (estimate)', cost) : cost,
  ];
  return t('Last: {0}', facts.join(', '));
}

function link(label: string, command: CommandId, args: readonly unknown[] = []): string {
  const query = args.length === 0 ? '' : `?${encodeURIComponent(JSON.stringify(args))}`;
  return `[${label}](command:${command}${query})`;
}

let numbers: Intl.NumberFormat | undefined;

/** Made once, because making it costs a hundred times what using it does. */
function count(value: number): string {
  numbers ??= new Intl.NumberFormat(vscode.env.language);
  return numbers.format(value);
}
