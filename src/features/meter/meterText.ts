import * as vscode from 'vscode';
import type { LedgerEntry } from '../../core/ledger/index.ts';
import { formatUsd } from '../../core/money/index.ts';
import { inputTokens } from '../../core/task/index.ts';
import { commands } from '../../platform/commands.ts';
import type { LocalServerState } from '../../providers/localServers/localServerWatch.ts';
import type { MeterView } from './meterView.ts';

const { t } = vscode.l10n;

/** What is wrong, if anything: it replaces the icon and colours the item. */
export type MeterAlarm = 'none' | 'warning';

export interface MeterText {
  readonly text: string;
  /** The same in words, for screen readers. */
  readonly label: string;
  readonly tooltip: vscode.MarkdownString;
  readonly alarm: MeterAlarm;
}

/** The status item in the user's language. */
export function meterText(view: MeterView): MeterText {
  const { today, localServers } = view;
  const spent = formatUsd(today.costNanoUsd);
  const state = stateInShort(view);
  const alarm =
    view.ledger.status === 'unavailable' || localServers.status === 'away' || localServers.status === 'refused' ? 'warning' : 'none';
  const icon = alarm === 'warning' ? '$(warning)' : localServers.status === 'looking' ? '$(sync~spin)' : '$(sparkle)';
  return {
    text: `${icon} ${spent} · ${today.attempts}${state === undefined ? '' : ` · ${state}`}`,
    label: [t('Farthing: {0} spent today, requests: {1}.', spent, today.attempts), stateInWords(view)].join(' '),
    tooltip: tooltip(view),
    alarm,
  };
}

/** Shown beside the money only where the user has something to do or to wait for. */
function stateInShort(view: MeterView): string | undefined {
  if (view.ledger.status === 'unavailable') return t('ledger unavailable');
  if (view.completions === 'off') return t('completions off');
  switch (view.localServers.status) {
    case 'away':
      return t('local server away');
    case 'none':
      return t('start a local model server');
    case 'refused':
      return t('server address refused');
    case 'looking':
    case 'found':
      return undefined;
  }
}

function stateInWords(view: MeterView): string {
  if (view.ledger.status === 'unavailable')
    return t('The ledger cannot be used: {0}. Local models go on; nothing is metered.', view.ledger.reason);
  if (view.completions === 'off') return t('Inline completions are off.');
  return serverInWords(view.localServers);
}

function serverInWords(state: LocalServerState): string {
  switch (state.status) {
    case 'looking':
      return t('Looking for a local model server.');
    case 'found': {
      const served = state.servers.flatMap(({ kind, models }) => models.map((model) => ({ kind, model })));
      const [first] = served;
      if (!first) return t('A local server answers, but it has no model loaded. Load one there.');
      const filling = served.find(({ model }) => model.fillInTheMiddle);
      return filling
        ? t('Local model {0} on {1} is ready.', filling.model.id, filling.kind)
        : t('Local model {0} on {1} cannot fill in the middle: load a code model such as Qwen2.5-Coder.', first.model.id, first.kind);
    }
    case 'away':
      return t('The local server at {0} is away. Start it again: it is found by itself.', state.last.baseUrl);
    case 'none':
      return t(
        'No local model server is running. Start llama-server, Ollama, LM Studio or vLLM on its usual port, or set farthing.localServer.url. It is found by itself.',
      );
    case 'refused':
      return t('The address in farthing.localServer.url is refused: {0}.', state.reason);
  }
}

function tooltip(view: MeterView): vscode.MarkdownString {
  const { today, last } = view;
  const markdown = new vscode.MarkdownString('', true);
  markdown.isTrusted = { enabledCommands: [commands.lookForLocalServer, commands.toggleCompletions, commands.showLog] };
  const line = (text: string): void => void markdown.appendText(text).appendMarkdown('\n\n');
  const heading = t('Farthing today: {0}', formatUsd(today.costNanoUsd));
  markdown.appendMarkdown('**').appendText(heading).appendMarkdown('**\n\n');
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
  line(stateInWords(view));
  if (view.ledger.status === 'open' && view.ledger.movedAside) {
    line(t('The ledger was damaged. It lies at {0} now, and a new one was begun.', view.ledger.movedAside));
  }
  const links = [
    link(t('Look for a local server'), commands.lookForLocalServer),
    link(view.completions === 'on' ? t('Turn completions off') : t('Turn completions on'), commands.toggleCompletions),
    link(t('Open log'), commands.showLog),
  ];
  return markdown.appendMarkdown(links.join(' · '));
}

function lastInWords(last: LedgerEntry): string {
  const seconds = (last.durationMs / 1000).toFixed(2);
  const cost = last.costNanoUsd === undefined ? t('unpriced') : formatUsd(last.costNanoUsd);
  const facts = [
    last.model,
    t('{0} tokens in ({1} from cache), {2} out', count(inputTokens(last.usage)), count(last.usage.cacheRead), count(last.usage.output)),
    t('{0} s', seconds),
    last.isEstimate ? t('{0} (estimate)', cost) : cost,
  ];
  return t('Last: {0}', facts.join(', '));
}

function whyInWords(last: LedgerEntry): string {
  return t('Why this model: the cheapest available of tier "{0}" for {1}, on {2}', last.tier, last.kind, last.endpoint.replace('@', ' '));
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
