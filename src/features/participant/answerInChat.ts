import * as vscode from 'vscode';
import type { UserTurn } from '../../core/agent/index.ts';
import { withSignal } from '../../platform/cancellation.ts';
import { commands } from '../../platform/commands.ts';
import { plainMarkdown } from '../../platform/visible.ts';
import { attachmentsOf } from './attachmentsOf.ts';
import type { ChatRunResult, ParticipantPorts } from './participantPorts.ts';
import { WithoutImages } from './withoutImages.ts';
import { costInWords } from './words.ts';

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
  if (request.command === 'agent') return handOver(turn, response);
  const before = lastTaskIn(context);
  const writer = new ChatWriter(response);
  const result = await withSignal(token, (signal) =>
    run({
      mode: request.command === 'plan' ? 'plan' : 'ask',
      turn,
      ...(before !== undefined && { taskId: before }),
      onDelta: (text) => writer.write(text),
      onStep: (words) => writer.step(words),
      signal,
    }),
  );
  // A plan may come as the words of its last call, which do not stream.
  if (!writer.hasWritten && endsWell.has(result.outcome) && result.words !== '') writer.write(result.words);
  return told(result, response);
}

const endsWell: ReadonlySet<ChatRunResult['outcome']> = new Set(['answered', 'planned', 'done'] as const);

async function handOver(turn: UserTurn, response: vscode.ChatResponseStream): Promise<vscode.ChatResult> {
  const asked = { mode: 'agent', turn } as const;
  response.markdown(t('The agent asks for your approval before it changes anything: that happens in its own view.'));
  response.button({ command: commands.openAgent, title: t('Open the Agent'), arguments: [asked] });
  await vscode.commands.executeCommand(commands.openAgent, asked);
  return {};
}

/** The answers of several steps, one below the other, and between them what is being done. */
class ChatWriter {
  readonly #response: vscode.ChatResponseStream;
  readonly #pictures = new WithoutImages();
  #hasWritten = false;
  #isNextAnswer = false;

  constructor(response: vscode.ChatResponseStream) {
    this.#response = response;
  }

  get hasWritten(): boolean {
    return this.#hasWritten;
  }

  write(text: string): void {
    if (text === '') return;
    const gap = this.#isNextAnswer && this.#hasWritten ? '\n\n' : '';
    this.#isNextAnswer = false;
    this.#hasWritten = true;
    this.#response.markdown(this.#pictures.read(gap + text));
  }

  step(words: string): void {
    this.#isNextAnswer = true;
    // The chat reads it as Markdown, and a model chose the paths, patterns and commands in it.
    this.#response.progress(plainMarkdown(words));
  }
}

function told(result: ChatRunResult, response: vscode.ChatResponseStream): vscode.ChatResult {
  const { taskId, outcome, words } = result;
  const metadata = { taskId };
  const footer = costInWords(result);
  if (footer !== '') response.markdown(`\n\n*${plainMarkdown(footer)}*`);
  switch (outcome) {
    case 'answered':
    case 'planned':
    case 'done':
      return { metadata };
    case 'unproved':
    case 'stopped':
      writeWhy(words, response);
      return { metadata };
    case 'waits':
      response.markdown(`\n\n${plainMarkdown(words === '' ? t('The task waits for you in the agent’s view.') : words)}`);
      response.button({ command: commands.openAgent, title: t('Open the Agent'), arguments: [{ taskId }] });
      return { metadata };
    // The editor reads an error's message as Markdown at one place and as text at others: what a model may have worded is no part of it.
    case 'gave-up':
      writeWhy(words, response);
      return { ...failed(t('The task was given up.')), metadata };
    case 'failed':
      writeWhy(words, response);
      return { ...failed(t('The task failed.')), metadata };
  }
}

function writeWhy(words: string, response: vscode.ChatResponseStream): void {
  if (words !== '') response.markdown(`\n\n${plainMarkdown(words)}`);
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
