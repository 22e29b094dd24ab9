import { describe, expect, it } from 'vitest';
import { isOfSession, rootSession, sessionsAbove, subtaskRange } from '../../../src/core/ledger/index.ts';

describe('The session of a subtask', () => {
  it('is of its parent and of all above, and of nobody whose id only begins alike', () => {
    const of = ['P', 'P.1', 'P.1.2', 'P1', 'P-1', 'P/1', 'Q.P', ''].filter((id) => isOfSession(id, 'P'));
    expect([of, isOfSession('P', 'P.1'), sessionsAbove('P.1.2'), sessionsAbove('P'), rootSession('P.1.2'), rootSession('P')]).toEqual([
      ['P', 'P.1', 'P.1.2'],
      false,
      ['P.1.2', 'P.1', 'P'],
      ['P'],
      'P',
      'P',
    ]);
  });

  it('lies in a range of texts in which nothing else lies', () => {
    const [from, before] = subtaskRange('P');
    expect(['P', 'P-', 'P.', 'P.1', 'P.99.1', 'P/', 'P0', 'Q'].filter((id) => id >= from && id < before)).toEqual(['P.', 'P.1', 'P.99.1']);
  });
});
