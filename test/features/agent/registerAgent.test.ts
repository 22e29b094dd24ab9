import { beforeEach, describe, expect, it, vi } from 'vitest';
import * as vscode from 'vscode';

vi.mock('vscode', async () => (await import('../../support/fakeEditor.ts')).editor.api());

const opened: unknown[] = [];
const made: string[] = [];
vi.mock('../../../src/features/agent/agentParts.ts', () => ({
  createAgentView: () => {
    made.push('view');
    return {
      open: async (asked: unknown) => void opened.push(asked),
      resolve: () => void made.push('resolved'),
      run: async (command: string) => void made.push(command),
      stop: async () => void made.push('stop'),
      end: async () => void made.push('end'),
      dispose: () => void made.push('disposed'),
    };
  },
}));

import { type AgentPartsPorts, registerAgent } from '../../../src/features/agent/registerAgent.ts';
import { editor } from '../../support/fakeEditor.ts';

let provider: { resolveWebviewView(view: unknown): Promise<void> } | undefined;

beforeEach(() => {
  editor.reset();
  opened.length = 0;
  made.length = 0;
  Object.assign(vscode.window, {
    registerWebviewViewProvider: (_id: string, given: typeof provider) => {
      provider = given;
      return { dispose: () => undefined };
    },
  });
});

const registered = () => registerAgent({ log: { error: () => undefined } } as unknown as AgentPartsPorts);

describe('The agent, registered', () => {
  it('is loaded once, when it is first shown or asked for, and not before', async () => {
    const agent = registered();
    const before = [...made];
    await provider?.resolveWebviewView({});
    await editor.run('farthing.agent.newTask');
    await editor.run('farthing.agent.stop');
    await agent.close();
    agent.dispose();
    await vi.waitFor(() => expect(made).toContain('disposed'));
    expect([before, made]).toEqual([[], ['view', 'resolved', 'new-task', 'stop', 'end', 'disposed']]);
  });

  it('closes at once where nobody asked for it', async () => {
    const agent = registered();
    await agent.close();
    agent.dispose();
    expect(made).toEqual([]);
  });

  it('opens with a task or with words where they are handed over, and as it is with anything else', async () => {
    registered();
    const turn = { text: 'Rename it', attachments: [{ type: 'file', path: 'a.ts', text: 'a' }], images: [] };
    for (const asked of [{ mode: 'agent', turn }, { taskId: 't-1' }]) await editor.run('farthing.agent.open', asked);
    const bad = [
      undefined,
      'do it',
      { mode: 'agent' },
      { mode: 'root', turn },
      { turn: { text: 1, attachments: [] } },
      { turn: { text: 'a', attachments: [{}] } },
    ];
    for (const asked of bad) await editor.run('farthing.agent.open', asked);
    expect([opened, editor.executed]).toEqual([[{ mode: 'agent', turn }, { taskId: 't-1' }], bad.map(() => ['farthing.agentView.focus'])]);
  });
});
