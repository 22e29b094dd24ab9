import { describe, expect, it } from 'vitest';
import type { AgentEvent } from '../../../src/core/agent/index.ts';
import { checkpointToUndo } from '../../../src/features/agent/undoable.ts';

const made = (checkpointId: string): AgentEvent => ({ type: 'checkpoint', atMs: 1, checkpointId, callId: `call ${checkpointId}` });

function undone(checkpointId: string, paths: readonly string[], left?: readonly string[]): AgentEvent {
  return { type: 'undone', atMs: 2, checkpointId, paths, ...(left && { left }) };
}

/** What the next undoing of a step, and of all, would bring back. */
const next = (...log: readonly AgentEvent[]): readonly unknown[] => [checkpointToUndo(log, 'step'), checkpointToUndo(log, 'task')];

describe('What can be undone', () => {
  it('is the last step, and all since the first; what came after what was undone is gone with it', () => {
    expect(next()).toEqual([undefined, undefined]);
    expect(next(made('1'), made('2'), made('3'))).toEqual(['3', '1']);
    expect(next(made('1'), made('2'), made('3'), undone('2', ['a.ts']))).toEqual(['1', '1']);
    expect(next(made('1'), undone('1', ['a.ts']))).toEqual([undefined, undefined]);
  });

  it('is tried again where files were left, until a try brings back nothing more', () => {
    const left = [made('1'), made('2'), undone('2', ['a.ts'], ['b.ts'])];
    expect(next(...left)).toEqual(['2', '1']);
    expect(next(...left, undone('2', ['b.ts']))).toEqual(['1', '1']);
    expect(next(...left, undone('2', [], ['b.ts']))).toEqual(['1', '1']);
    expect(next(made('1'), undone('1', [], ['b.ts']))).toEqual(['1', '1']);
    expect(next(made('1'), undone('1', [], ['b.ts']), undone('1', [], ['b.ts']))).toEqual([undefined, undefined]);
  });
});
