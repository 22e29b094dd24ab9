import { expect, it, vi } from 'vitest';

const counted = vi.hoisted(() => ({ times: 0 }));
vi.mock('vscode', async () => (await import('../../../support/fakeVscode.ts')).fakeVscode());
vi.mock('../../../../src/core/agent/edits/index.ts', async (original) => {
  const edits = await original<typeof import('../../../../src/core/agent/edits/index.ts')>();
  const lineCounts: typeof edits.lineCounts = (changes) => {
    counted.times += 1;
    return edits.lineCounts(changes);
  };
  return { ...edits, lineCounts };
});

import { stateOf } from '../../../../src/core/agent/index.ts';
import { type ShownTask, taskState } from '../../../../src/features/agent/view/taskState.ts';
import { answered, begun, edited, ended } from '../taskLog.ts';

it('The lines of a task that is over are counted once, however often it is shown', () => {
  const log = [begun(), ...answered('r-1', '', ['call-1']), ...edited('call-1', 'before-1'), ended('done')];
  const state = stateOf(log);
  const task: ShownTask = {
    ...{ id: 'task-1', log, state, title: undefined, approvals: state.approvals, isReadOnly: false, phase: 'over', isRunning: false },
    ...{ approval: undefined, question: undefined, streaming: undefined, warning: undefined },
  };
  const linesOf = () => taskState(task, new Set(), undefined).summary?.facts.find(({ name }) => name === 'Lines')?.text;
  const first = linesOf();
  const before = counted.times;
  expect([first, linesOf(), before > 0, counted.times - before]).toEqual(['1 added, 1 removed', '1 added, 1 removed', true, 0]);
});
