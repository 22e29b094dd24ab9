import { describe, expect, it } from 'vitest';
import type { AgentTools, ApprovalContent } from '../../../src/core/agent/index.ts';
import { noteRuns, type Touched, type WorkspaceCheckpoints } from '../../../src/providers/checkpoints/index.ts';

/** What the checkpoints are told of a call with this content, and what the call comes to. */
async function touchedBy(content: ApprovalContent | undefined) {
  const touched: Touched[] = [];
  const checkpoints: Pick<WorkspaceCheckpoints, 'around'> = {
    around: async (what, work) => {
      touched.push(what);
      return await work();
    },
  };
  const tools: AgentTools = {
    external: () => [],
    prepare: async () => ({
      content,
      verdict: { verdict: 'automatic', rule: 'test' },
      run: async ({ aborted }) => ({ isError: aborted, text: 'ran' }),
    }),
  };
  const prepared = await noteRuns(tools, { ...checkpoints, coverage: 'all', make: never, restore: never }).prepare(
    { tool: 'list', path: '.' },
    'edits',
    new AbortController().signal,
  );
  const result = await prepared.run(AbortSignal.abort());
  return { touched, content: prepared.content, verdict: prepared.verdict, result };
}

const never = () => Promise.reject(new Error('not asked for here'));

describe('Tools whose runs are noted', () => {
  const told = (content: ApprovalContent | undefined, touched: readonly Touched[]) => ({
    ...{ touched, content, verdict: { verdict: 'automatic', rule: 'test' } },
    result: { isError: true, text: 'ran' },
  });

  it('name the files that a change changes, and nothing of what a command does', async () => {
    const changes: ApprovalContent = {
      type: 'changes',
      changes: [
        { path: 'a.ts', before: '', after: undefined },
        { path: 'b.ts', before: undefined, after: '' },
      ],
    };
    const command: ApprovalContent = { type: 'command', command: 'make', folder: '.', shown: 'make' };
    const external: ApprovalContent = { type: 'external', name: 'x', inputJson: '{}' };
    const read: ApprovalContent = { type: 'read', path: '/etc/hosts' };
    expect([await touchedBy(changes), await touchedBy(command), await touchedBy(external)]).toEqual([
      told(changes, [['a.ts', 'b.ts']]),
      told(command, ['unknown']),
      told(external, ['unknown']),
    ]);
    expect([await touchedBy(read), await touchedBy(undefined)]).toEqual([told(read, []), told(undefined, [])]);
  });
});
