import { describe, expect, it } from 'vitest';
import { runAgent } from '../../../src/core/agent/index.ts';
import { call, finish, inOrder, type Say, says, World } from '../../core/agent/loop/support.ts';
import { ScriptedTasks } from './scriptedTasks.ts';

/** Tasks of a window around the true loop; models and files are scripted. */
function around(say: Say) {
  const world = new World({ say, files: { 'a.txt': 'one\n' }, approvals: 'every-step' });
  const scripted = new ScriptedTasks();
  const { approvals, ...ports } = world.ports();
  Object.assign(scripted.ports, {
    loopPorts: async () => ({ ...ports, hash: approvals.hash }),
  });
  scripted.script = async (given, log, signal) => void (await runAgent(given, log, signal));
  return { world, scripted };
}

const until = async (isTrue: () => boolean): Promise<void> => {
  for (let turn = 0; turn < 1000 && !isTrue(); turn += 1) await new Promise((done) => setImmediate(done));
};

const editing = call('create', { path: 'b.txt', text: 'two\n' }, 'call-1');

describe('A task around the true loop', () => {
  it('waits for the approval of what would be changed, changes it once it is given, and is over', async () => {
    const { world, scripted } = around(inOrder(editing, finish('There is a b.')));
    const task = await scripted.start();
    await until(() => task.approval !== undefined);
    const before = [...world.files.keys()];
    const asked = task.approval;
    task.approve(asked?.callId ?? '', asked?.contentHash ?? '', { answer: 'once' });
    await until(() => task.phase === 'over');
    expect([before, asked?.content.type, [...world.files.keys()], task.phase, task.isRunning]).toEqual([
      ['a.txt'],
      'changes',
      ['a.txt', 'b.txt'],
      'over',
      false,
    ]);
  });

  it('changes nothing that was rejected, and tells the model what the user said', async () => {
    const { world, scripted } = around(inOrder(editing, says('I leave it.')));
    const task = await scripted.start();
    await until(() => task.approval !== undefined);
    task.approve(task.approval?.callId ?? '', task.approval?.contentHash ?? '', { answer: 'no', words: 'call it c.txt' });
    await until(() => task.phase === 'over');
    const told = world.tasks.at(-1)?.segments.some(({ text }) => text.includes('call it c.txt'));
    expect([[...world.files.keys()], told]).toEqual([['a.txt'], true]);
  });

  it('is stopped while it waits, changes nothing, and says so', async () => {
    const { world, scripted } = around(inOrder(editing));
    const task = await scripted.start();
    await until(() => task.approval !== undefined);
    await task.stop();
    const last = task.log.at(-1);
    expect([[...world.files.keys()], last?.type === 'ended' && last.outcome, task.approval]).toEqual([['a.txt'], 'stopped', undefined]);
  });

  it('is gone on with in another window, which asks for the same approval again', async () => {
    const { scripted } = around(inOrder(editing, finish()));
    const first = await scripted.start();
    await until(() => first.approval !== undefined);
    const later = around(inOrder(editing, finish()));
    later.scripted.stored.set(first.id, [...first.log]);
    const task = await later.scripted.tasks.open(first.id);
    const phase = task.phase;
    task.goOn();
    await until(() => task.approval !== undefined);
    expect([phase, task.approval]).toEqual(['interrupted', first.approval]);
    await first.stop();
    await task.stop();
  });

  it('is tried again by another tier once it is over', async () => {
    const { world, scripted } = around(inOrder(says('It cannot be done.'), says('It can.')));
    const task = await scripted.start();
    await until(() => task.phase === 'over');
    await task.retry('frontier');
    await until(() => !task.isRunning);
    expect([task.phase, world.asked.at(-1)?.split(' ')[1]]).toEqual(['over', 'frontier-model']);
  });

  it('asks for each step from the moment that the user says so, although it began more freely and waits for something', async () => {
    const edit = (path: string, id: string) => call('create', { path, text: 'two\n' }, id);
    const { world, scripted } = around(inOrder(edit('b.txt', 'call-1'), edit('c.txt', 'call-2'), finish('Two files.')));
    const task = await scripted.start();
    await until(() => task.approval !== undefined);
    await task.setApprovals('edits');
    await task.rename('Two files');
    await task.setApprovals('every-step');
    task.approve(task.approval?.callId ?? '', task.approval?.contentHash ?? '', { answer: 'once' });
    await until(() => task.approval?.callId === 'call-2');
    const asked = task.approval?.callId;
    await task.stop();
    expect([asked, [...world.files.keys()], task.title, scripted.stored.get(task.id)]).toEqual([
      'call-2',
      ['a.txt', 'b.txt'],
      'Two files',
      task.log,
    ]);
  });
});
