import { describe, expect, it } from 'vitest';
import { capForSubtask, costOf, isFourFifths, leftOfCap, pastTaskOf, summaryOf } from '../../../../src/core/agent/money/index.ts';
import { noUsage } from '../../../../src/core/task/index.ts';
import { entryOf } from '../../../support/entries.ts';
import { begun, costs, ended, logOf, said, startMs, step } from './logs.ts';

const log = logOf(
  begun,
  step({ id: 'plan', kind: 'agent.plan', tier: 'frontier', cost: costs(50, 50), calls: ['a'] }),
  { type: 'reported', callId: 'plan/0', subtaskId: 'P.1', text: '', cost: costs(5, 100) },
  { type: 'unanswered', requestId: 'u', error: 'overloaded', message: '', cost: costs(2) },
  { type: 'compacted', requestId: 'c', summary: '', untilEvent: 3, cost: costs(3) },
  { type: 'resumed', capNanoUsd: 2000 },
  step({ id: 'one', step: 2, cost: costs(20, 80) }),
  ended('done'),
);

describe('The summary of a task', () => {
  it('has all that it cost, what one attempt would have cost, and what each kept line came to', () => {
    expect(summaryOf(log, { lines: { added: 10, kept: 8, keptCharacters: 99 } })).toEqual({
      ...{ costNanoUsd: 80, countedNanoUsd: 80, isEstimate: false, isUnpriced: false, usage: noUsage },
      ...{ baselineNanoUsd: 230, savingNanoUsd: 150, capNanoUsd: 2000, steps: 2 },
      lines: { added: 10, kept: 8 },
      perKeptLineNanoUsd: 10,
      outcome: 'done',
    });
  });

  it('goes by the ledger where it is at hand, which has the title too', () => {
    const entries = [entryOf({ costNanoUsd: 80 }), entryOf({ id: 'title', taskId: 'title', kind: 'title', costNanoUsd: 7 })];
    const { costNanoUsd, baselineNanoUsd, savingNanoUsd } = summaryOf(log, { entries });
    expect([costNanoUsd, baselineNanoUsd, savingNanoUsd]).toEqual([87, 230, 143]);
  });

  it('has no price of a line where none is kept, and no outcome while it goes on', () => {
    const { perKeptLineNanoUsd, outcome } = summaryOf([...log, { ...said, atMs: 9 }], { lines: { added: 10, kept: 0, keptCharacters: 0 } });
    expect([perKeptLineNanoUsd, outcome]).toEqual([undefined, undefined]);
  });

  it('says so where something is unpriced or estimated', () => {
    const odd = { ...costs(0), isUnpriced: true, isEstimate: true, countedNanoUsd: 9 };
    const { isUnpriced, isEstimate, countedNanoUsd } = costOf(logOf(begun, step({ id: 'one', cost: odd }), step({ id: 'two', step: 2 })));
    expect([isUnpriced, isEstimate, countedNanoUsd]).toEqual([true, true, 19]);
  });
});

describe('A task that is over', () => {
  it('is remembered by its size and its cost', () => {
    expect(pastTaskOf(log)).toEqual({ mode: 'agent', kind: 'agent.plan', promptTokens: 5, costNanoUsd: 80, atMs: startMs });
  });

  it.each([
    ['goes on', log.slice(0, -1)],
    ['was never asked of anybody', logOf(begun, ended('stopped'))],
    ['cost what is not known', logOf(begun, step({ id: 'one', cost: { ...costs(0), isUnpriced: true } }), ended())],
  ])('is not remembered where it %s', (_why, events) => {
    expect(pastTaskOf(events)).toBeUndefined();
  });
});

describe('A cap', () => {
  it('is told at four fifths, to the nano-dollar', () => {
    expect([isFourFifths(799, 1000), isFourFifths(800, 1000), isFourFifths(0, 0), isFourFifths(4, 6), isFourFifths(5, 6)]).toEqual([
      false,
      true,
      true,
      false,
      true,
    ]);
  });

  it('leaves a subtask half of what is left, or what it asks for', () => {
    expect([
      leftOfCap(1200, 1000),
      capForSubtask(300, 1000),
      capForSubtask(300, 1000, 200),
      capForSubtask(300, 1000, 9999),
      capForSubtask(1200, 1000),
      capForSubtask(0, 1000, -5),
    ]).toEqual([0, 350, 200, 350, 0, 0]);
  });
});
