import { beforeEach, describe, expect, it, vi } from 'vitest';
import * as vscode from 'vscode';

vi.mock('vscode', async () => (await import('../../support/fakeVscode.ts')).fakeVscode());

import type { AgentEvent } from '../../../src/core/agent/index.ts';
import type { LedgerEntry } from '../../../src/core/ledger/index.ts';
import { Afterwards } from '../../../src/features/agent/afterwards.ts';
import type { AgentTask } from '../../../src/features/agent/agentTask.ts';
import { entryOf } from '../../support/entries.ts';
import { ScriptedTasks } from './scriptedTasks.ts';
import { answered, begun, costOf, edited, ended } from './taskLog.ts';
import { withViews } from './view/fakeView.ts';

/** Files of the workspace as they are now. */
const files = new Map<string, string>();

beforeEach(() => {
  withViews(vscode);
  files.clear();
  const folder = { name: 'shop', uri: { path: '/shop' } };
  Object.assign(vscode.workspace, {
    workspaceFolders: [folder],
    textDocuments: [],
    fs: {
      readFile: async ({ path }: { readonly path: string }) => {
        const text = files.get(path);
        if (text === undefined) throw new Error('there is none');
        return new TextEncoder().encode(text);
      },
    },
  });
});

function listening(entries: readonly LedgerEntry[] = []) {
  const outcomes: string[] = [];
  const memory = new Map<string, unknown>();
  const waiting: { readonly ms: number; readonly run: () => void }[] = [];
  const afterwards = new Afterwards({
    recordOutcome: async ({ id }) => void outcomes.push(id),
    entriesOf: async () => entries,
    memory: { get: (key) => memory.get(key), update: async (key, value) => void memory.set(key, value) },
    timers: {
      after: (ms, run) => {
        waiting.push({ ms, run });
        return () => undefined;
      },
    },
    clock: { now: () => 5000, timeZone: () => 'UTC' },
    log: { debug: () => undefined, warn: () => undefined },
    learned: () => undefined,
  });
  return { afterwards, outcomes, memory, waiting };
}

async function taskOf(log: readonly AgentEvent[]): Promise<AgentTask> {
  const scripted = new ScriptedTasks();
  scripted.stored.set('task-1', [...log]);
  return scripted.tasks.open('task-1');
}

const edits = [begun({ workspace: 'shop' }), ...answered('r-1', '', ['call-1']), ...edited('call-1', 'before-1')];

describe('What is learned once a task rests', () => {
  it('is how much of its lines still stands: after half a minute, two, five and ten, and where it is opened again', async () => {
    const { afterwards, outcomes, waiting } = listening();
    const task = await taskOf([...edits, ended('done')]);
    afterwards.changed(task);
    afterwards.changed(task);
    files.set('/shop/src/sum.ts', 'return a + b;\n');
    await afterwards.look(task, 'reopened');
    const whole = afterwards.keptOf(task);
    files.clear();
    await afterwards.look(task, '30s');
    const gone = afterwards.keptOf(task);
    expect({ looks: waiting.map(({ ms }) => ms), kept: [whole?.kept, gone?.kept], outcomes }).toEqual({
      looks: [30_000, 120_000, 300_000, 600_000],
      kept: [1, 0],
      outcomes: ['r-1:kept:reopened', 'r-1:reverted'],
    });
  });

  it('is what the tests say of a subtask, for each of its requests', async () => {
    const subtaskId = 'task-1.1';
    const { afterwards, outcomes } = listening([entryOf({ taskId: 'r-2', sessionId: subtaskId, kind: 'agent.subtask' })]);
    const changes = [{ path: 'src/sum.ts', before: 'a', after: 'b' }];
    const log: readonly AgentEvent[] = [
      begun({ workspace: 'shop' }),
      ...answered('r-1', '', ['call-1', 'call-2']),
      { type: 'reported', atMs: 5, callId: 'call-1', subtaskId, text: 'done', cost: costOf(), facts: { changes } },
      { type: 'called', atMs: 6, callId: 'call-2', call: { tool: 'test' } },
      {
        type: 'ran',
        atMs: 7,
        callId: 'call-2',
        result: { isError: false, text: '', facts: { tests: { failed: 0, passed: 1 } } },
        tookMs: 4,
      },
      ended('done'),
    ];
    afterwards.changed(await taskOf(log));
    await vi.waitFor(() => expect(outcomes).toContain('r-2:tests-passed'));
  });

  it('is what it cost, for the estimates of later ones', async () => {
    const { afterwards } = listening();
    const before = afterwards.estimate({ mode: 'agent', characters: 30 });
    afterwards.changed(await taskOf([...edits, ended('done')]));
    const after = afterwards.estimate({ mode: 'agent', characters: 30 });
    expect([before.tasks, after.tasks, after.usual]).toEqual([0, 1, 10_000_000]);
  });

  it('is of use whatever an earlier version remembered', () => {
    const { afterwards, memory } = listening();
    memory.set('agent.pastTasks', [null, 'task', { mode: 'agent', kind: 'agent.plan', promptTokens: 'many', costNanoUsd: 1, atMs: 1 }]);
    expect(afterwards.estimate({ mode: 'agent', characters: 30 }).tasks).toBe(0);
  });

  it('is nothing while it runs or waits', async () => {
    const { afterwards, outcomes, waiting } = listening();
    afterwards.changed(await taskOf([...edits, { type: 'paused', atMs: 8, reason: 'cap', words: '' }]));
    expect([outcomes, waiting]).toEqual([[], []]);
  });
});
