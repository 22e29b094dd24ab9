import type { StoredTask } from '../../storage/agentTasks/agentTaskStore.ts';
import type { StoredLog } from './agentTaskPorts.ts';
import { isOfThisWindow } from './taskFolder.ts';
import { problemInWords } from './view/pastTaskState.ts';

/** A task as it was read. In a window without its folder it is looked at only: it would work on other files, under approvals for its own. */
export function storedLogOf({ events, problems, isWritable }: StoredTask): StoredLog {
  const [begun] = events;
  const isOfAnother = begun?.type === 'begun' && !isOfThisWindow({ workspace: begun.workspace, folder: begun.folder });
  const told = [...problems, ...(isOfAnother ? [{ type: 'other-folder' as const }] : [])];
  return {
    log: events,
    isReadOnly: !isWritable || isOfAnother,
    ...(told.length > 0 && { warning: told.map(problemInWords).join(' ') }),
  };
}
