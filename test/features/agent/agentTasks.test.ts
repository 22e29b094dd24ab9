import { beforeEach, describe, expect, it } from 'vitest';
import { type ApprovalMode, WindowClosing } from '../../../src/core/agent/index.ts';
import { NotTrustedError } from '../../../src/features/agent/agentTasks.ts';
import { TaskBusyError } from '../../../src/features/agent/taskBusyError.ts';
import { ScriptedTasks } from './scriptedTasks.ts';
import { answered, asked, begun, costOf, edited, ended } from './taskLog.ts';

let scripted: ScriptedTasks;

beforeEach(() => {
  scripted = new ScriptedTasks();
});

/** Until everything that can happen without the user has happened. */
const settle = (): Promise<void> => new Promise((done) => setImmediate(done));

describe('Tasks of the agent in a window', () => {
  it('begin with what the user said, their cap and the instruction files, and store that before the loop runs', async () => {
    scripted.instructions = [{ path: 'AGENTS.md', text: 'Use tabs.' }];
    scripted.instructionsLeftOut = ['CLAUDE.md'];
    const seen: unknown[] = [];
    scripted.script = async (ports, log) => {
      seen.push(
        log.map(({ type }) => type),
        [...(scripted.stored.get('id-1') ?? [])].map(({ type }) => type),
      );
      await ports.record(ended('answered'));
    };
    const task = await scripted.start();
    await settle();
    expect({ seen, first: scripted.stored.get('id-1')?.[0], phase: task.phase }).toEqual({
      seen: [['begun'], ['begun']],
      first: {
        type: 'begun',
        atMs: 1000,
        taskId: 'id-1',
        mode: 'agent',
        approvals: 'every-step',
        turn: { text: 'Mend the sum', attachments: [], images: [] },
        capNanoUsd: 500_000_000,
        instructions: [{ path: 'AGENTS.md', text: 'Use tabs.' }],
        instructionsLeftOut: ['CLAUDE.md'],
        workspace: 'shop',
        folder: 'file:///shop',
      },
      phase: 'over',
    });
  });

  it('wait for an approval, which is for the content that was shown and for no other', async () => {
    const answers: unknown[] = [];
    scripted.script = async (ports, _log, signal) => {
      const { question } = asked('call-1');
      answers.push(await ports.approvals.ask(question, signal));
      await ports.record(ended('done'));
    };
    const task = await scripted.start();
    await settle();
    const phase = task.phase;
    const refused = [
      task.approve('call-1', 'another hash', { answer: 'once' }),
      task.approve('call-2', 'hash of call-1', { answer: 'once' }),
    ];
    const accepted = task.approve('call-1', 'hash of call-1', { answer: 'no', words: 'use a loop' });
    await settle();
    expect({ phase, refused, accepted, answers, after: task.phase, open: task.approval }).toEqual({
      phase: 'approval',
      refused: [false, false],
      accepted: true,
      answers: [{ answer: 'no', words: 'use a loop' }],
      after: 'over',
      open: undefined,
    });
  });

  it('ask the user, and take the answer of that question only', async () => {
    const answers: string[] = [];
    scripted.script = async (ports, _log, signal) => {
      answers.push(await ports.ask('Which file?', ['a.ts', 'b.ts'], signal));
      await ports.record(ended('done'));
    };
    const task = await scripted.start();
    await settle();
    const { question, phase } = task;
    const given = [task.answer('another', 'a.ts'), task.answer(question?.id ?? '', 'b.ts')];
    await settle();
    expect({ phase, text: question?.text, given, answers }).toEqual({
      phase: 'question',
      text: 'Which file?',
      given: [false, true],
      answers: ['b.ts'],
    });
  });

  it('are stopped while they wait for an approval, and then ask for nothing any more', async () => {
    scripted.script = async (ports, _log, signal) => {
      await ports.approvals.ask(asked('call-1').question, signal).catch(() => undefined);
      await ports.record(ended('stopped', signal.aborted ? 'by the user' : 'by itself'));
    };
    const task = await scripted.start();
    await settle();
    await task.stop();
    expect([task.phase, task.approval, task.isRunning, task.log.at(-1)]).toEqual([
      'over',
      undefined,
      false,
      ended('stopped', 'by the user'),
    ]);
  });

  it('run beside each other, each with its own log', async () => {
    scripted.script = async (ports, log, signal) => {
      const [first] = log;
      if (first?.type === 'begun' && first.turn.text === 'slow') await ports.ask('Go on?', [], signal);
      await ports.record(ended('answered'));
    };
    const slow = await scripted.start('slow');
    const quick = await scripted.start('quick');
    await settle();
    expect([slow.phase, quick.phase, scripted.tasks.current?.id, scripted.tasks.all.map(({ id }) => id)]).toEqual([
      'question',
      'over',
      quick.id,
      [slow.id, quick.id],
    ]);
    slow.answer(slow.question?.id ?? '', 'yes');
    await settle();
    expect([slow.phase, scripted.typesOf(slow.id), scripted.typesOf(quick.id)]).toEqual(['over', ['begun', 'ended'], ['begun', 'ended']]);
  });

  it('are opened again from the store, and gone on with: history over a reload', async () => {
    const first = await scripted.start();
    await settle();
    for (const event of [...answered('r-1', 'Let me see.', ['call-1']), ...edited('call-1', 'before-1')])
      scripted.stored.get(first.id)?.push(event);
    // Another window, or this one loaded anew.
    const later = new ScriptedTasks();
    for (const [id, log] of scripted.stored) later.stored.set(id, [...log]);
    let goneOnFrom = 0;
    later.script = async (ports, log) => {
      goneOnFrom = log.length;
      await ports.record(ended('done'));
    };
    const task = await later.tasks.open(first.id);
    const phase = task.phase;
    later.tasks.trusted(first.id)?.goOn();
    await settle();
    expect({ phase, goneOnFrom, after: task.phase, last: later.typesOf(first.id).at(-1) }).toEqual({
      phase: 'interrupted',
      goneOnFrom: 8,
      after: 'over',
      last: 'ended',
    });
  });

  it('tell what stood open as a window closed before the user says something else or stops it: what was paid for belongs to the task', async () => {
    const first = await scripted.start();
    await settle();
    scripted.stored.get(first.id)?.push({ type: 'requested', atMs: 1, requestId: 'r-1', kind: 'agent.plan', step: 1 });
    const ends = await Promise.all(
      (['say', 'stop'] as const).map(async (how) => {
        const later = new ScriptedTasks();
        later.costs.set('r-1', costOf());
        for (const [id, log] of scripted.stored) later.stored.set(id, [...log]);
        const task = await later.tasks.open(first.id);
        await (how === 'stop' ? task.stop() : task.say({ text: 'Go on', attachments: [], images: [] }, 'agent'));
        await settle();
        return [later.typesOf(first.id), task.state.cost.costNanoUsd];
      }),
    );
    expect(ends).toEqual([
      [['begun', 'requested', 'unanswered', 'said'], 10_000_000],
      [['begun', 'requested', 'unanswered', 'ended'], 10_000_000],
    ]);
  });

  it('hand on what streams, without what is invisible in it, and forget it once the answer is stored', async () => {
    const during: unknown[] = [];
    scripted.script = async (ports) => {
      for (const text of ['Let ', 'me\u200B ', 'see']) ports.heard?.('r-1', { type: 'text-delta', text });
      during.push(scripted.tasks.current?.streaming);
      for (const event of answered('r-1', 'Let me see')) await ports.record(event);
      during.push(scripted.tasks.current?.streaming);
      await ports.record(ended('answered'));
    };
    await scripted.start();
    await settle();
    expect({ during, heard: scripted.heard }).toEqual({
      during: [{ requestId: 'r-1', text: 'Let me see' }, undefined],
      heard: [
        ['r-1', 0, 'Let '],
        ['r-1', 4, 'me '],
        ['r-1', 7, 'see'],
      ],
    });
  });

  it('undo the last step, then the one before, and everything at once', async () => {
    scripted.script = async (ports, log) => {
      if (log.length > 1) return;
      for (const event of [
        ...answered('r-1', 'One', ['call-1']),
        ...edited('call-1', 'before-1'),
        ...answered('r-2', 'Two', ['call-2']),
        ...edited('call-2', 'before-2'),
        ended('done'),
      ])
        await ports.record(event);
    };
    const task = await scripted.start();
    await settle();
    const reports = [await task.undo('step'), await task.undo('step'), await task.undo('step')];
    const again = await scripted.start();
    await settle();
    await again.undo('task');
    expect({ reports, restored: scripted.restored, last: task.log.at(-1)?.type, phase: task.phase }).toEqual({
      reports: [scripted.report, scripted.report, undefined],
      restored: ['before-2', 'before-1', 'before-1'],
      last: 'undone',
      phase: 'over',
    });
  });

  it('are tried again by another tier where they are over', async () => {
    let runs = 0;
    scripted.script = async (ports) => {
      runs += 1;
      await ports.record(ended(runs === 1 ? 'gave-up' : 'done'));
    };
    const task = await scripted.start();
    await settle();
    await task.retry('frontier');
    await settle();
    expect(scripted.stored.get(task.id)?.slice(1)).toEqual([
      ended('gave-up'),
      { type: 'tier-asked', atMs: 1000, tier: 'frontier' },
      ended('done'),
    ]);
  });

  it('go on from a pause with the cap that the user gave', async () => {
    scripted.script = async (ports, log) => {
      const isFirst = !log.some(({ type }) => type === 'resumed');
      await ports.record(isFirst ? { type: 'paused', atMs: 8, reason: 'four-fifths-of-cap', words: '' } : ended('done'));
    };
    const task = await scripted.start();
    await settle();
    const phase = task.phase;
    await task.resume(900_000_000, 'small');
    await settle();
    expect({ phase, cap: task.state.capNanoUsd, types: scripted.typesOf(task.id) }).toEqual({
      phase: 'paused',
      cap: 900_000_000,
      types: ['begun', 'paused', 'tier-asked', 'resumed', 'ended'],
    });
  });

  it('say so where the loop breaks, and do not run on', async () => {
    scripted.script = async () => {
      throw new Error('the disk is full');
    };
    const task = await scripted.start();
    await settle();
    expect([task.phase, task.isRunning, task.log.at(-1)]).toEqual(['over', false, { ...ended('failed', 'the disk is full'), atMs: 1000 }]);
  });

  it('do nothing in a workspace that is not trusted, and read nothing of it', async () => {
    const task = await scripted.start();
    await settle();
    scripted.isTrusted = false;
    await expect(scripted.start('again')).rejects.toThrow(NotTrustedError);
    expect(() => scripted.tasks.trusted(task.id)).toThrow(NotTrustedError);
    expect([scripted.instructionReads, scripted.tasks.all.length]).toEqual([1, 1]);
  });

  it('are left when the window closes, which ends none, and what the user set until then is in the store', async () => {
    const reasons: unknown[] = [];
    scripted.script = async (ports, _log, signal) => {
      await ports.ask('Go on?', [], signal).catch((reason: unknown) => reasons.push(reason instanceof WindowClosing));
    };
    const task = await scripted.start();
    await settle();
    await task.rename('Sums');
    await scripted.tasks.end();
    expect([task.isRunning, task.phase, reasons, scripted.typesOf(task.id)]).toEqual([false, 'interrupted', [true], ['begun', 'named']]);
  });

  it('of which a loop breaks as the window closes are not told as failed', async () => {
    scripted.script = (ports, _log, signal) => ports.ask('Go on?', [], signal).then(() => undefined);
    const task = await scripted.start();
    await settle();
    await scripted.tasks.end();
    expect([scripted.typesOf(task.id), scripted.warnings.length]).toEqual([['begun'], 1]);
  });

  it('go on under the setting where that is stricter by then, unless the user chose otherwise for the task under it', async () => {
    const wished: unknown[] = [];
    scripted.script = async (ports) => {
      wished.push(ports.wishes?.()?.approvals);
      await ports.record(ended('answered'));
    };
    const task = await scripted.start('Mend the sum', { approvals: 'trusted-commands' });
    await settle();
    const say = async (setting: ApprovalMode) => {
      scripted.setting = setting;
      await task.say({ text: 'Go on', attachments: [], images: [] }, 'agent');
      await settle();
      return task.approvals;
    };
    const under = [await say('trusted-commands'), await say('edits'), await say('trusted-commands')];
    await task.setApprovals('trusted-commands');
    under.push(await say('trusted-commands'));
    scripted.setting = 'every-step';
    await task.setApprovals('edits');
    under.push(await say('every-step'), await say('edits'), await say('every-step'));
    expect({ under, wished }).toEqual({
      under: ['trusted-commands', 'edits', 'edits', 'trusted-commands', 'edits', 'edits', 'edits'],
      wished: [undefined, undefined, 'edits', undefined, undefined, undefined, undefined, undefined],
    });
  });

  it('hear what the user says during an undo once that is done, and undo nothing while they run', async () => {
    const log = [begun({ taskId: 'id-9' }), ...answered('r-1', '', ['call-1']), ...edited('call-1', 'before-1'), ended('done')];
    scripted.stored.set('id-9', log);
    const restore = Promise.withResolvers<void>();
    scripted.restoring = restore.promise;
    const task = await scripted.tasks.open('id-9');
    const undone = task.undo('step');
    await settle();
    const said = task.say({ text: 'Go on', attachments: [], images: [] }, 'agent');
    const again = await task.undo('step').catch((error: unknown) => error);
    await settle();
    const during = scripted.typesOf('id-9').slice(log.length);
    restore.resolve();
    scripted.script = (ports, _log, signal) => ports.ask('Go on?', [], signal).then(() => undefined);
    await Promise.all([undone, said]);
    const running = await task.undo('step').catch((error: unknown) => error);
    const more = await task.say({ text: 'And more', attachments: [], images: [] }, 'agent').catch((error: unknown) => error);
    const busy = [again, running, more].every((error) => error instanceof TaskBusyError);
    expect([during, scripted.typesOf('id-9').slice(log.length), task.isRunning, busy]).toEqual([[], ['undone', 'said'], true, true]);
    await task.stop();
  });

  it('hand another way of approving, and a name, to the loop while it runs, and store them themselves where it does not', async () => {
    const heeded: unknown[] = [];
    scripted.script = async (ports, _log, signal) => {
      await ports.ask('?', [], signal);
      heeded.push(ports.wishes?.());
      await ports.record({ type: 'approvals-set', atMs: 2, approvals: 'edits' });
      heeded.push(ports.wishes?.());
      await ports.record(ended('answered'));
    };
    const task = await scripted.start();
    await settle();
    await task.setApprovals('edits');
    await task.rename('Sums');
    const shown = [task.approvals, task.title];
    task.answer(task.question?.id ?? '', 'yes');
    await settle();
    await task.setApprovals('every-step');
    expect({ shown, heeded, log: scripted.typesOf('id-1'), now: [task.approvals, task.state.approvals, task.state.title] }).toEqual({
      shown: ['edits', 'Sums'],
      heeded: [{ approvals: 'edits', title: 'Sums' }, { title: 'Sums' }],
      log: ['begun', 'approvals-set', 'ended', 'named', 'approvals-set'],
      now: ['every-step', 'every-step', 'Sums'],
    });
  });

  it('that can only be looked at do nothing: no loop, and nothing is undone that the log could not say', async () => {
    scripted.stored.set('id-9', [begun({ taskId: 'id-9' }), ...answered('r-1', '', ['call-1']), ...edited('call-1', 'before-1')]);
    scripted.isReadOnly = true;
    let runs = 0;
    scripted.script = async () => {
      runs += 1;
    };
    const task = await scripted.tasks.open('id-9');
    task.goOn();
    expect([runs, task.isRunning, await task.undo('task'), scripted.restored]).toEqual([0, false, undefined, []]);
  });

  it('can be gone on with once the other window is done with them', async () => {
    scripted.stored.set('id-9', [begun({ taskId: 'id-9' })]);
    scripted.isReadOnly = true;
    await scripted.tasks.open('id-9');
    await scripted.tasks.lookAgain();
    const before = scripted.tasks.current?.isReadOnly;
    scripted.stored.set('id-9', [begun({ taskId: 'id-9' }), ended('answered', 'It is so.')]);
    scripted.isReadOnly = false;
    await scripted.tasks.lookAgain();
    const { current } = scripted.tasks;
    expect([before, current?.isReadOnly, current?.phase, scripted.tasks.all.length]).toEqual([true, false, 'over', 1]);
  });
});
