import { describe, expect, it } from 'vitest';
import { KeptTexts, type KeptTextsOptions } from '../../../src/core/completion/keptTexts.ts';
import { FakeTime } from '../../support/fakeTime.ts';

const uri = 'file:///a.ts';

function following(options: KeptTextsOptions = {}) {
  const time = new FakeTime();
  const startedAtMs = time.now();
  const looks: string[] = [];
  const kept = new KeptTexts(
    {
      timers: time,
      clock: time,
      onChecked: (taskId, characters) => looks.push(`${(time.now() - startedAtMs) / 1000} s: ${taskId} ${characters}`),
    },
    options,
  );
  const follow = (taskId = 'a', offset = 100, text = 'listen(8080);') => kept.follow(taskId, { uri, offset, text }, text.length);
  const edit = (offset: number, removed: number, inserted = '') => kept.edited({ uri, offset, removed, inserted });
  return { time, looks, kept, follow, edit };
}

const tenMinutes = 600_000;

describe('An accepted text', () => {
  it('is looked at after 30 seconds, 2, 5 and 10 minutes, and then no more', async () => {
    const { time, looks, follow } = following();
    follow();
    await time.advance(2 * tenMinutes);
    expect([looks, time.pendingTimers]).toEqual([['30 s: a 13', '120 s: a 13', '300 s: a 13', '600 s: a 13'], 0]);
  });

  it.each<[string, readonly (readonly [number, number, string?])[], number]>([
    ['is typed before it', [[0, 0, 'import\n']], 13],
    ['is typed after it', [[113, 0, ' // yes']], 13],
    ['is deleted before it, up to it', [[90, 10]], 13],
    ['is typed into it', [[107, 0, 'PORT ?? ']], 13],
    ['is deleted in it', [[107, 4]], 9],
    ['is deleted across its end', [[112, 5]], 12],
    ['is replaced in it', [[107, 4, 'PORT']], 9],
    [
      'moves it and then cuts into it',
      [
        [0, 0, 'ab'],
        [102, 6],
      ],
      7,
    ],
    [
      'is deleted key by key and comes back at once',
      [
        [112, 1],
        [111, 1],
        [110, 1],
        [110, 0, '0);'],
      ],
      13,
    ],
    [
      'is deleted, replaced by typing, and all is undone',
      [
        [100, 13],
        [100, 0, 'x'],
        [101, 0, 'y'],
        [100, 2, 'listen(8080);'],
      ],
      13,
    ],
    [
      'is deleted and something else of that length is typed',
      [
        [107, 4],
        [107, 0, 'PORT'],
      ],
      9,
    ],
    [
      'is deleted, something is typed elsewhere, and both are undone',
      [
        [100, 6],
        [0, 0, 'x'],
        [0, 1],
        [100, 0, 'listen'],
      ],
      13,
    ],
  ])('is counted by what was never deleted: where something %s', async (_what, edits, left) => {
    const { time, looks, follow, edit } = following();
    follow();
    for (const each of edits) edit(...each);
    await time.advance(30_000);
    expect(looks).toEqual([`30 s: a ${left}`]);
  });

  it('of which nothing is left is told once: taken back at once, or later', async () => {
    const { time, looks, follow, edit } = following();
    follow('a', 100);
    edit(100, 13);
    follow('b', 100);
    await time.advance(60_000);
    edit(90, 40);
    await time.advance(tenMinutes);
    expect([looks, time.pendingTimers]).toEqual([['30 s: a 0', '30 s: b 13', '120 s: b 0'], 0]);
  });

  it('is not looked for in other documents', async () => {
    const { time, looks, kept, follow } = following();
    follow();
    kept.edited({ uri: 'file:///b.ts', offset: 0, removed: 500, inserted: '' });
    await time.advance(30_000);
    expect(looks).toEqual(['30 s: a 13']);
  });

  it('that came word by word is one, and its time begins with the last word', async () => {
    const { time, looks, kept, edit } = following();
    kept.follow('a', { uri, offset: 100, text: 'listen' }, 6);
    await time.advance(20_000);
    edit(106, 0, '(8080);');
    kept.follow('a', { uri, offset: 106, text: '(8080);' }, 13);
    await time.advance(20_000);
    edit(100, 6);
    await time.advance(10_000);
    expect(looks).toEqual(['50 s: a 7']);
  });

  it('that is told twice, or first in part, is counted once', async () => {
    const { time, looks, kept, edit } = following();
    kept.follow('a', { uri, offset: 100, text: 'listen' }, 6);
    kept.follow('a', { uri, offset: 106, text: '(8080);' }, 13);
    kept.follow('a', { uri, offset: 106, text: '(8080);' }, 13);
    kept.follow('a', { uri, offset: 103, text: 'ten(8080)' }, 13);
    edit(100, 2);
    edit(110, 1);
    await time.advance(30_000);
    expect(looks).toEqual(['30 s: a 10']);
  });

  it('has as many characters as were accepted, whatever the line ends of its document', async () => {
    const { time, looks, kept } = following();
    kept.follow('a', { uri, offset: 0, text: 'if (x) {\r\n  y();\r\n}' }, 17);
    kept.follow('b', { uri, offset: 0, text: 'listen()' }, 6);
    await time.advance(30_000);
    expect(looks).toEqual(['30 s: a 17', '30 s: b 6']);
  });

  it('is followed no more, and nothing is said of it, once its document is gone', async () => {
    const { time, looks, kept, follow } = following();
    follow();
    kept.forget('file:///b.ts');
    const before = time.pendingTimers;
    kept.forget(uri);
    await time.advance(tenMinutes);
    expect([before, looks, time.pendingTimers]).toEqual([1, [], 0]);
  });

  it('is given up when too many came after it, and there is one timer for all', async () => {
    const { time, looks, follow } = following({ checkpointsMs: [1000], most: 2 });
    for (const taskId of ['a', 'b', 'c']) {
      follow(taskId);
      await time.advance(100);
    }
    const timers = time.pendingTimers;
    await time.advance(1000);
    expect([timers, looks]).toEqual([1, ['1.1 s: b 13', '1.2 s: c 13']]);
  });

  it('is looked at once where a machine slept through several times', async () => {
    const looks: number[] = [];
    let nowMs = 0;
    let ring = (): void => undefined;
    const timers = {
      after: (_ms: number, callback: () => void) => {
        ring = callback;
        return () => undefined;
      },
    };
    const kept = new KeptTexts({ timers, clock: { now: () => nowMs }, onChecked: (_taskId, characters) => looks.push(characters) });
    kept.follow('a', { uri, offset: 0, text: 'abc' }, 3);
    nowMs = 400_000;
    ring();
    nowMs = 600_000;
    ring();
    expect(looks).toEqual([3, 3]);
  });
});
