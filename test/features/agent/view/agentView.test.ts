import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as vscode from 'vscode';

vi.mock('vscode', async () => (await import('../../../support/fakeEditor.ts')).editor.api());

import { AgentView } from '../../../../src/features/agent/view/agentView.ts';
import { editor } from '../../../support/fakeEditor.ts';
import { ScriptedTasks } from '../scriptedTasks.ts';
import { answered, asked, begun, edited, ended } from '../taskLog.ts';
import { FakeView, withViews } from './fakeView.ts';

beforeEach(() => {
  vi.useFakeTimers();
  editor.reset();
  withViews(vscode);
});
afterEach(() => void vi.useRealTimers());

const pass = (ms = 200): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

/** A view that is shown, and whose page has said that it is there. */
async function shown(scripted = new ScriptedTasks(), memory = new Map<string, unknown>()) {
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
const asking: ScriptedTasks['script'] = async (ports, _log, signal) => {
  for (const event of answered('r-1', 'I change it.', ['call-1'])) await ports.record(event);
  await ports.record({ type: 'called', atMs: 3, callId: 'call-1', call: { tool: 'run', command: 'npm test' } });
  const { question } = asked('call-1', { type: 'command', command: 'npm test', folder: '/shop', shown: 'npm test' });
  await ports.record({ type: 'approval-asked', atMs: 4, question });
  const answer = await ports.approvals.ask(question, signal);
  await ports.record({ type: 'approval-answered', atMs: 5, callId: 'call-1', contentHash: question.contentHash, answer });
  await ports.record(ended(answer.answer === 'no' ? 'stopped' : 'done'));
};

describe('The agent in the side bar', () => {
  it('may reach dist/ and media/ only, and is an empty page under a policy that lets nothing in but its own script and styles', async () => {
    const { page } = await shown();
    const nonce = /nonce="([^"]+)"/.exec(page.webview.html)?.[1] ?? '';
    expect([page.webview.options, /content="(default-src[^"]+)"/.exec(page.webview.html)?.[1], nonce.length >= 22]).toEqual([
      { enableScripts: true, localResourceRoots: [vscode.Uri.file('/extension/dist'), vscode.Uri.file('/extension/media')] },
      `default-src 'none'; style-src https://editor.test; script-src 'nonce-${nonce}'`,
      true,
    ]);
  });

  it('ignores what is no message of its page', async () => {
    const { page, scripted } = await shown();
    for (const message of [{ type: 'approve' }, { type: 'run', command: 'rm -rf /' }, 'send', undefined]) page.say(message);
    await pass();
    expect([scripted.warnings.length, scripted.tasks.all]).toEqual([4, []]);
  });

  it('begins a task with what was written, under the settings, and says that it arrived', async () => {
    editor.settings['agent.capUsd'] = 0.25;
    editor.settings['agent.approvals'] = 'edits';
    const { page, scripted } = await shown();
    page.say({ type: 'set-mode', mode: 'plan' });
    page.say({ type: 'send', text: 'Mend the sum' });
    await pass();
    const [begun] = scripted.stored.get('id-1') ?? [];
    expect([
      begun?.type === 'begun' && [begun.mode, begun.approvals, begun.capNanoUsd, begun.turn.text],
      page.posted.some(({ type }) => type === 'sent'),
    ]).toEqual([['plan', 'edits', 250_000_000, 'Mend the sum'], true]);
  });

  it('says what tasks like it cost before anything is sent', async () => {
    const { page } = await shown();
    page.say({ type: 'draft', characters: 20 });
    await pass();
    expect(page.state.composer.estimate).toBe('Tasks like this cost $0.02 to $0.04, by 14 past ones');
  });

  it('asks for an approval, and lets happen what was approved', async () => {
    const scripted = new ScriptedTasks();
    scripted.script = asking;
    const { page } = await shown(scripted);
    page.say({ type: 'send', text: 'Mend the sum' });
    await pass();
    const tool = page.state.task?.items.find((item) => item.type === 'tool');
    const phase = page.state.task?.phase;
    page.say({ type: 'approve', taskId: 'id-1', callId: 'call-1', contentHash: 'hash of call-1', answer: 'once' });
    await pass();
    expect([phase, tool?.approval?.content, page.state.task?.phase, page.state.task?.summary?.heading]).toEqual([
      'approval',
      'npm test',
      'over',
      'Done, and the tests say so.',
    ]);
  });

  it('takes no approval for another content than the one that is asked for', async () => {
    const scripted = new ScriptedTasks();
    scripted.script = asking;
    const { page } = await shown(scripted);
    page.say({ type: 'send', text: 'Mend the sum' });
    await pass();
    page.say({ type: 'approve', taskId: 'id-1', callId: 'call-1', contentHash: 'of something else', answer: 'always' });
    await pass();
    expect([page.state.task?.phase, scripted.warnings]).toEqual([
      'approval',
      ['the page answered an approval that is not asked for, or not shown whole; it was ignored'],
    ]);
  });

  it('takes no approval of what is too long to be shown whole, only that it is rejected', async () => {
    const after = 'line\n'.repeat(20_001);
    const scripted = new ScriptedTasks();
    scripted.script = async (ports, _log, signal) => {
      const { question } = asked('call-1', { type: 'changes', changes: [{ path: 'long.txt', before: undefined, after }] });
      await ports.record(ended((await ports.approvals.ask(question, signal)).answer === 'no' ? 'stopped' : 'done'));
    };
    const { page } = await shown(scripted);
    page.say({ type: 'send', text: 'Mend the sum' });
    await pass();
    const phases: unknown[] = [];
    for (const answer of ['once', 'always', 'no']) {
      page.say({ type: 'approve', taskId: 'id-1', callId: 'call-1', contentHash: 'hash of call-1', answer });
      await pass();
      phases.push(page.state.task?.phase);
    }
    expect([phases, scripted.stored.get('id-1')?.at(-1)]).toEqual([['approval', 'approval', 'over'], ended('stopped')]);
  });

  it('keeps what was written and attached where it did not arrive', async () => {
    const scripted = new ScriptedTasks();
    scripted.script = async (ports) => ports.record(ended('answered'));
    const { page } = await shown(scripted);
    page.say({ type: 'send', text: 'Mend the sum' });
    await pass();
    page.say({ type: 'attach-image', mediaType: 'image/png', base64: 'AAAA' });
    scripted.failsToStore = true;
    const before = page.posted.length;
    page.say({ type: 'send', text: 'And the product' });
    await pass();
    expect([page.posted.slice(before).some(({ type }) => type === 'sent'), page.state.composer.attachments.length]).toEqual([false, 1]);
  });

  it('shows what is said or chosen, not the list of past tasks before it; what is said next goes on in the task’s own mode', async () => {
    const scripted = new ScriptedTasks();
    scripted.script = async (ports) => ports.record(ended('answered'));
    const { page } = await shown(scripted);
    page.say({ type: 'set-mode', mode: 'ask' });
    page.say({ type: 'send', text: 'Why is it so?' });
    await pass();
    const first = page.state.task?.id ?? '';
    page.say({ type: 'run', command: 'new-task' });
    await pass();
    page.say({ type: 'set-mode', mode: 'agent' });
    page.say({ type: 'run', command: 'history' });
    await pass();
    const listed = page.state.history?.length;
    page.say({ type: 'send', text: 'Mend it' });
    await pass();
    const sent = page.state.history;
    page.say({ type: 'run', command: 'history' });
    await pass();
    page.say({ type: 'select-task', taskId: first });
    await pass();
    expect([listed, sent, page.state.history, page.state.composer.mode]).toEqual([1, undefined, undefined, 'ask']);
  });

  it('says that nothing can be undone while it runs', async () => {
    const scripted = new ScriptedTasks();
    scripted.script = asking;
    const { page, view } = await shown(scripted);
    page.say({ type: 'send', text: 'Mend the sum' });
    await pass();
    await view.undo('task');
    expect([scripted.restored, editor.shown]).toEqual([
      [],
      [{ type: 'information', words: 'It is at work: stop it before you undo something.', buttons: [] }],
    ]);
  });

  it('tells once, while it is hidden, that something is to be approved, and counts it on its icon', async () => {
    const scripted = new ScriptedTasks();
    scripted.script = asking;
    const { page } = await shown(scripted);
    page.setVisible(false);
    editor.answers.push('Show');
    page.say({ type: 'send', text: 'Mend the sum' });
    await pass();
    expect([editor.shown, editor.executed, page.badge]).toEqual([
      [{ type: 'information', words: 'The agent asks for approval: Mend the sum', buttons: ['Show'] }],
      [['farthing.agentView.focus']],
      { value: 1, tooltip: '1 tasks of the agent wait for you' },
    ]);
  });

  it('streams in short messages between the states, and a page that is made anew gets all of it at once', async () => {
    const scripted = new ScriptedTasks();
    let hear = (_text: string): void => undefined;
    scripted.script = async (ports, _log, signal) => {
      await ports.record({ type: 'requested', atMs: 1, requestId: 'r-1', kind: 'chat', step: 1 });
      hear = (text) => ports.heard?.('r-1', { type: 'text-delta', text });
      await ports.ask('', [], signal);
    };
    const { page } = await shown(scripted);
    page.say({ type: 'send', text: 'Hello' });
    await pass();
    hear('Let ');
    await pass();
    const before = page.posted.length;
    for (const text of ['me ', 'see']) hear(text);
    await pass();
    const streamed = page.posted.slice(before);
    page.say({ type: 'ready' });
    await pass();
    const last = page.state.task?.items.at(-1);
    expect([streamed, last?.type === 'answer' && last.markdown]).toEqual([
      [{ type: 'delta', taskId: 'id-1', id: 'r-1', from: 4, text: 'me see' }],
      'Let me see',
    ]);
  });

  it('does nothing in a workspace that is not trusted, and says why', async () => {
    const scripted = new ScriptedTasks();
    scripted.isTrusted = false;
    const { page } = await shown(scripted);
    page.say({ type: 'send', text: 'Mend the sum' });
    await pass();
    expect([page.state.notices.map(({ id, action }) => [id, action?.command]), page.state.composer.blocked, scripted.stored.size]).toEqual([
      [
        ['trust', 'manage-trust'],
        ['trouble', undefined],
      ],
      'This workspace is not trusted.',
      0,
    ]);
  });

  it('opens the tasks again that were open before the window was loaded anew', async () => {
    const { scripted, page, memory } = await shown();
    scripted.script = async (ports) => ports.record(ended('answered', 'It is so.'));
    page.say({ type: 'send', text: 'Why is it so?' });
    await pass();
    const later = new ScriptedTasks();
    for (const [id, log] of scripted.stored) later.stored.set(id, log);
    const { page: anew } = await shown(later, memory);
    expect([anew.state.tabs.map(({ title, phase, isCurrent }) => [title, phase, isCurrent]), anew.state.task?.summary?.text]).toEqual([
      [['Why is it so?', 'over', true]],
      'It is so.',
    ]);
  });

  it('lists past tasks, opens one, and deletes one after asking', async () => {
    const scripted = new ScriptedTasks();
    const { page, opened } = await shown(scripted);
    page.say({ type: 'send', text: 'First' });
    await pass();
    page.say({ type: 'close-task', taskId: 'id-1' });
    page.say({ type: 'run', command: 'history' });
    await pass();
    const listed = page.state.history?.map(({ id }) => id);
    page.say({ type: 'open-task', taskId: 'id-1' });
    await pass();
    const afterOpening = [page.state.task?.id, page.state.history, [...opened]];
    editor.answers.push(undefined, 'Delete');
    page.say({ type: 'remove-task', taskId: 'id-1' });
    await pass();
    const kept = scripted.stored.size;
    page.say({ type: 'remove-task', taskId: 'id-1' });
    await pass();
    expect({ listed, afterOpening, kept, left: scripted.stored.size, tabs: page.state.tabs }).toEqual({
      listed: ['id-1'],
      afterOpening: ['id-1', undefined, ['id-1']],
      kept: 1,
      left: 0,
      tabs: [],
    });
  });

  it('raises a cap only in a box of the editor', async () => {
    const scripted = new ScriptedTasks();
    scripted.script = async (ports, log) => {
      const isResumed = log.some(({ type }) => type === 'resumed');
      await ports.record(isResumed ? ended('done') : { type: 'paused', atMs: 8, reason: 'cap', words: '' });
    };
    const { page } = await shown(scripted);
    page.say({ type: 'send', text: 'Mend the sum' });
    await pass();
    page.say({ type: 'go-on', taskId: 'id-1', choice: 'raise-cap', capNanoUsd: 1e12 });
    await pass();
    const without = page.state.task?.phase;
    editor.answers.push('0.4', '2');
    for (const _ of ['too little', 'enough']) {
      page.say({ type: 'go-on', taskId: 'id-1', choice: 'raise-cap' });
      await pass();
    }
    expect([without, scripted.warnings.length, scripted.stored.get('id-1')?.filter(({ type }) => type === 'resumed')]).toEqual([
      'paused',
      1,
      [{ type: 'resumed', atMs: 1000, capNanoUsd: 2_000_000_000 }],
    ]);
  });

  it('undoes everything after asking, and says which files it left', async () => {
    const scripted = new ScriptedTasks();
    scripted.report = { restored: [], left: ['src/sum.ts'] };
    scripted.script = async (ports) => {
      for (const event of [...answered('r-1', '', ['call-1']), ...edited('call-1', 'before-1'), ended('done')]) await ports.record(event);
    };
    const { page } = await shown(scripted);
    page.say({ type: 'send', text: 'Mend the sum' });
    await pass();
    editor.answers.push(undefined, 'Undo everything');
    for (const _ of ['no', 'yes']) {
      page.say({ type: 'undo', taskId: 'id-1', scope: 'task' });
      await pass();
    }
    expect([scripted.restored, editor.shown.at(-1)]).toEqual([
      ['before-1'],
      { type: 'warning', words: 'Left as they are, because they were changed since or could not be written: src/sum.ts', buttons: [] },
    ]);
  });

  it('opens addresses of the web, through the editor that asks, and nothing else', async () => {
    const openedLinks: string[] = [];
    Object.assign(vscode, { env: { language: 'en', openExternal: async (uri: unknown) => void openedLinks.push(String(uri)) } });
    const { page, scripted } = await shown();
    for (const url of [
      'https://good.example/a',
      'http://good.example/',
      'command:farthing.removeKey',
      'file:///etc/passwd',
      'https://a@evil.example/',
    ])
      page.say({ type: 'open-link', url });
    await pass();
    expect([openedLinks, scripted.warnings.length]).toEqual([['https://good.example/a'], 4]);
  });

  it('takes words of the chat into the composer, where the user sends them', async () => {
    const { page, view, scripted } = await shown();
    await view.open({ mode: 'agent', turn: { text: 'Rename it', attachments: [{ type: 'file', path: 'a.ts', text: 'a' }] } });
    await pass();
    expect([
      page.posted.filter(({ type }) => type === 'compose'),
      page.state.composer.attachments.map(({ label }) => label),
      scripted.stored.size,
    ]).toEqual([[{ type: 'compose', text: 'Rename it' }], ['a.ts'], 0]);
  });

  it('answers a turn of the chat, and goes on with its task in the next one', async () => {
    const scripted = new ScriptedTasks();
    const { view } = await shown(scripted);
    const turnOf = async (text: string, taskId?: string) => {
      const deltas: string[] = [];
      const steps: string[] = [];
      const result = await view.runInChat({
        mode: 'ask',
        turn: { text, attachments: [], images: [] },
        ...(taskId !== undefined && { taskId }),
        onDelta: (delta) => void deltas.push(delta),
        onStep: (step) => void steps.push(step),
        signal: new AbortController().signal,
      });
      return { deltas, steps, ...result };
    };
    scripted.script = async (ports, log) => {
      const requestId = `r-${log.length}`;
      // As a router does it: not at once.
      await new Promise((done) => setImmediate(done));
      ports.heard?.(requestId, { type: 'text-delta', text: 'So' });
      ports.heard?.(requestId, { type: 'text-delta', text: ' it is' });
      for (const event of answered(requestId, 'So it is', ['call-1'])) await ports.record(event);
      await ports.record({ type: 'called', atMs: 3, callId: 'call-1', call: { tool: 'read', path: 'a.ts' } });
      await ports.record(ended('answered'));
    };
    vi.useRealTimers();
    const first = await turnOf('Is it so?');
    const second = await turnOf('Really?', first.taskId);
    const told = {
      deltas: ['So', ' it is'],
      steps: ['Read a.ts'],
      taskId: 'id-1',
      outcome: 'answered',
      words: '',
      cost: 10_000_000,
      by: 'small-model',
    };
    const inShort = ({ cost, by, ...rest }: typeof first) => ({ ...rest, cost: cost.costNanoUsd, by: by?.model });
    expect([inShort(first), inShort(second), scripted.typesOf('id-1').filter((type) => type === 'begun' || type === 'said')]).toEqual([
      told,
      told,
      ['begun', 'said'],
    ]);
  });

  it('changes what a task does without asking, in a list of the editor, also while it waits; a new task has the setting', async () => {
    const scripted = new ScriptedTasks();
    scripted.script = asking;
    const { page } = await shown(scripted);
    page.say({ type: 'send', text: 'Mend the sum' });
    await pass();
    const before = page.state.composer.approvals;
    editor.answers.push('edits of ordinary files');
    page.say({ type: 'run', command: 'choose-approvals' });
    await pass();
    const during = [page.state.composer.approvals, page.state.task?.phase, scripted.typesOf('id-1').includes('approvals-set')];
    page.say({ type: 'approve', taskId: 'id-1', callId: 'call-1', contentHash: 'hash of call-1', answer: 'once' });
    await pass();
    const stored = scripted.stored.get('id-1')?.at(-1);
    page.say({ type: 'run', command: 'new-task' });
    await pass();
    expect({ before, during, stored, forNew: page.state.composer.approvals }).toEqual({
      before: 'reading only',
      during: ['edits of ordinary files', 'approval', false],
      stored: { type: 'approvals-set', atMs: 1000, approvals: 'edits' },
      forNew: 'reading only',
    });
  });

  it('gives a task the name that is written in a box of the editor, and none for a blank one', async () => {
    const scripted = new ScriptedTasks();
    scripted.script = async (ports) => ports.record(ended('answered'));
    const { page } = await shown(scripted);
    page.say({ type: 'send', text: 'Mend the sum' });
    await pass();
    editor.answers.push('  The\u200B  sum ', ' ');
    for (const _ of ['a name', 'none']) {
      page.say({ type: 'rename-task', taskId: 'id-1' });
      await pass();
    }
    expect([page.state.tabs[0]?.title, page.state.tabs[0]?.cost, scripted.typesOf('id-1')]).toEqual([
      'The sum',
      '$0.00',
      ['begun', 'ended', 'named'],
    ]);
  });

  it('says what of the list of trusted commands never counts, and what undo does not cover', async () => {
    editor.settings['agent.trustedCommands'] = ['npm test', 'python', 'rm *'];
    const scripted = new ScriptedTasks();
    scripted.script = async (ports) => {
      for (const event of answered('r-1', '', ['call-1'])) await ports.record(event);
      await ports.record({ type: 'checkpoint', atMs: 3, checkpointId: 'before-1', callId: 'call-1', coverage: 'named-files' });
      await ports.record(ended('done'));
    };
    const { page } = await shown(scripted);
    page.say({ type: 'send', text: 'Mend the sum' });
    await pass();
    expect(page.state.notices.map(({ id, severity, action }) => [id, severity, action?.command])).toEqual([
      ['coverage id-1', 'information', undefined],
      ['allow-list python', 'warning', 'open-settings'],
      ['allow-list rm *', 'warning', 'open-settings'],
    ]);
  });

  it('shows a task that can only be looked at, and lets nothing be done to it', async () => {
    const scripted = new ScriptedTasks();
    scripted.stored.set('id-9', [begun({ taskId: 'id-9' }), ...answered('r-1', '', ['call-1']), ...edited('call-1', 'before-1')]);
    scripted.isReadOnly = true;
    scripted.warning = 'It was stored by a later version.';
    const { page } = await shown(scripted);
    page.say({ type: 'open-task', taskId: 'id-9' });
    await pass();
    const { task, notices, composer } = page.state;
    expect([task?.pause, task?.canUndoTask, task?.retryTiers, notices.map(({ text }) => text), composer.blocked]).toEqual([
      undefined,
      false,
      [],
      ['It was stored by a later version.'],
      'This task can only be looked at: begin a new one.',
    ]);
  });
});
