import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedPaths, keptLinesOf } from '../../../../src/core/agent/money/index.ts';
import { keptOf } from '../../../../src/core/agent/money/keptLines.ts';
import { begun, changed, costs, logOf, ran, step } from './logs.ts';

const change = (requestId: string, path: string, before: string | undefined, after: string | undefined) => ({
  requestId,
  path,
  before,
  after,
});
const inFile = (text: string | undefined) => () => text;
const counts = ({ added, kept, keptCharacters }: ReturnType<typeof keptOf>) => [added, kept, keptCharacters];

describe('Of the lines that the agent added', () => {
  it('those still stand that are there now, blank ones left out', () => {
    const kept = keptOf([change('r', 'a.ts', 'one\ntwo\n', 'one\nnew\n\nnewer\ntwo\n')], inFile('zero\none\nnew\n\ntwo\n'));
    expect(counts(kept)).toEqual([2, 1, 3]);
  });

  it.each([
    ['were indented by a formatter', '  new\n\tnewer\n', [2, 2, 8]],
    ['end as another system ends them', 'new\r\nnewer\r\n', [2, 2, 8]],
    ['were changed', 'new!\nnewer\n', [2, 1, 5]],
    ['are gone with their file', undefined, [2, 0, 0]],
  ])('those that %s', (_what, now, expected) => {
    expect(counts(keptOf([change('r', 'a.ts', undefined, 'new\nnewer\n')], inFile(now)))).toEqual(expected);
  });

  it('none is what the user wrote between two changes', () => {
    const changes = [change('r', 'a.ts', '', 'mine\n'), change('s', 'a.ts', 'mine\nyours\n', 'mine\nyours\nmine too\n')];
    const kept = keptOf(changes, inFile('yours\nmine too\n'));
    expect([counts(kept), [...kept.byRequest]]).toEqual([
      [2, 1, 8],
      [
        ['r', { added: 1, kept: 0, keptCharacters: 0 }],
        ['s', { added: 1, kept: 1, keptCharacters: 8 }],
      ],
    ]);
  });

  it('none counts that the agent took away again', () => {
    const changes = [change('r', 'a.ts', '', 'first\n'), change('s', 'a.ts', 'first\n', 'second\n')];
    expect(counts(keptOf(changes, inFile('second\n')))).toEqual([1, 1, 6]);
  });

  it.each([
    ['its old name goes first', ['old', 'new']],
    ['its new name comes first', ['new', 'old']],
  ])('none was written where a file was only renamed, and %s', (_order, order) => {
    const renamed = [change('r', 'old', 'was\n', undefined), change('r', 'new', undefined, 'was\n')];
    const changes = [change('q', 'old', '', 'was\n'), ...renamed.toSorted((a, b) => order.indexOf(a.path) - order.indexOf(b.path))];
    expect([...keptOf(changes, inFile('was\n')).byRequest]).toEqual([['q', { added: 1, kept: 1, keptCharacters: 3 }]]);
  });

  it('those of a subtask are of the request that delegated it', () => {
    const log = logOf(begun, step({ id: 'one', calls: ['a', 'b'] }), ran('one/0', changed('a.ts', undefined, 'new\n')), {
      type: 'reported',
      callId: 'one/1',
      subtaskId: 'P.1',
      text: '',
      cost: costs(1),
      facts: changed('b.ts', undefined, 'newer\nstill\n'),
    });
    const kept = keptLinesOf(log, (path) => (path === 'b.ts' ? 'newer\n' : 'new\n'));
    expect([changedPaths(log), [...kept.byRequest]]).toEqual([['a.ts', 'b.ts'], [['one', { added: 3, kept: 2, keptCharacters: 8 }]]]);
  });

  it('those of a file too different to compare stand where the same line is anywhere', () => {
    const lines = Array.from({ length: 3000 }, (_, index) => `line ${index}`);
    const kept = keptOf([change('r', 'a.ts', undefined, lines.join('\n'))], inFile(lines.toReversed().join('\n')));
    expect(counts(kept).slice(0, 2)).toEqual([3000, 3000]);
  });

  it('never more stand than were added, all where nobody touched them, and none where the file was brought back', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', '  b', 'c', '', '}'), { maxLength: 8 })
      .map((lines) => lines.map((line) => `${line}\n`).join(''));
    fc.assert(
      fc.property(text, fc.array(text, { minLength: 1, maxLength: 4 }), text, (first, edits, now) => {
        let before = first;
        const changes = edits.map((after, index) => {
          const made = change(`r${index}`, 'a.ts', before, after);
          before = after;
          return made;
        });
        const of = (standing: string) => keptOf(changes, inFile(standing));
        const [any, untouched, emptied] = [of(now), of(before), of('')];
        expect([any.kept <= any.added, untouched.kept, emptied.kept]).toEqual([true, untouched.added, 0]);
      }),
      { numRuns: Number(process.env.FC_RUNS ?? 1000) },
    );
  });
});
