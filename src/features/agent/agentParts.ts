import path from 'node:path';
import * as vscode from 'vscode';
import { runAgent } from '../../core/agent/index.ts';
import type { Ledger } from '../../core/ledger/index.ts';
import type { ExcludedFiles } from '../../platform/excludedFiles.ts';
import type { Log } from '../../platform/log.ts';
import { readSetting } from '../../platform/settings.ts';
import { pruneCheckpoints } from '../../providers/checkpoints/index.ts';
import { AgentTaskStore } from '../../storage/agentTasks/agentTaskStore.ts';
import { Afterwards } from './afterwards.ts';
import { readInstructionFiles } from './instructionFiles.ts';
import { isKeptFile } from './keptFiles.ts';
import { LoopParts, type LoopPartsPorts } from './loopPorts.ts';
import { storedLogOf } from './storedLogOf.ts';
import { folderForNewTask, folderOfTask, isOfThisWindow, placeOfFolder } from './taskFolder.ts';
import { AgentView } from './view/agentView.ts';
import { pastTaskState } from './view/pastTaskState.ts';

export interface AgentPartsPorts extends Omit<LoopPartsPorts, 'checkpointsFolder'> {
  readonly extensionUri: vscode.Uri;
  readonly ledger: LoopPartsPorts['ledger'] & Pick<Ledger, 'recordOutcome'>;
  readonly excluded: Pick<ExcludedFiles, 'isExcluded' | 'exclusionOf'>;
  /** The ledger's: tasks and their checkpoints lie beside it, where no workspace reaches. */
  readonly folder: string;
  /** Of this workspace, and of the user. */
  readonly memory: Pick<vscode.Memento, 'get' | 'update'>;
  readonly usersMemory: Pick<vscode.Memento, 'get' | 'update'>;
  readonly log: Log;
}

/** The agent of a window: its tasks, their loops and the view, put together. */
export function createAgentView(ports: AgentPartsPorts): AgentView {
  const { ledger, excluded, folder, clock, timers, newId, log } = ports;
  const store = new AgentTaskStore({ folder: path.join(folder, 'tasks') });
  const checkpointsFolder = path.join(folder, 'checkpoints');
  const loops = new LoopParts({ ...ports, checkpointsFolder });
  const afterwards = new Afterwards({
    ...{ timers, clock, log },
    recordOutcome: (event) => ledger.recordOutcome(event),
    entriesOf: async (taskId) => (await ledger.sessionEntries(taskId)).entries,
    memory: ports.usersMemory,
    learned: () => view.refresh(),
  });
  const view: AgentView = new AgentView({
    extensionUri: ports.extensionUri,
    tasks: {
      run: runAgent,
      loopPorts: (task) => loops.of(task),
      append: (taskId, event) => store.append(taskId, event),
      read: async (taskId) => storedLogOf(await store.open(taskId)),
      approvals: () => readSetting('agent.approvals'),
      now: clock.now,
      newId,
      log,
      isTrusted: () => vscode.workspace.isTrusted,
      instructions: async (place) => {
        const open = folderOfTask(place);
        if (!open) return { read: [], leftOut: [] };
        const { policy } = await ports.core();
        return readInstructionFiles(open.uri, (file) => isKeptFile(file, open, { excluded, policy }));
      },
      place: () => {
        const open = folderForNewTask();
        return open && placeOfFolder(open);
      },
    },
    pastTasks: async () => (await store.list()).filter(isOfThisWindow).map((task) => pastTaskState(task, clock.timeZone())),
    removeTask: (taskId) => store.remove(taskId),
    estimate: async (about) => afterwards.estimate(about),
    changed: (task) => afterwards.changed(task),
    opened: (task) => void afterwards.look(task, 'reopened'),
    keptLines: (task) => afterwards.keptOf(task),
    isExcluded: (uri) => excluded.exclusionOf(uri) !== undefined,
    memory: ports.memory,
    newId,
    log,
    close: () => store.close(),
    disposables: [loops, afterwards],
  });
  void prune(store, checkpointsFolder).catch((error: unknown) => log.warn(`old tasks of the agent were not removed: ${error}`));
  return view;
}

/** The last tasks are kept, with their checkpoints. */
async function prune(store: AgentTaskStore, checkpointsFolder: string): Promise<void> {
  await pruneCheckpoints(checkpointsFolder, await store.prune());
}
