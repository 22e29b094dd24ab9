import * as vscode from 'vscode';
import type { UserTurn } from '../../core/agent/index.ts';
import { formatUsd } from '../../core/money/index.ts';
import { withSignal } from '../../platform/cancellation.ts';
import { commands } from '../../platform/commands.ts';
import { plainMarkdown } from '../../platform/visible.ts';
import { attachmentsOf } from './attachmentsOf.ts';
import type { ChatRunResult, ParticipantPorts } from './participantPorts.ts';
import { WithoutImages } from './withoutImages.ts';

const { t } = vscode.l10n;

/** What the editor keeps with an answer, and hands back with the next question. */
interface Metadata {
  readonly taskId?: unknown;
}

/**
 * One question in the chat. `ask` and `plan` read and answer here. `agent` needs approvals, with diffs and by keyboard, which the chat has no place
 * for: it goes on in the agent's view, with the same words and attachments.
 */
export async function answerInChat(
  { run, excluded }: ParticipantPorts,
  request: vscode.ChatRequest,
  context: vscode.ChatContext,
  response: vscode.ChatResponseStream,
  token: vscode.CancellationToken,
): Promise<vscode.ChatResult> {
  if (!vscode.workspace.isTrusted) return failed(t('Farthing reads your files once you trust this workspace.'));
  const { attachments, texts, leftOut } = await attachmentsOf(request.references, excluded);
  if (leftOut.length > 0) response.markdown(`${plainMarkdown(t('Not attached: {0}', leftOut.join(', ')))}\n\n`);
  const turn: UserTurn = { text: [request.prompt, ...texts].join('\n\n'), attachments, images: [] };
  if (request.command === 'agent') {
    const command = { command: commands.openAgent, title: t('Open the Agent'), arguments: [{ mode: 'agent', turn }] };
    response.markdown(t('The agent asks for your approval before it changes anything: that happens in its own view.'));
    response.button(command);
    await vscode.commands.executeCommand(commands.openAgent, ...command.arguments);
    return {};
  }
  const before = lastTaskIn(context);
  const pictures = new WithoutImages();
  let isStreamed = false;
  const write = (text: string): void => {
    isStreamed = true;
    response.markdown(pictures.read(text));
  };
  const result = await withSignal(token, (signal) =>
    run({
      mode: request.command === 'plan' ? 'plan' : 'ask',
      turn,
      ...(before !== undefined && { taskId: before }),
      onDelta: write,
      onStep: (words) => response.progress(words),
      signal,
    }),
  );
  // A plan may come as the words of its last call, which do not stream.
  if (!isStreamed && endsWell.has(result.outcome)) write(result.words);
  return told(result, response);
}

const endsWell: ReadonlySet<ChatRunResult['outcome']> = new Set(['answered', 'planned', 'done'] as const);

function told(result: ChatRunResult, response: vscode.ChatResponseStream): vscode.ChatResult {
  const { taskId, outcome, words } = result;
  const metadata = { taskId };
  const footer = footerOf(result);
  if (footer !== '') response.markdown(`\n\n*${footer}*`);
  switch (outcome) {
    case 'answered':
    case 'planned':
    case 'done':
      return { metadata };
    case 'unproved':
    case 'stopped':
      if (words !== '') response.markdown(`\n\n${plainMarkdown(words)}`);
      return { metadata };
    case 'waits':
      response.markdown(`\n\n${plainMarkdown(words)}`);
      response.button({ command: commands.openAgent, title: t('Open the Agent'), arguments: [{ taskId }] });
      return { metadata };
    case 'gave-up':
    case 'failed':
      return { ...failed(words), metadata };
  }
}

/** What it cost, and why just that model. */
function footerOf({ cost, by }: ChatRunResult): string {
  if (!by) return '';
  const amount = cost.isUnpriced ? t('unpriced') : formatUsd(cost.costNanoUsd);
  const about = cost.isEstimate && !cost.isUnpriced && cost.costNanoUsd > 0 ? t('about {0}', amount) : amount;
  return plainMarkdown(t('{0} · {1} at {2}: {3}', about, by.model, by.endpoint, by.reason));
}

function failed(message: string): vscode.ChatResult {
  return { errorDetails: { message } };
}

/** Of this participant's last answer in the conversation. */
function lastTaskIn({ history }: vscode.ChatContext): string | undefined {
  const last = history.findLast((turn) => turn instanceof vscode.ChatResponseTurn);
  const metadata: Metadata | undefined = last?.result.metadata;
  return typeof metadata?.taskId === 'string' ? metadata.taskId : undefined;
}
