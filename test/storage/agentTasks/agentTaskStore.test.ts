import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { AgentTaskStore, type TaskStoreError } from '../../../src/storage/agentTasks/agentTaskStore.ts';
import { useFolder } from '../../support/useFolder.ts';
import { answered, begun, ended, named } from './someEvents.ts';

const inFolder = useFolder();
const opened: AgentTaskStore[] = [];
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
});

function newStore(): AgentTaskStore {
  const store = new AgentTaskStore({ folder: inFolder('tasks') });
  opened.push(store);
  return store;
}

const file = (name = 'task.jsonl'): string => inFolder(`tasks/${name}`);
const reasonOf = async (promise: Promise<unknown>): Promise<string> =>
  await promise.then(
    () => 'none',
    (error: TaskStoreError) => error.reason,
  );

describe('A stored task', () => {
  it('is read as it was written, in order, by whoever reads it', async () => {
    const store = newStore();
    const events = [begun(), answered(5), named('Ein schöner\u2028Titel\n😀'), ended()];
    await Promise.all(events.map((event) => store.append('task', event)));
    expect([await store.read('task'), await newStore().open('task')]).toEqual([events, { events, problems: [], isWritable: true }]);
  });

  it('has no events where there is none', async () => {
    expect([await newStore().read('task'), await newStore().list()]).toEqual([[], []]);
  });

  it('is the user’s alone', async () => {
    await newStore().append('task', begun());
    expect([inFolder('tasks'), file()].map((each) => statSync(each).mode & 0o77)).toEqual([0, 0]);
  });

  it('loses a last line that was torn, says so, and goes on behind the line before it', async () => {
    const store = newStore();
    await store.append('task', begun());
    await store.close();
    appendFileSync(file(), '{"type":"named","atMs":3000,"title":"half a ti');
    const opened = await newStore().open('task');
    const next = newStore();
    await next.append('task', named('whole'));
    expect([opened, await next.open('task')]).toEqual([
      { events: [begun()], problems: [{ type: 'torn-line' }], isWritable: true },
      { events: [begun(), named('whole')], problems: [], isWritable: true },
    ]);
  });

  it('has exactly the events that were written whole, wherever a crash cut its file', async () => {
    const events = [begun(), answered(5), named('ü😀'), ended()];
    const lengths: number[] = [];
    const store = newStore();
    for (const event of events) {
      await store.append('task', event);
      lengths.push(statSync(file()).size);
    }
    const whole = readFileSync(file());
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length), async (cut) => {
        writeFileSync(file('cut.jsonl'), whole.subarray(0, cut));
        const kept = events.filter((_, index) => (lengths[index] ?? 0) <= cut);
        const next = newStore();
        expect(await next.read('cut')).toEqual(kept);
        await next.append('cut', ended(9000));
        expect(await next.open('cut')).toEqual({ events: [...kept, ended(9000)], problems: [], isWritable: true });
      }),
      { numRuns: Number(process.env.FC_RUNS ?? 50) },
    );
  });

  it('is readable up to a damaged line in the middle, says which, and takes no more', async () => {
    const store = newStore();
    for (const event of [begun(), named('second'), named('third')]) await store.append('task', event);
    await store.close();
    writeFileSync(file(), readFileSync(file(), 'utf8').replace('"second"', '"sec'));
    const before = readFileSync(file());
    const next = newStore();
    expect(await next.open('task')).toEqual({ events: [begun()], problems: [{ type: 'corrupt-line', line: 3 }], isWritable: false });
    expect([await reasonOf(next.append('task', ended())), readFileSync(file())]).toEqual(['damaged', before]);
  });

  it('of a later version is read as far as it is understood, and not written', async () => {
    mkdirSync(inFolder('tasks'));
    const lines = [{ format: 2 }, begun(), { type: 'dreamt', atMs: 1 }, ended()];
    writeFileSync(file(), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    const store = newStore();
    expect(await store.open('task')).toEqual({ events: [begun()], problems: [{ type: 'newer-format', format: 2 }], isWritable: false });
    expect(await reasonOf(store.append('task', ended()))).toBe('newer-format');
  });

  it('takes images up to 20 MB a line, and nothing larger', async () => {
    const store = newStore();
    const withImage = (length: number) =>
      begun({ turn: { text: '', attachments: [], images: [{ mediaType: 'image/png', base64: 'A'.repeat(length) }] } });
    await store.append('task', withImage(3_000_000));
    expect(await reasonOf(store.append('task', withImage(20_000_000)))).toBe('too-large');
    await store.append('task', ended());
    expect(await store.read('task')).toEqual([withImage(3_000_000), ended()]);
  });

  it('has an id that is a file’s name and nothing else', async () => {
    const ids = ['../escape', 'a/b', '.hidden', '', 'nul\0', 'C:x'];
    expect(await Promise.all(ids.map((id) => reasonOf(newStore().append(id, begun()))))).toEqual(ids.map(() => 'failed'));
  });
});

