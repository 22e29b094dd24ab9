import * as vscode from 'vscode';
import type { LedgerEntry } from '../../core/ledger/index.ts';
import { formatUsd } from '../../core/money/index.ts';
import { inputTokens } from '../../core/task/index.ts';
import { commands } from '../../platform/commands.ts';
import { type Condition, conditionOf, isAlarm } from './condition.ts';
import type { MeterView } from './meterView.ts';
import { inShort, inWords, whyInWords } from './words.ts';

const { t } = vscode.l10n;

export interface MeterText {
  readonly text: string;
  /** The same in words, for screen readers. */
  readonly label: string;
  readonly tooltip: vscode.MarkdownString;
  readonly isAlarm: boolean;
}

/** The status item in the user's language. */
export function meterText(view: MeterView): MeterText {
  const { today } = view;
  const condition = conditionOf(view);
  const spent = formatUsd(today.costNanoUsd);
  const short = inShort(condition);
  return {
    text: `${icon(condition)} ${spent} · ${today.attempts}${short === undefined ? '' : ` · ${short}`}`,
    label: [t('Farthing: {0} spent today, requests: {1}.', spent, today.attempts), inWords(condition, view)].join(' '),
    tooltip: tooltip(view, condition),
    isAlarm: isAlarm(condition),
  };
}

function icon(condition: Condition): string {
  if (isAlarm(condition)) return '$(warning)';
  return condition === 'looking' ? '$(sync~spin)' : '$(sparkle)';
}

function tooltip(view: MeterView, condition: Condition): vscode.MarkdownString {
  const { today, last } = view;
  const markdown = new vscode.MarkdownString('', true);
  markdown.isTrusted = { enabledCommands: [commands.lookForLocalServer, commands.toggleCompletions, commands.showLog] };
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
  if (last) line(lastInWords(last));
  if (last) line(whyInWords(last));
  line(inWords(condition, view));
  if (view.ledger.status === 'open' && view.ledger.movedAside) {
    line(
      t(
        'The ledger was damaged. It lies at {0} now, and a new one was begun. Entries recovered: {1}.',
        view.ledger.movedAside,
        count(view.ledger.recoveredEntries ?? 0),
      ),
    );
  }
  const links = [
    link(t('Look for a local server'), commands.lookForLocalServer),
    link(view.completions === 'on' ? t('Turn completions off') : t('Turn completions on'), commands.toggleCompletions),
    link(t('Open log'), commands.showLog),
  ];
  return markdown.appendMarkdown(links.join(' · '));
}

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

function link(label: string, command: string): string {
  return `[${label}](command:${command})`;
}

let numbers: Intl.NumberFormat | undefined;

/** Made once, because making it costs a hundred times what using it does. */
function count(value: number): string {
  numbers ??= new Intl.NumberFormat(vscode.env.language);
  return numbers.format(value);
}
