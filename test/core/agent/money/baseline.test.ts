import { describe, expect, it } from 'vitest';
import { baselineOf } from '../../../../src/core/agent/money/index.ts';
import { begun, changed, costs, logOf, ran, said, step, tests } from './logs.ts';

const of = (baselineNanoUsd: number) => ({ cost: costs(1, baselineNanoUsd) });

describe('The baseline of a task', () => {
  it('has each step once', () => {
    const log = logOf(
      begun,
      step({ id: 'plan', kind: 'agent.plan', tier: 'frontier', ...of(1), calls: ['a'] }),
      step({ id: 'one', step: 2, ...of(10), calls: ['b'] }),
      step({ id: 'two', step: 3, ...of(100) }),
    );
    expect(baselineOf(log)).toBe(111);
  });

  it('has of a step that was asked again its last answer', () => {
    expect(baselineOf(logOf(begun, step({ id: 'one', ...of(1) }), step({ id: 'again', ...of(10) })))).toBe(10);
  });

  it('takes steps for others where the user said more in between', () => {
    expect(baselineOf(logOf(begun, step({ id: 'one', ...of(1) }), said, step({ id: 'two', ...of(10) })))).toBe(11);
  });

  it('has no title and no compaction, which still cost', () => {
    const log = logOf(
      begun,
      step({ id: 'title', kind: 'title', step: 0, ...of(1) }),
      step({ id: 'one', ...of(10) }),
      { type: 'compacted', requestId: 'c', summary: '', untilEvent: 1, cost: costs(5, 100) },
      { type: 'unanswered', requestId: 'u', error: 'overloaded', message: '', cost: costs(5, 1000) },
    );
    expect(baselineOf(log)).toBe(10);
  });

  it('has no rung that was given up, back to where something came of it', () => {
    const log = logOf(
      begun,
      step({ id: 'useful', step: 1, ...of(1), calls: ['a'] }),
      ran('useful/0', changed('a.ts', 'a', 'b')),
      step({ id: 'vain', step: 2, ...of(10), calls: ['b'] }),
      step({ id: 'vain too', step: 3, ...of(100), calls: ['c'] }),
      { type: 'tier-asked', tier: 'frontier', by: 'judge' },
      step({ id: 'better', step: 4, tier: 'frontier', ...of(1000) }),
    );
    expect(baselineOf(log)).toBe(1001);
  });

  it('keeps what mended a test, and what went on with a cheaper model', () => {
    const log = logOf(
      begun,
      step({ id: 'look', step: 1, tier: 'frontier', ...of(1), calls: ['a'] }),
      ran('look/0', tests(3)),
      step({ id: 'mends', step: 2, tier: 'frontier', ...of(10), calls: ['b'] }),
      ran('mends/0', tests(2)),
      step({ id: 'reads', step: 3, tier: 'frontier', ...of(100), calls: ['c'] }),
      { type: 'tier-asked', tier: 'small' },
      step({ id: 'cheap', step: 4, tier: 'small', ...of(1000), calls: ['d'] }),
      { type: 'tier-asked', tier: 'medium', by: 'judge' },
    );
    expect(baselineOf(log)).toBe(11);
  });

  it('has no step that only repeats the one before, or of whose calls none could be read', () => {
    const log = logOf(
      begun,
      step({ id: 'one', step: 1, ...of(1), calls: ['a'] }),
      step({ id: 'same', step: 2, ...of(10), calls: ['a'] }),
      step({ id: 'nonsense', step: 3, ...of(100), calls: ['?'] }),
      step({ id: 'half nonsense', step: 4, ...of(1000), calls: ['?', 'b'] }),
    );
    expect(baselineOf(log)).toBe(1001);
  });

  it('has what subtasks report', () => {
    const log = logOf(begun, step({ id: 'one', ...of(1), calls: ['a'] }), {
      type: 'reported',
      callId: 'one/0',
      subtaskId: 'P.1',
      text: 'done',
      cost: costs(3, 40),
    });
    expect(baselineOf(log)).toBe(41);
  });
});