describe('Windows that have the same task', () => {
  it('read it while one writes it, are told so, and cannot write it themselves', async () => {
    const [writer, other] = [newStore(), newStore()];
    await writer.append('task', begun());
    expect(await other.open('task')).toEqual({
      events: [begun()],
      problems: [{ type: 'in-use', pid: process.pid }],
      isWritable: false,
    });
    expect([await reasonOf(other.append('task', ended())), await reasonOf(other.remove('task'))]).toEqual(['in-use', 'in-use']);
    expect(await writer.read('task')).toEqual([begun()]);
  });

  it('may go on with it once it ended there, or that window closed', async () => {
    const [first, second, third] = [newStore(), newStore(), newStore()];
    await first.append('task', begun());
    await first.append('task', ended());
    await second.append('task', named('by the second'));
    await second.close();
    await third.append('task', ended(5000));
    expect(await third.read('task')).toEqual([begun(), ended(), named('by the second'), ended(5000)]);
  });

  it('never add to what they have not read', async () => {
    const [first, second] = [newStore(), newStore()];
    await first.append('task', begun());
    await first.append('task', ended());
    await second.append('task', named('by the second'));
    await second.close();
    expect(await reasonOf(first.append('task', named('by the first')))).toBe('changed-elsewhere');
    expect(await first.read('task')).toEqual([begun(), ended(), named('by the second')]);
    await first.append('task', named('by the first'));
  });

  it.each([
    ['is gone', (pid: number) => ({ pid, host: hostname(), takenMs: Date.now(), id: 'other' })],
    ['had the id of one that lives', () => ({ pid: process.pid, started: '1', host: hostname(), takenMs: Date.now(), id: 'other' })],
    ['ran before the machine started', () => ({ pid: process.pid, host: hostname(), takenMs: 1, id: 'other' })],
    ['ran on another machine, more than a day ago', () => ({ pid: 1, host: 'elsewhere', takenMs: Date.now() - 86_500_000, id: 'other' })],
  ])('take it over from a process that %s', async (_, ownerOf) => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    mkdirSync(inFolder('tasks'));
    writeFileSync(file('task.lock'), JSON.stringify(ownerOf(pid)));
    const store = newStore();
    await store.append('task', begun());
    expect(await store.open('task')).toEqual({ events: [begun()], problems: [], isWritable: true });
  });

  it('leave it to one on another machine that took it today', async () => {
    mkdirSync(inFolder('tasks'));
    writeFileSync(file('task.lock'), JSON.stringify({ pid: 1, host: 'elsewhere', takenMs: Date.now(), id: 'other' }));
    expect(await reasonOf(newStore().append('task', begun()))).toBe('in-use');
  });
});

describe('The list of tasks', () => {
  it('says of each what it was, how it ended and what it cost, the last one first', async () => {
    const store = newStore();
    for (const event of [begun(), answered(5), answered(7), named('Tests fixed'), ended()]) await store.append('task', event);
    await store.append(
      'other',
      begun({ taskId: 'other', mode: 'ask', atMs: 9000, turn: { text: 'x'.repeat(300), attachments: [], images: [] } }),
    );
    writeFileSync(file('junk.jsonl'), 'no task');
    expect(await newStore().list()).toEqual([
      {
        ...{ taskId: 'other', title: undefined, asked: 'x'.repeat(200), mode: 'ask', outcome: undefined },
        ...{ startedMs: 9000, changedMs: 9000, costNanoUsd: 0, isUnpriced: false, workspace: 'shop' },
      },
      {
        ...{ taskId: 'task', title: 'Tests fixed', asked: 'Fix the test', mode: 'agent', outcome: 'done' },
        ...{ startedMs: 1000, changedMs: 4000, costNanoUsd: 12, isUnpriced: false, workspace: 'shop' },
      },
    ]);
  });

  it('reads of a long file only what is new in it', async () => {
    const store = newStore();
    await store.append('task', begun());
    for (let index = 0; index < 100; index += 1) await store.append('task', answered(1));
    await store.list();
    // What was summed up is not looked at again.
    const text = readFileSync(file(), 'utf8');
    writeFileSync(file(), text.replace('"Fix the test"', '"XXX XXX XXXX"'));
    await store.append('task', answered(1, 8000));
    const [summary] = await newStore().list();
    expect([summary?.asked, summary?.costNanoUsd, summary?.changedMs]).toEqual(['Fix the test', 101, 8000]);
  });

  it('is as well made without what was summed up, whatever lies there instead', async () => {
    const store = newStore();
    for (const event of [begun(), answered(5)]) await store.append('task', event);
    const expected = await store.list();
    for (const junk of ['', '{', '{"version":1,"bytes":7}', '{"version":1,"bytes":99999999,"summary":{"taskId":"task"}}']) {
      writeFileSync(file('task.summary'), junk);
      expect(await newStore().list()).toEqual(expected);
    }
  });
});

describe('Tasks that are removed', () => {
  it('leave nothing', async () => {
    const store = newStore();
    await store.append('task', begun());
    for (let index = 0; index < 100; index += 1) await store.append('task', answered(1));
    await store.list();
    await store.remove('task');
    expect([readdirSync(inFolder('tasks')), await store.list()]).toEqual([[], []]);
  });

  it('are the oldest, beyond those that are kept, but for those that are being written', async () => {
    const [store, other] = [newStore(), newStore()];
    for (const [index, id] of ['a', 'b', 'c', 'd'].entries()) {
      await store.append(id, begun({ taskId: id, atMs: index }));
      await store.append(id, ended(index));
    }
    await other.append('b', named('written by another window', 1));
    const kept = await store.prune(2);
    expect([kept.toSorted(), existsSync(file('a.jsonl'))]).toEqual([['b', 'c', 'd'], false]);
  });
});
