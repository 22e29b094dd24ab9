import { describe, expect, it } from 'vitest';
import type { AgentEvent } from '../../../../src/core/agent/index.ts';
import { keptOutcomes, outcomesOf, subtaskOutcomes } from '../../../../src/core/agent/money/index.ts';
import { keptOf } from '../../../../src/core/agent/money/keptLines.ts';
import { entryOf } from '../../../support/entries.ts';
import { begun, changed, costs, ended, logOf, ran, said, startMs, step, tests } from './logs.ts';

const told = (log: readonly AgentEvent[]) => outcomesOf(log, 'UTC').map(({ taskId, type, isInferred }) => [taskId, type, isInferred]);
const edit = (id: string, number: number, path = 'a.ts') => [
  ...step({ id, step: number, calls: ['x'] }),
  ran(`${id}/0`, changed(path, 'a', 'b')),
];
const test = (id: string, number: number, failed: number) => [...step({ id, step: number, calls: ['t'] }), ran(`${id}/0`, tests(failed))];

describe('What a log says became of answers', () => {
  it('is what the first tests after a change said, for what changed files', () => {
    const log = logOf(begun, edit('a', 1), edit('b', 2), test('t', 3, 0), test('u', 4, 1));
    expect(outcomesOf(log, 'UTC')).toEqual(
      ['a', 'b'].map((taskId) => ({
        ...{ id: `${taskId}:tests-passed`, taskId, type: 'tests-passed', atMs: startMs + 12_000 },
        ...{ localDay: '2026-11-05', characters: 0, isInferred: false },
      })),
    );
  });

  it('is that the tests failed only where not fewer fail than before', () => {
    const log = logOf(begun, test('t', 1, 4), edit('mends a part', 2), test('u', 3, 2), edit('breaks', 4), test('v', 5, 2));
    expect(told(log)).toEqual([['breaks', 'tests-failed', false]]);
  });

  it('is that they failed where they never ran before', () => {
    expect(told(logOf(begun, edit('a', 1), test('t', 2, 3)))).toEqual([['a', 'tests-failed', false]]);
  });

  it('is of a plan what the last tests said before its end', () => {
    const plan = (id: string) => step({ id, kind: 'agent.plan' });
    const log = logOf(
      begun,
      test('t', 0, 0),
      plan('p'),
      test('u', 2, 3),
      test('v', 3, 0),
      ended(),
      said,
      plan('q'),
      ended(),
      said,
      plan('r'),
      test('w', 1, 1),
      ended('stopped'),
    );
    expect(told(log)).toEqual([['p', 'tests-passed', false]]);
  });

  it('is that the user refused it, undid it, or wanted a better model', () => {
    const log = logOf(
      begun,
      step({ id: 'no', calls: ['x', 'y'] }),
      { type: 'approval-answered', callId: 'no/0', contentHash: '', answer: { answer: 'once' } },
      { type: 'approval-answered', callId: 'no/1', contentHash: '', answer: { answer: 'no' } },
      edit('before', 2),
      { type: 'checkpoint', checkpointId: 'c', callId: 'undone/0' },
      edit('undone', 3),
      edit('left', 4, 'b.ts'),
      { type: 'undone', checkpointId: 'c', paths: ['a.ts'] },
      step({ id: 'small', step: 5, tier: 'small' }),
      { type: 'tier-asked', tier: 'frontier' },
      step({ id: 'strong', step: 6, tier: 'frontier' }),
      { type: 'tier-asked', tier: 'small' },
      step({ id: 'judged', step: 7, tier: 'small' }),
      { type: 'tier-asked', tier: 'medium', by: 'judge' },
      said,
      { type: 'tier-asked', tier: 'frontier' },
    );
    expect(told(log)).toEqual([
      ['no', 'rejected', false],
      ['undone', 'reverted', false],
      ['small', 'retried', false],
      ['judged', 'retried', true],
    ]);
  });

  it('has each once, with the same id however often the log is read', () => {
    const log = logOf(begun, edit('a', 1), test('t', 2, 0), ran('a/0', changed('a.ts', 'b', 'c')), test('u', 3, 0));
    expect([outcomesOf(log, 'UTC').map(({ id }) => id), outcomesOf(log.slice(0, 9), 'UTC').map(({ id }) => id)]).toEqual([
      ['a:tests-passed'],
      ['a:tests-passed'],
    ]);
  });

  it('tells calls of the same id apart', () => {
    const [requested, answered, called] = step({ id: 'first', calls: ['x'] });
    const again = step({ id: 'second', step: 2, calls: ['x'] }).map((event) =>
      'callId' in event ? { ...event, callId: 'first/0' } : event,
    );
    const log = logOf(
      begun,
      [requested, answered, called].flatMap((event) => event ?? []),
      again,
      ran('first/0', changed('a.ts', 'a', 'b')),
      test('t', 3, 0),
    );
    expect(told(log)).toEqual([['second', 'tests-passed', false]]);
  });
});

describe('What a log says of subtasks', () => {
  it('is what the first tests after their changes said, for each of their requests in the ledger', () => {
    const reported = (subtaskId: string, facts = {}) =>
      ({ type: 'reported', callId: 'a/0', subtaskId, text: '', cost: costs(1), facts }) as const;
    const log = logOf(
      begun,
      step({ id: 'a', calls: ['x'] }),
      reported('P.1', changed('a.ts', 'a', 'b')),
      reported('P.2'),
      test('t', 2, 0),
      reported('P.3', changed('a.ts', 'b', 'c')),
      test('u', 3, 1),
    );
    const entries = ['P', 'P.1', 'P.1', 'P.1.1', 'P.2', 'P.3', 'P.33'].map((sessionId, index) =>
      entryOf({ id: `${index}`, taskId: `${sessionId} ${index === 2 ? 1 : index}`, sessionId, kind: 'agent.subtask' }),
    );
    const compaction = entryOf({ id: 'c', taskId: 'c', sessionId: 'P.1', kind: 'compaction' });
    const told = subtaskOutcomes(log, [...entries, compaction], 'UTC').map(({ taskId, type }) => [taskId, type]);
    expect(told).toEqual([
      ['P.1 1', 'tests-passed'],
      ['P.1.1 3', 'tests-passed'],
      ['P.3 5', 'tests-failed'],
    ]);
  });
});

describe('What is kept of a task', () => {
  it('is told of each request that added something, inferred, and once for each look', () => {
    const change = (requestId: string, path: string, after: string) => ({ requestId, path, before: undefined, after });
    const kept = keptOf([change('r', 'a.ts', 'new\n'), change('s', 'b.ts', 'newer\n'), change('t', 'c.ts', '')], (path) =>
      path === 'a.ts' ? 'new\n' : undefined,
    );
    const when = { atMs: startMs, localDay: '2026-11-05', isInferred: true };
    expect(keptOutcomes(kept, '30s', startMs, 'UTC')).toEqual([
      { id: 'r:kept:30s', taskId: 'r', type: 'kept', characters: 3, ...when },
      { id: 's:reverted', taskId: 's', type: 'reverted', characters: 0, ...when },
    ]);
  });
});
