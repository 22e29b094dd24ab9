import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import { canonicalText } from '../../core/agent/approvals/index.ts';
import { requestCostOf } from '../../core/agent/money/index.ts';
import { createAgentTools } from '../../core/agent/tools/index.ts';
import type { Ledger } from '../../core/ledger/index.ts';
import type { Policy } from '../../core/policy/index.ts';
import type { Clock, Router } from '../../core/router.ts';
import type { AgentCaps } from '../../platform/agentCaps.ts';
import type { ExcludedFiles } from '../../platform/excludedFiles.ts';
import type { Log } from '../../platform/log.ts';
import { readSetting } from '../../platform/settings.ts';
import { visible } from '../../platform/visible.ts';
import type { AgentTask } from './agentTask.ts';
import type { LoopPorts } from './agentTaskPorts.ts';
import { isKeptFile } from './keptFiles.ts';
import { folderForNewTask, folderOfTask } from './taskFolder.ts';
import { createEditorWorkspace } from './tools/editorWorkspace.ts';
import { undoingTools } from './undoingTools.ts';

const { t } = vscode.l10n;

export interface LoopPartsPorts {
  /** Loaded when the first task runs. */
  readonly core: () => Promise<{ readonly router: Router; readonly policy: () => Policy }>;
  readonly caps: Pick<AgentCaps, 'set'>;
  readonly ledger: Pick<Ledger, 'taskEntries' | 'sessionEntries'>;
  readonly excluded: Pick<ExcludedFiles, 'isExcluded'>;
  /** Of the user's, outside every workspace: where checkpoints lie. */
  readonly checkpointsFolder: string;
  readonly timers: { after(ms: number, callback: () => void): () => void };
  readonly clock: Clock;
  readonly newId: () => string;
  readonly log: Pick<Log, 'warn'>;
}

/** A command that hangs is ended. In milliseconds; tests may well take longer than what is built. */
const timeouts = { commandTimeoutMs: 120_000, testTimeoutMs: 600_000 } as const;

/** What the loops of a window's tasks need of the editor; for each task once. */
export class LoopParts implements vscode.Disposable {
  readonly #ports: LoopPartsPorts;
  readonly #made = new Map<string, Promise<LoopPorts>>();
  readonly #disposables: vscode.Disposable[] = [];

  constructor(ports: LoopPartsPorts) {
    this.#ports = ports;
  }

  of(task: AgentTask): Promise<LoopPorts> {
    const made = this.#made.get(task.id) ?? this.#make(task);
    this.#made.set(task.id, made);
    // What failed is tried anew the next time.
    made.catch(() => this.#made.delete(task.id));
    return made;
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }

  async #make(task: AgentTask): Promise<LoopPorts> {
    const { core, caps, excluded, checkpointsFolder, timers, clock, newId, log } = this.#ports;
    const { workspace: name, folder: address } = task.state;
    const folder = name === undefined && address === undefined ? folderForNewTask() : folderOfTask(task.state);
    if (!folder) throw new Error(noFolderInWords(task.state));
    const { router, policy } = await core();
    const workspace = await createEditorWorkspace({
      folder,
      settings: () => ({
        trustedCommands: textsIn(readSetting('agent.trustedCommands')),
        deniedCommands: [],
        testCommand: readSetting('agent.testCommand'),
        ...timeouts,
      }),
      externalTools: () => textsIn(readSetting('agent.externalTools')),
      isExcluded: (path, own) => isKeptFile(path, own, { excluded, policy }),
      timers,
    });
    this.#disposables.push(workspace);
    return {
      ...{ router, clock, newId },
      ...undoingTools(createAgentTools(workspace.ports), { folder: folder.uri, checkpointsFolder, taskId: task.id, log }),
      costOf: (id) => this.#costOf(id),
      setCap: (sessionId, capNanoUsd) => caps.set(sessionId, capNanoUsd),
      hash: async (content) => createHash('sha256').update(canonicalText(content)).digest('hex'),
      mostSteps: readSetting('agent.mostSteps'),
    };
  }

  /** A subtask's id is its parent's with a dot and a number behind; requests have none. */
  async #costOf(id: string): ReturnType<LoopPorts['costOf']> {
    const { ledger } = this.#ports;
    const { entries } = await (id.includes('.') ? ledger.sessionEntries(id) : ledger.taskEntries(id));
    return requestCostOf(entries);
  }
}

function noFolderInWords({ workspace, folder }: AgentTask['state']): string {
  if (workspace === undefined) return t('Open a folder first: the agent works in one.');
  return t('The folder of this task is not open in this window: {0}', visible(folder ?? workspace));
}

const textsIn = (list: readonly unknown[]): readonly string[] => list.filter((each) => typeof each === 'string');
