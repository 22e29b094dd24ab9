import { afterEach, beforeEach, vi } from 'vitest';
import * as vscode from 'vscode';
import { AgentView } from '../../../../src/features/agent/view/agentView.ts';
import { editor } from '../../../support/fakeEditor.ts';
import { ScriptedTasks } from '../scriptedTasks.ts';
import { answered, asked, ended } from '../taskLog.ts';
import { FakeView, withViews } from './fakeView.ts';

/** For each test an editor of its own, with a clock that stands still. */
export function useFakeEditor(): void {
  beforeEach(() => {
    vi.useFakeTimers();
    editor.reset();
    withViews(vscode);
  });
  afterEach(() => void vi.useRealTimers());
}

export const pass = (ms = 200): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

/** A view that is shown, and whose page has said that it is there. */
export async function shown(scripted = new ScriptedTasks(), memory = new Map<string, unknown>()) {
  const opened: string[] = [];
  const view = new AgentView({
    extensionUri: vscode.Uri.file('/extension'),
    tasks: scripted.ports,
    pastTasks: async () => [...scripted.stored.keys()].map((id) => ({ id, title: id, text: 'yesterday' })),
    removeTask: async (id) => void scripted.stored.delete(id),
    estimate: async ({ characters }) => ({ low: characters * 1_000_000, usual: 0, high: 40_000_000, tasks: 14 }),
    changed: () => undefined,
    opened: ({ id }) => void opened.push(id),
    keptLines: () => undefined,
    isExcluded: () => false,
    memory: { get: (key) => memory.get(key), update: async (key, value) => void memory.set(key, value) },
    newId: scripted.ports.newId,
    log: scripted.ports.log,
    close: async () => undefined,
    disposables: [],
  });
  const page = new FakeView();
  view.resolve(page as unknown as vscode.WebviewView);
  page.say({ type: 'ready' });
  await pass();
  return { scripted, view, page, memory, opened };
}

/** A loop that asks for one approval, and is then done. */
export const asking: ScriptedTasks['script'] = async (ports, _log, signal) => {
  for (const event of answered('r-1', 'I change it.', ['call-1'])) await ports.record(event);
  await ports.record({ type: 'called', atMs: 3, callId: 'call-1', call: { tool: 'run', command: 'npm test' } });
  const { question } = asked('call-1', { type: 'command', command: 'npm test', folder: '/shop', shown: 'npm test' });
  await ports.record({ type: 'approval-asked', atMs: 4, question });
  const answer = await ports.approvals.ask(question, signal);
  await ports.record({ type: 'approval-answered', atMs: 5, callId: 'call-1', contentHash: question.contentHash, answer });
  await ports.record(ended(answer.answer === 'no' ? 'stopped' : 'done'));
};
