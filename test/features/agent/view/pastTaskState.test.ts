import { describe, expect, it, vi } from 'vitest';

vi.mock('vscode', async () => (await import('../../../support/fakeVscode.ts')).fakeVscode());

import { pastTaskState, problemInWords } from '../../../../src/features/agent/view/pastTaskState.ts';
import type { TaskSummary } from '../../../../src/storage/agentTasks/agentTaskStore.ts';

function summaryOf(changes: Partial<TaskSummary> = {}): TaskSummary {
  return {
    taskId: 'task-1',
    title: 'Sum mended',
    asked: 'Mend the sum',
    mode: 'agent',
    outcome: 'done',
    startedMs: 0,
    changedMs: Date.UTC(2026, 10, 22, 9, 30),
    costNanoUsd: 20_000_000,
    isUnpriced: false,
    workspace: 'shop',
    folder: 'file:///shop',
    ...changes,
  };
}

describe('A task of the past in the list', () => {
  it('says what it was, when, what came of it, what it cost and where', () => {
    const { id, title, text } = pastTaskState(summaryOf(), 'UTC');
    // The blank before AM is another one in later versions of the editor.
    expect([id, title, text.replaceAll('\u202F', ' ')]).toEqual([
      'task-1',
      'Sum mended',
      'Nov 22, 2026, 9:30 AM · Done, and the tests say so. · $0.02 · shop',
    ]);
  });

  it('is called as the user began where it has no name, and says what is not known', () => {
    const { title, text } = pastTaskState(
      summaryOf({ title: undefined, outcome: undefined, isUnpriced: true, workspace: undefined }),
      'UTC',
    );
    expect([title, text.split(' · ').slice(1)]).toEqual(['Mend the sum', ['not over', '$0.02 and more, unpriced']]);
  });

  it('says what is wrong with its file', () => {
    expect([problemInWords({ type: 'in-use', pid: 7 }), problemInWords({ type: 'corrupt-line', line: 3 })]).toEqual([
      'Another window is working on this task: here it can only be looked at.',
      'Line 3 of the file of this task is damaged: what comes after it is left out, and it cannot be gone on with.',
    ]);
  });
});
