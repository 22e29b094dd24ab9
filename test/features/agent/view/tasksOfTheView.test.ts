import { describe, expect, it, vi } from 'vitest';
import * as vscode from 'vscode';

vi.mock('vscode', async () => (await import('../../../support/fakeEditor.ts')).editor.api());

import { editor } from '../../../support/fakeEditor.ts';
import { ScriptedTasks } from '../scriptedTasks.ts';
import { answered, begun, edited, ended } from '../taskLog.ts';
import { asking, pass, shown, useFakeEditor } from './shownView.ts';

useFakeEditor();

describe('A task in the side bar', () => {
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
