import { describe, expect, it } from 'vitest';
import { readReplayCommand } from '../../src/cli/replayCommand.ts';
import { replayLedger } from '../../src/cli/replayLedger.ts';
import type { OutcomeEvent, OutcomeType } from '../../src/core/ledger/index.ts';
import { ReadLedger } from '../../src/storage/readLedger.ts';
import { SqliteLedger } from '../../src/storage/sqliteLedger.ts';
import { entryOf, without } from '../support/entries.ts';
import { useFolder } from '../support/useFolder.ts';

const inFolder = useFolder();
const outcomeOf = (taskId: string, type: OutcomeType): OutcomeEvent => ({
  id: `${taskId}-${type}`,
  taskId,
  type,
  atMs: 0,
  localDay: '2026-11-05',
  characters: 1,
  isInferred: false,
});

describe("A ledger's tasks", () => {
  it('are replayed where it is known whether the answer was useful and what it cost, each by its last answer and at the cost of all attempts', () => {
    const file = inFolder('ledger.sqlite');
    const ledger = new SqliteLedger(file);
    const book = (taskId: string, changes: Partial<Parameters<typeof entryOf>[0]>): void =>
      ledger.settle('none', entryOf({ id: `${taskId}-${changes?.attempt ?? 1}`, taskId, kind: 'chat', firstTokenMs: 5, ...changes }));
    book('task-useful', { model: 'small', costNanoUsd: 100 });
    book('task-useful', { model: 'large', costNanoUsd: 1000, attempt: 2 });
    book('task-useless', { model: 'small', costNanoUsd: 300 });
    book('task-unknown', { model: 'small', costNanoUsd: 500 });
    ledger.settle('none', without(entryOf({ id: 'unpriced-1', taskId: 'task-unpriced', kind: 'chat', firstTokenMs: 5 }), 'costNanoUsd'));
    ledger.recordOutcome(outcomeOf('task-useful', 'applied'));
    ledger.recordOutcome(outcomeOf('task-useless', 'retried'));
    ledger.recordOutcome(outcomeOf('task-unpriced', 'applied'));
    ledger.close();
    const reading = new ReadLedger(file);
    const [tasks, text] = [reading.taskOutcomes(), replayLedger(reading, file, readReplayCommand(['--ledger', file, '--json']))];
    reading.close();
    expect([tasks, (JSON.parse(text) as { kinds: readonly { kind: string }[] }).kinds.map(({ kind }) => kind)]).toEqual([
      [
        { kind: 'chat', model: 'large', isUseful: true, costNanoUsd: 1100 },
        { kind: 'chat', model: 'small', isUseful: false, costNanoUsd: 300 },
      ],
      ['chat'],
    ]);
  });
});
