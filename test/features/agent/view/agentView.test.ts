import { describe, expect, it, vi } from 'vitest';
import * as vscode from 'vscode';

vi.mock('vscode', async () => (await import('../../../support/fakeEditor.ts')).editor.api());

import { editor } from '../../../support/fakeEditor.ts';
import { ScriptedTasks } from '../scriptedTasks.ts';
import { asked, ended } from '../taskLog.ts';
import { asking, pass, shown, useFakeEditor } from './shownView.ts';

useFakeEditor();

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
});
