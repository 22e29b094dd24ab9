import { describe, expect, it } from 'vitest';
import { type ExportedDays, type ExportFormat, exportLedger } from '../../../src/core/export/index.ts';
import { csvHeader, csvRows } from '../../../src/core/export/ledgerCsv.ts';
import { entryOf, outcomeOf } from '../../support/entries.ts';
import { focusFileOf } from './focusFiles.ts';

const [first, second, third] = [
  entryOf({ id: 'a', localDay: '2026-11-01' }),
  entryOf({ id: 'b', taskId: 'task-2', localDay: '2026-11-02' }),
  entryOf({ id: 'c', localDay: '2026-11-03' }),
];
const outcome = outcomeOf();

/** Of a ledger that gives an entry a page. */
async function exported(format: ExportFormat, days?: ExportedDays): Promise<readonly [text: string, entries: number]> {
  const pages = [first, second, third];
  let [text, entries] = ['', 0];
  const ports = {
    entriesFrom: async (cursor: number) => ({ entries: pages.slice(cursor, cursor + 1), ...(cursor < 2 && { cursor: cursor + 1 }) }),
    outcomesOf: async (taskIds: readonly string[]) => [outcome].filter(({ taskId }) => taskIds.includes(taskId)),
    priceOf: () => undefined,
  };
  for await (const piece of exportLedger(format, ports, days)) {
    text += piece.text;
    entries += piece.entries;
  }
  return [text, entries];
}

describe('An export', () => {
  it('has each entry, the oldest first, in the format asked for', async () => {
    const all = [first, second, third];
    expect([await exported('csv'), await exported('focus')]).toEqual([
      [csvHeader() + csvRows(all), 3],
      [focusFileOf(all, () => undefined, [outcome]), 3],
    ]);
  });

  it('has whole entries as lines of JSON, with what became of their answers', async () => {
    const [text, count] = await exported('jsonl');
    const lines = text.trimEnd().split('\n');
    expect([lines.map((line) => JSON.parse(line)), count]).toEqual([
      [
        { ...first, outcomes: [outcome] },
        { ...second, outcomes: [] },
        { ...third, outcomes: [outcome] },
      ],
      3,
    ]);
  });

  it('keeps to the days asked for, both included', async () => {
    expect([
      await exported('csv', { fromDay: '2026-11-02' }),
      await exported('csv', { toDay: '2026-11-02' }),
      await exported('csv', { fromDay: '2026-11-02', toDay: '2026-11-02' }),
    ]).toEqual([
      [csvHeader() + csvRows([second, third]), 2],
      [csvHeader() + csvRows([first, second]), 2],
      [csvHeader() + csvRows([second]), 1],
    ]);
  });
});
