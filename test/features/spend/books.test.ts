import { describe, expect, it } from 'vitest';
import { BooksReader } from '../../../src/features/spend/books.ts';
import { firstView, type View } from '../../../src/features/spend/view.ts';
import { entryOf, outcomeOf } from '../../support/entries.ts';

/** A ledger that takes down what it is asked. */
function reading() {
  const asked: string[] = [];
  const take = async <Value>(question: string, answer: Value): Promise<Value> => {
    asked.push(question);
    return answer;
  };
  const [entry, older] = [entryOf({ id: 'entry-1' }), entryOf({ id: 'entry-of-old', taskId: 'task-0' })];
  const reader = new BooksReader({
    rollUps: (from, to) => take(`roll-ups ${from} to ${to}`, []),
    recentEntries: (count) => take(`the last ${count}`, [entry]),
    limitStates: () => take('limits', []),
    hourTotals: (from, to) => take(`hours ${from} to ${to}`, []),
    dearestEntries: (filter, count) => take(`the dearest ${count} of ${filter.kind ?? 'all'} since ${filter.fromDay}`, []),
    findEntries: (id) => take(`find ${id}`, id === older.id ? [older] : []),
    taskEntries: (taskId) => take(`task ${taskId}`, { entries: [entry], outcomes: [outcomeOf()] }),
  });
  const read = async (view: Partial<View>, today = '2026-11-05') => {
    asked.length = 0;
    const { opened } = await reader.read({ ...firstView, ...view }, today, []);
    return { asked: asked.toSorted(), opened: opened.map((request) => request.entry.id) };
  };
  return read;
}

describe('What the Spend page reads', () => {
  it('is sums of days and hours, and short lists', async () => {
    expect((await reading()({})).asked).toEqual([
      'hours 2025-11-06 to 2026-11-04',
      'hours 2026-11-05 to 2026-11-05',
      'limits',
      'roll-ups 2026-11-01 to 2026-11-05',
      'the last 25',
    ]);
  });

  it('is the past once a day, and what history shows when somebody looks at it', async () => {
    const read = reading();
    await read({});
    expect((await read({ tab: 'history', range: 90, filters: { kind: 'chat' } })).asked).toEqual([
      'hours 2026-11-05 to 2026-11-05',
      'limits',
      'roll-ups 2026-08-08 to 2026-11-05',
      'the dearest 15 of chat since 2026-08-08',
      'the last 25',
    ]);
    expect((await read({}, '2026-11-06')).asked).toContain('hours 2025-11-07 to 2026-11-05');
  });

  it('is the tasks of the requests that are open, looked for where they are not in sight, and left out where they are gone', async () => {
    const { asked, opened } = await reading()({ open: ['entry-1', 'entry-of-old', 'entry-of-another-ledger'] });
    expect([asked.filter((question) => /^(find|task)/.test(question)), opened]).toEqual([
      ['find entry-of-another-ledger', 'find entry-of-old', 'task task-0', 'task task-1'],
      ['entry-1', 'entry-of-old'],
    ]);
  });
});
