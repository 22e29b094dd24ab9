import * as vscode from 'vscode';
import type { AgentTask } from '../agentTask.ts';
import { titleOf } from './taskState.ts';

const { t } = vscode.l10n;

/** What waits for the user while the view is hidden is told once, with a way to it. */
export class HiddenNotices {
  readonly #show: (taskId: string) => Promise<void>;
  readonly #told = new Set<string>();

  constructor(show: (taskId: string) => Promise<void>) {
    this.#show = show;
  }

  /** For each change of a task that nobody sees. */
  changed(task: AgentTask): void {
    if (!waitsForUser(task)) return;
    const asked = (task.approval && `${task.approval.callId} ${task.approval.contentHash}`) ?? task.question?.id ?? String(task.log.length);
    const key = `${task.id} ${asked}`;
    if (this.#told.has(key)) return;
    this.#told.add(key);
    void this.#tell(task);
  }

  async #tell(task: AgentTask): Promise<void> {
    const show = t('Show');
    if ((await vscode.window.showInformationMessage(wordsFor(task), show)) === show) await this.#show(task.id);
  }
}

export function waitsForUser({ phase }: AgentTask): boolean {
  return phase === 'approval' || phase === 'question' || phase === 'paused';
}

function wordsFor(task: AgentTask): string {
  const title = titleOf(task);
  if (task.approval) return t('The agent asks for approval: {0}', title);
  return task.question ? t('The agent asks you something: {0}', title) : t('The agent has paused: {0}', title);
}
